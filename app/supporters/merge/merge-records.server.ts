import type { Supporter } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import type { Tx } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import { recordAudit } from "~/staff/audit/record-audit.server";
import type { AccountChangeModule, LinkedTable, Merge } from "../account-changes";
import { listTypedEmails } from "../change-email.server";
import { mergeSupporters } from "../merge-supporters.server";
import { compareSnapshots, takeSnapshot, whereOwner } from "./linked-rows.server";
import type { MergeUndo, SupporterNames } from "./merge";

type By = { id: string; network: string };
/** A record as a form showed it. */
export type SeenRecord = { id: string; version: number };
export type MergeRequest = {
  /** The form's id. */
  id: string;
  kept: SeenRecord;
  other: SeenRecord;
  /** Whose email address stays. */
  email: "kept" | "other";
};
export type MergeRefusal = { refused: "same-record" | "no-such-person" | "changed-meanwhile" | "being-erased" };

/** All tables of which a merge changes rows, in the order in which they are taken. */
export const listLinkedTables = (modules: readonly AccountChangeModule[]): LinkedTable[] => [
  { table: "email_change", columns: ["supporter_id"], ownerColumn: "supporter_id", hasNew: true, where: whereOwner },
  { table: "supporter_merge", columns: ["supporter_id"], ownerColumn: "supporter_id", where: whereOwner },
  ...modules.flatMap(({ linkedTables }) => linkedTables),
];

/** Signs people out, and ends every link that is on its way to them. */
export async function endAccess(tx: Tx, ids: string[], emails: string[]): Promise<void> {
  await tx.supporterSession.deleteMany({ where: { supporterId: { in: ids } } });
  await tx.signInLink.updateMany({ where: { email: { in: emails }, usedAt: null }, data: { usedAt: now() } });
  const isPending = { completedAt: null, cancelledAt: null };
  await tx.emailChange.updateMany({ where: { supporterId: { in: ids }, ...isPending }, data: { cancelledAt: now() } });
}

const namesOf = ({ email, firstName, lastName }: SupporterNames): SupporterNames => ({ email, firstName, lastName });

async function holdBoth(tx: Tx, { kept, other }: MergeRequest): Promise<{ kept: Supporter; other: Supporter } | MergeRefusal> {
  await tx.$queryRaw`SELECT id FROM supporter WHERE id IN (${kept.id}, ${other.id}) ORDER BY id FOR UPDATE`;
  const rows = await tx.supporter.findMany({ where: { id: { in: [kept.id, other.id] } } });
  const found = { kept: rows.find(({ id }) => id === kept.id), other: rows.find(({ id }) => id === other.id) };
  if (!found.kept || !found.other) return { refused: "no-such-person" };
  if (found.kept.version !== kept.version || found.other.version !== other.version) return { refused: "changed-meanwhile" };
  const erasures = await tx.erasure.count({ where: { supporterId: { in: [kept.id, other.id] }, finishedAt: null } });
  return erasures > 0 ? { refused: "being-erased" } : { kept: found.kept, other: found.other };
}

/**
 * Makes two records of one person one, on staff's word. Nobody stays signed in, links in emails sent so far open nothing any more, and
 * everything that undoing it needs is kept. A form that is sent twice does it once.
 * @param choose what else is chosen for the one record, done in the same transaction: its name, its home
 * @returns refused "changed-meanwhile": a record is not as the form showed it; nothing was changed
 */
export async function mergeRecords(
  tx: Tx,
  by: By,
  request: MergeRequest,
  modules: readonly AccountChangeModule[],
  choose: (supporterId: string) => Promise<void>,
): Promise<{ merged: string } | MergeRefusal> {
  if (request.kept.id === request.other.id) return { refused: "same-record" };
  const held = await holdBoth(tx, request);
  if ("refused" in held) return (await tx.supporterMerge.findUnique({ where: { id: request.id } })) ? { merged: request.id } : held;
  const { kept, other } = held;
  const [keptEmail, othersEmail] = [kept.email, other.email];
  const isOthersEmail = othersEmail !== null && (request.email === "other" || keptEmail === null);
  const email = isOthersEmail ? othersEmail : keptEmail;
  const otherEmail = isOthersEmail ? keptEmail : othersEmail;
  const emails = [keptEmail, othersEmail].flatMap((each) => each ?? []);
  const people = { ids: [kept.id, other.id], emails };
  const tables = listLinkedTables(modules);
  const before = await takeSnapshot(tx, tables, people);

  const typedEmails = otherEmail === null ? [] : await listTypedEmails(tx, isOthersEmail ? kept.id : other.id, otherEmail);
  await endAccess(tx, people.ids, emails);
  // Also for whose address stays: links in emails sent so far end for both.
  for (const { id: supporterId, email: oldEmail } of [kept, other])
    if (email !== null && oldEmail !== null)
      for (const module of modules) await module.onNewEmail(tx, { supporterId, oldEmail, newEmail: email, by: "staff" });
  const merge: Merge = { supporterId: kept.id, otherId: other.id, email, otherEmail };
  const notes = await mergeSupporters(tx, merge, modules);
  await tx.supporter.update({
    where: { id: kept.id },
    data: { ...(email !== null && { email }), version: { increment: 1 } },
  });
  const at = now();
  if (email !== null && otherEmail !== null && email !== otherEmail)
    await tx.emailChange.create({
      data: {
        id: newId(),
        supporterId: kept.id,
        origin: "merge",
        oldEmail: otherEmail,
        newEmail: email,
        typedEmails,
        createdAt: at,
        expiresAt: at,
        completedAt: at,
      },
    });
  await choose(kept.id);

  const became = namesOf(await tx.supporter.findUniqueOrThrow({ where: { id: kept.id } }));
  const { id, version, createdAt } = other;
  const undo: MergeUndo = {
    other: { id, version, createdAt: createdAt.toISOString(), ...namesOf(other) },
    kept: { was: namesOf(kept), became },
    ...compareSnapshots(tables, before, await takeSnapshot(tx, tables, people)),
    notes,
  };
  await tx.supporterMerge.create({
    data: {
      id: request.id,
      supporterId: kept.id,
      otherId: other.id,
      mergedById: by.id,
      mergedAt: at,
      undo: JSON.parse(JSON.stringify(undo)),
    },
  });
  await recordAudit(tx, by, {
    action: "person.merged",
    about: { kind: "supporter", id: kept.id },
    became: { other: other.id, email: isOthersEmail ? "other" : "kept" },
  });
  await enqueue(tx, "sync-plan-customers", { supporterId: kept.id, cause: request.id }, { key: `sync-plan-customers:${kept.id}` });
  return { merged: request.id };
}
