import type { Tx } from "~/platform/database/db.server";

/** Keeps a person's new name, for them and for the plans that go on. Gifts keep the name that they were given in. */
export async function renameSupporter(tx: Tx, supporterId: string, name: { firstName: string; lastName: string }): Promise<void> {
  await tx.supporter.update({ where: { id: supporterId }, data: name });
  await tx.plan.updateMany({ where: { supporterId, endedAt: null }, data: name });
}
