import { now } from "~/platform/clock";
import type { Tx } from "~/platform/database/db.server";
import { queueEmail } from "~/platform/mail/queue-email.server";
import { isActive } from "./declaration-coverage";
import { whereSupporter } from "./declarations.server";

/**
 * Cancels a declaration for what is given from now on. It is never backdated: gifts that were paid before stay covered.
 * An email confirms it.
 * @returns refused "not-active" when it covers no later gifts: it was for one gift only, or was cancelled before; "no-such-declaration" when it is not this person's
 */
export async function cancelDeclaration(
  tx: Tx,
  supporterId: string,
  declarationId: string,
): Promise<{ cancelledAt: Date } | { refused: "no-such-declaration" | "not-active" }> {
  await tx.$queryRaw`SELECT id FROM declaration WHERE id = ${declarationId} FOR UPDATE`;
  const declaration = await tx.declaration.findFirst({ where: { id: declarationId, ...whereSupporter(supporterId) } });
  if (!declaration) return { refused: "no-such-declaration" };
  if (!isActive(declaration)) return { refused: "not-active" };
  const cancelledAt = now();
  await tx.declaration.update({ where: { id: declarationId }, data: { cancelledAt } });
  await queueEmail(tx, { kind: "gift-aid-cancelled", about: { declarationId } });
  return { cancelledAt };
}
