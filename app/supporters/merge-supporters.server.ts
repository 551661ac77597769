import type { Tx } from "~/platform/database/db.server";
import type { AccountChangeModule } from "./account-changes";

/**
 * Makes two supporters one: all that hangs on the other hangs on this one, and the other's sessions end. The caller
 * knows that both addresses belong to one person, and that this person decided on it.
 */
export async function mergeSupporters(
  tx: Tx,
  supporterId: string,
  otherId: string,
  modules: readonly AccountChangeModule[],
): Promise<void> {
  for (const module of modules) await module.onMerge(tx, { supporterId, otherId });
  await tx.emailChange.updateMany({ where: { supporterId: otherId }, data: { supporterId } });
  // Its sessions go with it.
  await tx.supporter.delete({ where: { id: otherId } });
}
