import { inTransaction } from "~/platform/database/db.server";
import { queueEmail } from "~/platform/mail/queue-email.server";
import type { AccountChangeModule } from "~/supporters/account-changes";
import { renameSupporter } from "~/supporters/rename-supporter.server";
import { updateActiveDeclarations } from "./change-donor-details.server";
import { listActiveDeclarations } from "./declarations.server";
import type { SupporterScope } from "./declaration-wording";
import type { HomeAddress } from "./home-address";
import { recordDeclaration } from "./record-declaration.server";

type Renewal = { firstName: string; lastName: string } & HomeAddress & {
    /** Null: no new declaration is made; name and home of those that stand are put right. */
    scope: SupporterScope | null;
  };

/**
 * Whoever was asked about Gift Aid answers: name and home are kept with the declarations that stand, or a new one is made, in the words
 * that were shown, and confirmed by an email. Pressed twice it is done once.
 * @returns refused "no-declaration": there is none that stands, and none was made
 */
export const renewDeclaration = (
  supporterId: string,
  { firstName, lastName, house, postcode, scope }: Renewal,
  modules: readonly AccountChangeModule[],
): Promise<{ status: "changed" | "declared" } | { refused: "no-declaration" | "gone" }> =>
  inTransaction(async (tx) => {
    const [supporter] = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM supporter WHERE id = ${supporterId} FOR UPDATE`;
    if (!supporter) return { refused: "gone" } as const;
    const hasDeclaration = (await listActiveDeclarations(supporterId, tx)).length > 0;
    if (!hasDeclaration && scope === null) return { refused: "no-declaration" } as const;
    await updateActiveDeclarations(tx, supporterId, { firstName, lastName, house, postcode });
    await renameSupporter(tx, supporterId, { firstName, lastName }, modules);
    if (hasDeclaration || scope === null) return { status: "changed" } as const;
    const declaration = { supporterId, scope, house, postcode, firstName, lastName, giverVerified: true, via: "supporter" };
    const declarationId = await recordDeclaration(tx, declaration);
    await queueEmail(tx, { kind: "gift-aid-declared", about: { declarationId } });
    return { status: "declared" } as const;
  });
