import type { Tx } from "~/platform/database/db.server";
import type { AccountChangeModule, Merge, UndoNotes } from "./account-changes";

/**
 * Makes two supporters one: all that hangs on the other hangs on this one, and the other's sessions end. The caller
 * knows that both addresses belong to one person, and that this person, or staff, decided on it.
 * @returns what modules noted for undoing it, by their names
 */
export async function mergeSupporters(tx: Tx, merge: Merge, modules: readonly AccountChangeModule[]): Promise<Record<string, UndoNotes>> {
  const { supporterId, otherId } = merge;
  const notes: Record<string, UndoNotes> = {};
  for (const module of modules) {
    const noted = await module.onMerge(tx, merge);
    if (noted !== null) notes[module.name] = noted;
  }
  await tx.emailChange.updateMany({ where: { supporterId: otherId }, data: { supporterId } });
  await tx.supporterMerge.updateMany({ where: { supporterId: otherId }, data: { supporterId } });
  // Its sessions go with it.
  await tx.supporter.delete({ where: { id: otherId } });
  return notes;
}
