import { now } from "~/platform/clock";
import { inTransaction } from "~/platform/database/db.server";
import { postLetter } from "~/platform/mail/queue-email.server";
import { isOpen } from "./declaration-coverage";
import { ofSupporter } from "./declarations.server";

/**
 * Cancels a declaration for what is given from now on. It is never backdated: gifts that were paid before stay covered.
 * A letter confirms it.
 * @returns refused "not-open" when it covers no later gifts: it was for one gift only, or was cancelled before; "no-such-declaration" when it is not this person's
 */
export async function cancelDeclaration(
  supporterId: string,
  declarationId: string,
): Promise<{ cancelledAt: Date } | { refused: "no-such-declaration" | "not-open" }> {
  return await inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM declaration WHERE id = ${declarationId} FOR UPDATE`;
    const declaration = await tx.declaration.findFirst({ where: { id: declarationId, ...ofSupporter(supporterId) } });
    if (!declaration) return { refused: "no-such-declaration" } as const;
    if (!isOpen(declaration)) return { refused: "not-open" } as const;
    const cancelledAt = now();
    await tx.declaration.update({ where: { id: declarationId }, data: { cancelledAt } });
    await postLetter(tx, { kind: "gift-aid-cancelled", about: declarationId });
    return { cancelledAt };
  });
}
