import type { Tx } from "~/platform/database/db.server";

/** Makes two rows of one person one: all that hangs on the other hangs on this one. The caller knows that both are the same person's. */
export async function mergeSupporters(tx: Tx, supporterId: string, otherId: string): Promise<void> {
  const reassignment = { where: { supporterId: otherId }, data: { supporterId } };
  await tx.donation.updateMany(reassignment);
  await tx.plan.updateMany(reassignment);
  await tx.declaration.updateMany(reassignment);
  await tx.emailChange.updateMany(reassignment);
  await tx.supporter.delete({ where: { id: otherId } });
}
