import { inTransaction } from "~/platform/database/db.server";
import { postLetter } from "~/platform/mail/queue-email.server";
import { openDeclarationsOf } from "./declarations.server";
import type { DeclarationScope } from "./gift-aid";
import type { Home } from "./home-address";
import { writeDeclaration } from "./record-declaration.server";

/**
 * Makes a Gift Aid declaration for what a person gives from now on, in the exact words that were shown. A letter
 * confirms it.
 * @returns refused "has-one" when one covers later gifts already: two at once would only confuse
 */
export async function declareGiftAid(
  supporterId: string,
  { scope, house, postcode }: Home & { scope: Exclude<DeclarationScope, "this_gift"> },
): Promise<{ declaration: string } | { refused: "has-one" }> {
  return await inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM supporter WHERE id = ${supporterId} FOR UPDATE`;
    if ((await openDeclarationsOf(supporterId, tx)).length > 0) return { refused: "has-one" } as const;
    const { firstName, lastName } = await tx.supporter.findUniqueOrThrow({ where: { id: supporterId } });
    const id = await writeDeclaration(tx, { supporterId, scope, house, postcode, firstName, lastName, via: "supporter" });
    await postLetter(tx, { kind: "gift-aid-declared", about: id });
    return { declaration: id };
  });
}
