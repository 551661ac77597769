import type { Reconciliation, ReconciliationKind } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { queueEmail } from "~/platform/mail/queue-email.server";
import { withRunLock } from "./run-lock.server";

/** Something that differed. `about` is a reference or an id, `message` words for staff, both without personal data. */
export type Finding = { about: string; message: string; healed: boolean };

export type Compared = { checked: number; findings: Finding[] };

type Step = Compared & { cursor: string | null };
export type Pass = (run: Reconciliation, after: string | null) => AsyncIterable<Step>;

/** One kind of reconciliation, as a module gives it. */
export type Reconciler = {
  kind: ReconciliationKind;
  /** The listings that are gone through, in this order. Their names are stored with a run. */
  passes: Record<string, Pass>;
  /** How far back a run looks, given when the last one that was finished began; without it, a run looks at everything. */
  lookBackTo?: (lastStartedAt: Date | null) => Date;
};

/** A run that was killed is gone on with for so long; after that the next begins anew. */
const resumableForMs = 20 * 60 * 60 * 1000;
/** So many findings of one run are written down, and all are counted: more would say that everything is wrong, which one sees. */
const maxFindings = 10_000;

/**
 * Makes a pass of how to list one side a page at a time, in bounded memory, and how to compare and heal one page.
 * @param listPages yields the pages after the row of an id; null: all
 */
export function definePass<Row extends { id: string }>(
  listPages: (run: Reconciliation, after: string | null) => AsyncIterable<Row[]>,
  comparePage: (rows: Row[], run: Reconciliation) => Promise<Compared>,
): Pass {
  return async function* (run, after) {
    for await (const rows of listPages(run, after)) yield { cursor: rows.at(-1)?.id ?? null, ...(await comparePage(rows, run)) };
  };
}

/**
 * Compares everything of a kind with what Stripe or Resend says, and heals what differs: what webhooks should have told and
 * did not. Each page is saved, so that a run that was killed goes on where it was; of two at once, one does it. What was
 * healed, and what could not be, is listed at the desk; one email tells staff when anything needs a person.
 * @param since how far back to look instead of as far as the kind says
 * @returns the run, finished; null: one of its kind is under way elsewhere
 */
export async function reconcile(reconciler: Reconciler, since?: Date): Promise<Reconciliation | null> {
  return await withRunLock(reconciler.kind, async (assertHeld) => {
    const run = await findOrCreateRun(reconciler, since);
    const names = Object.keys(reconciler.passes);
    for (const name of names.slice(Math.max(0, names.indexOf(run.pass ?? "")))) {
      const steps = reconciler.passes[name]?.(run, name === run.pass ? run.cursor : null) ?? [];
      for await (const step of steps) {
        assertHeld();
        await saveStep(run.id, name, step);
      }
    }
    return await finishRun(run.id);
  });
}

async function findOrCreateRun({ kind, lookBackTo }: Reconciler, asked?: Date): Promise<Reconciliation> {
  const last =
    lookBackTo && (await db.reconciliation.findFirst({ where: { kind, finishedAt: { not: null } }, orderBy: { startedAt: "desc" } }));
  const since = asked ?? lookBackTo?.(last?.startedAt ?? null) ?? null;
  const unfinished = await db.reconciliation.findFirst({
    where: { kind, finishedAt: null, startedAt: { gte: new Date(now().getTime() - resumableForMs) } },
    orderBy: { startedAt: "desc" },
  });
  const reachesAsFar = !since || (unfinished?.since && unfinished.since <= since);
  if (unfinished && reachesAsFar) return unfinished;
  return await db.reconciliation.create({ data: { id: newId(), kind, startedAt: now(), since } });
}

async function saveStep(id: string, pass: string, { cursor, checked, findings }: Step): Promise<void> {
  await inTransaction(async (tx) => {
    const healed = findings.filter((finding) => finding.healed).length;
    const run = await tx.reconciliation.update({
      where: { id },
      data: {
        pass,
        cursor,
        checked: { increment: checked },
        healed: { increment: healed },
        open: { increment: findings.length - healed },
      },
    });
    const before = run.healed + run.open - findings.length;
    const data = findings.slice(0, Math.max(0, maxFindings - before)).map((finding) => ({ id: newId(), reconciliationId: id, ...finding }));
    await tx.reconciliationFinding.createMany({ data });
  });
}

async function finishRun(id: string): Promise<Reconciliation> {
  return await inTransaction(async (tx) => {
    const run = await tx.reconciliation.update({ where: { id }, data: { finishedAt: now() } });
    if (run.open > 0) await queueEmail(tx, { kind: "reconciliation", about: { reconciliationId: id } });
    return run;
  });
}
