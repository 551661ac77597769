import { confirmableGiftText } from "./confirmable-gift";
import { listUnconfirmedGifts } from "~/giving/gift-aid/confirm-gift.server";
import { formatTaxYear, listTaxYears } from "~/giving/gift-aid/tax-year";
import { buildStatement } from "~/giving/statements/statement";
import { listStatementGifts } from "~/giving/statements/supporter-gifts.server";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { formatPounds } from "~/platform/money";
import { findPendingEmailChange } from "~/supporters/change-email.server";

/** What of a person's own pages staff can do for them; null: there is none of that id. */
export async function getAccountPage(id: string) {
  const supporter = await db.supporter.findUnique({ where: { id } });
  if (!supporter) return null;
  const { firstName, lastName, email } = supporter;
  const [gifts, change, sessions, unconfirmed] = await Promise.all([
    listStatementGifts(id),
    findPendingEmailChange(id, now()),
    db.supporterSession.count({ where: { supporterId: id } }),
    listUnconfirmedGifts(id),
  ]);
  return {
    id,
    name: [firstName, lastName].filter(Boolean).join(" ") || "no name",
    email,
    pendingTo: change?.newEmail ?? null,
    sessions,
    statements: listTaxYears(gifts.map(({ paidOn }) => paidOn)).map((year) => {
      const { lines, net } = buildStatement(gifts, year);
      return {
        year,
        period: formatTaxYear(year),
        text: `${formatPounds(net)} in ${lines.length === 1 ? "1 payment" : `${lines.length} payments`}`,
      };
    }),
    unconfirmed: unconfirmed.map((gift) => ({ id: gift.id, text: confirmableGiftText(gift) })),
  };
}

export type AccountPage = NonNullable<Awaited<ReturnType<typeof getAccountPage>>>;
