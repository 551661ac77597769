import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { londonDate } from "~/platform/london-dates";
import { retainedUntil } from "../retention/retention";
import { listStatementGifts } from "./supporter-gifts.server";

type LegalRetention = {
  gifts: number;
  giftsUntil: string | null;
  declaredGifts: number;
  declarationsUntil: string | null;
  /** Gifts on which Gift Aid may be claimed still: from then on the claim's years count. */
  unclaimedGifts: number;
};

/** What of a person's gifts the law has us keep, and the London dates until which: null where there is nothing to keep. */
export async function getLegalRetention(supporterId: string): Promise<LegalRetention> {
  const [gifts, lastEvents] = await Promise.all([listStatementGifts(supporterId), findLastEvents(supporterId)]);
  const declared = gifts.filter((gift) => gift.hasGiftAid);
  const lastUntil = (rows: readonly { reference: string; paidOn: string }[]) => {
    const last = rows
      .map(({ reference, paidOn }) => lastEvents.get(reference)?.date ?? paidOn)
      .toSorted((a, b) => (a < b ? -1 : 1))
      .at(-1);
    return last ? retainedUntil(last, config.charity.financialYearEnd) : null;
  };
  return {
    gifts: gifts.length,
    giftsUntil: lastUntil(gifts),
    declaredGifts: declared.length,
    declarationsUntil: lastUntil(declared),
    unclaimedGifts: declared.filter(({ reference, status }) => status === "paid" && !lastEvents.get(reference)?.isClaimed).length,
  };
}

/**
 * The London date of the last thing by which each gift of a person is kept: that it was given, that it went back, or its claims', which
 * keep all their gifts together. The same rule, for what is due, is in forget-old-gifts.server.ts and claims/retention; a test holds them together.
 */
async function findLastEvents(supporterId: string): Promise<Map<string, { date: string; isClaimed: boolean }>> {
  const rows = await db.$queryRaw<{ reference: string; last: Date; is_claimed: boolean }[]>`
    WITH own AS (SELECT id, reference, paid_at FROM donation WHERE supporter_id = ${supporterId} AND paid_at IS NOT NULL),
    own_claim AS (
      SELECT DISTINCT claim.id, claim.status, greatest(claim.prepared_at, claim.accepted_at, claim.paid_on::timestamp AT TIME ZONE 'Europe/London') AS closed_at
      FROM own JOIN claim_gift ON claim_gift.donation_id = own.id JOIN claim_row ON claim_row.id = claim_gift.row_id JOIN claim ON claim.id = claim_row.claim_id
    ), claim_event AS (
      SELECT own_claim.id, CASE WHEN own_claim.status = 'discarded' THEN max(donation.paid_at)
        ELSE greatest(max(own_claim.closed_at), max(refund.refunded_at), max(dispute.opened_at)) END AS last
      FROM own_claim JOIN claim_row ON claim_row.claim_id = own_claim.id JOIN claim_gift ON claim_gift.row_id = claim_row.id
        JOIN donation ON donation.id = claim_gift.donation_id
        LEFT JOIN refund ON refund.donation_id = donation.id LEFT JOIN dispute ON dispute.donation_id = donation.id
      GROUP BY own_claim.id, own_claim.status
    )
    SELECT own.reference, greatest(own.paid_at, max(refund.refunded_at), max(dispute.opened_at), max(claim_event.last)) AS last,
      coalesce(bool_or(claim_gift.released_at IS NULL) FILTER (WHERE claim_gift.id IS NOT NULL), false) AS is_claimed
    FROM own LEFT JOIN refund ON refund.donation_id = own.id LEFT JOIN dispute ON dispute.donation_id = own.id
      LEFT JOIN claim_gift ON claim_gift.donation_id = own.id LEFT JOIN claim_row ON claim_row.id = claim_gift.row_id
      LEFT JOIN claim_event ON claim_event.id = claim_row.claim_id
    GROUP BY own.reference, own.paid_at`;
  return new Map(rows.map(({ reference, last, is_claimed: isClaimed }) => [reference, { date: londonDate(last), isClaimed }]));
}
