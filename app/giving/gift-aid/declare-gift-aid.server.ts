import { inTransaction } from "~/platform/database/db.server";
import { queueEmail } from "~/platform/mail/queue-email.server";
import { listActiveDeclarations } from "./declarations.server";
import type { DeclarationScope } from "./gift-aid";
import type { HomeAddress } from "./home-address";
import { recordDeclaration } from "./record-declaration.server";

/**
 * Makes a Gift Aid declaration for what a person gives from now on, in the exact words that were shown. An email
 * confirms it.
 * @returns refused "already-declared" when one covers later gifts already: two at once would only confuse
 */
export async function declareGiftAid(
  supporterId: string,
  { scope, house, postcode }: HomeAddress & { scope: Exclude<DeclarationScope, "this_gift"> },
): Promise<{ declarationId: string } | { refused: "already-declared" }> {
  return await inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM supporter WHERE id = ${supporterId} FOR UPDATE`;
    if ((await listActiveDeclarations(supporterId, tx)).length > 0) return { refused: "already-declared" } as const;
    const { firstName, lastName } = await tx.supporter.findUniqueOrThrow({ where: { id: supporterId } });
    const id = await recordDeclaration(tx, {
      supporterId,
      scope,
      house,
      postcode,
      firstName,
      lastName,
      giverVerified: true,
      via: "supporter",
    });
    await queueEmail(tx, { kind: "gift-aid-declared", about: { declarationId: id } });
    return { declarationId: id };
  });
}
