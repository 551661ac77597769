import type { Tx } from "~/platform/database/db.server";
import type { AccountChangeModule } from "./account-changes";

/** Keeps a person's new name, for them and for what goes on. */
export async function renameSupporter(
  tx: Tx,
  supporterId: string,
  { firstName, lastName }: { firstName: string; lastName: string },
  modules: readonly AccountChangeModule[],
): Promise<void> {
  await tx.supporter.update({ where: { id: supporterId }, data: { firstName, lastName, version: { increment: 1 } } });
  for (const module of modules) await module.onNewName(tx, { supporterId, firstName, lastName });
}
