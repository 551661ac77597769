import type { Subscription } from "~/../prisma/client/client";
import type { Tx } from "~/platform/database/db.server";
import { hashToken } from "./link-tokens.server";

/** The subscription whose preference link this is, or null: it is altered, or forgotten by now. */
export async function findSubscriptionByToken(tx: Tx, token: string): Promise<Subscription | null> {
  if (token === "") return null;
  const subscription = await tx.subscription.findUnique({ where: { preferenceHash: hashToken(token) } });
  return subscription?.state === "erasing" ? null : subscription;
}

/** The same, held until the transaction ends: what is decided from it is still so when it is written. */
export async function lockSubscriptionByToken(tx: Tx, token: string): Promise<Subscription | null> {
  await tx.$queryRaw`SELECT id FROM subscription WHERE "preferenceHash" = ${hashToken(token)} FOR UPDATE`;
  return await findSubscriptionByToken(tx, token);
}
