import { now } from "~/platform/clock";
import { inTransaction } from "~/platform/database/db.server";
import { queueEmail } from "~/platform/mail/queue-email.server";
import type { AccountChangeModule } from "~/supporters/account-changes";
import { renameSupporter } from "~/supporters/rename-supporter.server";
import { updateActiveDeclarations } from "./change-donor-details.server";
import { listActiveDeclarations } from "./declarations.server";
import type { SupporterScope } from "./declaration-wording";
import type { HomeAddress } from "./home-address";
import { recordDeclaration } from "./record-declaration.server";
import { areLinksEnded, endRequestLinks, type RequestLink } from "./request-link.server";

type Renewal = { firstName: string; lastName: string } & HomeAddress & {
    /** Null: no new declaration is made; name and home of those that stand are put right. */
    scope: SupporterScope | null;
  };

/**
 * Whoever was asked about Gift Aid answers, once: name and home are kept with the declarations that stand, or a new one is made, in the
 * words that were shown. Either is told to its owner by email: whoever holds the link need not be them.
 * @returns refused "no-declaration": there is none that stands, and none was made; "used": the link was
 */
export const renewDeclaration = (
  { id: supporterId, madeAt }: RequestLink,
  { firstName, lastName, house, postcode, scope }: Renewal,
  modules: readonly AccountChangeModule[],
): Promise<{ status: "changed" | "declared" } | { refused: "no-declaration" | "gone" | "used" }> =>
  inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM supporter WHERE id = ${supporterId} FOR UPDATE`;
    const supporter = await tx.supporter.findUnique({ where: { id: supporterId } });
    if (!supporter) return { refused: "gone" } as const;
    if (areLinksEnded(supporter.giftAidLinksEndedAt, madeAt)) return { refused: "used" } as const;
    const hasDeclaration = (await listActiveDeclarations(supporterId, tx)).length > 0;
    if (!hasDeclaration && scope === null) return { refused: "no-declaration" } as const;
    const changed = await updateActiveDeclarations(tx, supporterId, { firstName, lastName, house, postcode });
    const isRenamed = supporter.firstName !== firstName || supporter.lastName !== lastName;
    await renameSupporter(tx, supporterId, { firstName, lastName }, modules);
    await endRequestLinks(tx, supporterId);
    if (hasDeclaration || scope === null) {
      if (changed > 0 || isRenamed) await queueEmail(tx, { kind: "gift-aid-changed", about: { supporterId, at: now().toISOString() } });
      return { status: "changed" } as const;
    }
    const declaration = { supporterId, scope, house, postcode, firstName, lastName, giverVerified: true, via: "supporter" };
    const declarationId = await recordDeclaration(tx, declaration);
    await queueEmail(tx, { kind: "gift-aid-declared", about: { declarationId } });
    return { status: "declared" } as const;
  });
