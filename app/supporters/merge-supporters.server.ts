import type { Tx } from "~/platform/database/db.server";

/** Makes two rows of one person one: all that hangs on the other hangs on this one. The caller knows that both are the same person's. */
export async function takeInSupporter(tx: Tx, supporterId: string, otherId: string): Promise<void> {
  const whose = { where: { supporterId: otherId }, data: { supporterId } };
  await tx.donation.updateMany(whose);
  await tx.plan.updateMany(whose);
  await tx.declaration.updateMany(whose);
  await tx.emailChange.updateMany(whose);
  await tx.supporter.delete({ where: { id: otherId } });
}
