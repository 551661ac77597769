import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { undoableUntil, undoDays, type MergeUndo } from "./merge";

/** A merge that can still be undone: the other record as it was, who made them one, and when. The newest is undone first. */
export type UndoableMerge = {
  id: string;
  name: string;
  email: string | null;
  mergedAt: Date;
  until: Date;
  by: string;
  isNewest: boolean;
};

const undoableSince = () => new Date(now().getTime() - undoDays * 86_400_000);

/** Merges of a record that can still be undone, the newest first. */
export async function listUndoableMerges(supporterId: string): Promise<UndoableMerge[]> {
  const merges = await db.supporterMerge.findMany({
    where: { supporterId, mergedAt: { gt: undoableSince() } },
    orderBy: [{ mergedAt: "desc" }, { id: "asc" }],
    include: { mergedBy: { select: { name: true } } },
  });
  return merges.map(({ id, mergedAt, mergedBy, undo }, index) => {
    const { firstName, lastName, email } = (undo as unknown as MergeUndo).other;
    const name = [firstName, lastName].filter(Boolean).join(" ") || "no name";
    return { id, name, email, mergedAt, until: undoableUntil(mergedAt), by: mergedBy.name, isNewest: index === 0 };
  });
}

/** Into which record another went, as long as that can be undone. */
export const findMergeOf = (otherId: string): Promise<{ supporterId: string } | null> =>
  db.supporterMerge.findUnique({ where: { otherId }, select: { supporterId: true } });

/** Forgets what undoing needs, once its days are over; a nightly purge. @returns how many */
export async function purgeMerges(): Promise<number> {
  const { count } = await db.supporterMerge.deleteMany({ where: { mergedAt: { lte: undoableSince() } } });
  return count;
}
