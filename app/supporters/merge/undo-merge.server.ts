import type { Supporter } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import type { Tx } from "~/platform/database/db.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import { recordAudit } from "~/staff/audit/record-audit.server";
import type { AccountChangeModule, Merge } from "../account-changes";
import { mergeSupporters } from "../merge-supporters.server";
import { putBack, takeSnapshot } from "./linked-rows.server";
import { undoableUntil, type MergeUndo } from "./merge";
import { endAccess, listLinkedTables } from "./merge-records.server";

type By = { id: string; network: string };
/**
 * "not-newest": a later merge of the same record is undone first. "address-taken": somebody else, who was known before, goes by an address
 * that would come back.
 */
export type UndoRefusal = { refused: "no-such-merge" | "too-late" | "not-newest" | "being-erased" | "address-taken" };

/**
 * Undoes a merge: the other record is back, and every row is where it was. What came since stays with the record that it came to, but
 * payments of a sponsorship go with it, and a record that somebody began since by an address that comes back becomes part of the one whose
 * address it is. Nobody stays signed in, and links in emails sent so far end.
 */
export async function undoMerge(
  tx: Tx,
  by: By,
  mergeId: string,
  modules: readonly AccountChangeModule[],
): Promise<{ undone: { supporterId: string; otherId: string } } | UndoRefusal> {
  const known = await tx.supporterMerge.findUnique({ where: { id: mergeId } });
  if (!known) return { refused: "no-such-merge" };
  const { other, kept, changed, added, notes } = known.undo as unknown as MergeUndo;
  const returning = [kept.was.email, other.email].flatMap((each) => each ?? []);
  await tx.$queryRaw`SELECT id FROM supporter WHERE id = ${known.supporterId} OR email = ANY (${returning}) ORDER BY id FOR UPDATE`;
  const refusal = await findRefusal(tx, mergeId);
  if (refusal) return refusal;
  const { supporterId, mergedAt } = known;
  const supporter = await tx.supporter.findUniqueOrThrow({ where: { id: supporterId } });
  const hasKeptEmail = supporter.email === kept.became.email;
  const comingBack = [other.email, hasKeptEmail ? kept.was.email : null];
  const newcomers = await tx.supporter.findMany({
    where: { id: { not: supporterId }, email: { in: comingBack.flatMap((each) => each ?? []) } },
  });
  if (newcomers.some(({ createdAt }) => createdAt < mergedAt)) return { refused: "address-taken" };

  const tables = listLinkedTables(modules);
  const emails = [...new Set([supporter.email, ...returning].flatMap((each) => each ?? []))];
  await takeSnapshot(tx, tables, { ids: [supporterId, ...newcomers.map(({ id }) => id)], emails });
  await endAccess(tx, [supporterId], emails);
  await bringBack(tx, supporter, { other, kept }, newcomers, modules);
  await putBack(tx, tables, { changed, added });
  const merge: Merge = { supporterId, otherId: other.id, email: kept.became.email, otherEmail: otherEmailOf({ other, kept }) };
  for (const module of modules) await module.onUnmerge?.(tx, { ...merge, staff: by }, notes[module.name] ?? null);
  await tx.supporterMerge.delete({ where: { id: mergeId } });
  await recordAudit(tx, by, { action: "person.unmerged", about: { kind: "supporter", id: supporterId }, became: { other: other.id } });
  for (const id of [supporterId, other.id])
    await enqueue(tx, "sync-plan-customers", { supporterId: id, cause: `${mergeId}-undone` }, { key: `sync-plan-customers:${id}` });
  return { undone: { supporterId, otherId: other.id } };
}

/** Which address went: the one of the two that did not stay. */
const otherEmailOf = ({ other, kept }: Pick<MergeUndo, "other" | "kept">): string | null =>
  kept.became.email === kept.was.email ? other.email : kept.was.email;

async function findRefusal(tx: Tx, mergeId: string): Promise<UndoRefusal | null> {
  const merge = await tx.supporterMerge.findUnique({ where: { id: mergeId } });
  if (!merge) return { refused: "no-such-merge" };
  if (undoableUntil(merge.mergedAt) <= now()) return { refused: "too-late" };
  const { supporterId, mergedAt } = merge;
  if ((await tx.supporterMerge.count({ where: { supporterId, mergedAt: { gt: mergedAt } } })) > 0) return { refused: "not-newest" };
  return (await tx.erasure.count({ where: { supporterId, finishedAt: null } })) > 0 ? { refused: "being-erased" } : null;
}

/** Both records have their own names and addresses again. Whoever began anew by one of these addresses since is taken in. */
async function bringBack(
  tx: Tx,
  supporter: Supporter,
  { other, kept }: Pick<MergeUndo, "other" | "kept">,
  newcomers: readonly Supporter[],
  modules: readonly AccountChangeModule[],
): Promise<void> {
  const { was, became } = kept;
  const { id, email, firstName, lastName, version, createdAt } = other;
  // Its address is free once the one that stayed has its own again.
  await tx.supporter.create({ data: { id, email: null, firstName, lastName, createdAt: new Date(createdAt), version: version + 1 } });
  for (const newcomer of newcomers) {
    const supporterId = newcomer.email === email ? id : supporter.id;
    await mergeSupporters(tx, { supporterId, otherId: newcomer.id, email: newcomer.email, otherEmail: newcomer.email }, modules);
  }
  const restored = {
    ...(supporter.email === became.email && was.email !== became.email && { email: was.email }),
    ...(supporter.firstName === became.firstName && { firstName: was.firstName }),
    ...(supporter.lastName === became.lastName && { lastName: was.lastName }),
  };
  await tx.supporter.update({ where: { id: supporter.id }, data: { ...restored, version: { increment: 1 } } });
  await tx.supporter.update({ where: { id }, data: { email } });
}
