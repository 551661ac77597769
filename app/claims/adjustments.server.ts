import type { Tx } from "~/platform/database/db.server";
import { taxToReturnOn } from "./claim-rows";

export type AdjustmentReason = "refunded" | "charged_back" | "claimed_in_error";

/** Money that went back after HMRC had the gift in a claim. `pence` of the gift, not of the tax. */
export type WaitingAdjustment = { donationId: string; reference: string; part: number; pence: number; reason: AdjustmentReason };

/**
 * What went back of gifts after they were claimed, and stands in no later claim yet, oldest gifts first. A gift that a bank only holds so far
 * waits for the bank; one that staff left out since went back whole.
 */
export const listWaitingAdjustments = (tx: Pick<Tx, "$queryRaw">, limit = 10_000): Promise<WaitingAdjustment[]> =>
  tx.$queryRaw<WaitingAdjustment[]>`
    SELECT donation.id AS "donationId", donation.reference, movement.parts::int AS part, reason.reason,
      (movement.claimed - kept.pence)::int AS pence
    FROM (
      SELECT donation_id, sum(pence) AS claimed, sum(adjusted) AS parts FROM (
        SELECT claim_gift.donation_id, claim_gift.donated_pence AS pence, 0 AS adjusted
        FROM claim_gift JOIN claim_row ON claim_row.id = claim_gift.row_id JOIN claim ON claim.id = claim_row.claim_id
        WHERE claim_gift.released_at IS NULL AND claim.status IN ('accepted', 'paid')
        UNION ALL SELECT donation_id, -donated_pence, 1 FROM claim_adjustment WHERE released_at IS NULL
      ) AS each_movement GROUP BY donation_id
    ) AS movement
      JOIN donation ON donation.id = movement.donation_id
      LEFT JOIN claim_hold AS hold ON hold.donation_id = donation.id AND hold.lifted_at IS NULL
      CROSS JOIN LATERAL (SELECT CASE WHEN donation.status = 'charged_back' THEN 'charged_back'
        WHEN hold.id IS NOT NULL THEN 'claimed_in_error' ELSE 'refunded' END AS reason) AS reason
      CROSS JOIN LATERAL (SELECT CASE WHEN donation.status <> 'paid' OR hold.id IS NOT NULL THEN 0
        ELSE donation.gift_pence + donation.cover_pence - donation.refunded_pence END AS pence) AS kept
    WHERE movement.claimed > kept.pence AND donation.status <> 'disputed'
    ORDER BY donation.paid_at, donation.id LIMIT ${limit}`;

/** As many of them as a claim can bear: HMRC takes the tax on them off what the claim asks for. */
export function fitAdjustments(waiting: readonly WaitingAdjustment[], taxPence: number): WaitingAdjustment[] {
  let donated = 0;
  return waiting.filter(({ pence }) => {
    const fits = taxToReturnOn(donated + pence) <= taxPence;
    if (fits) donated += pence;
    return fits;
  });
}

const reasonWords: Record<AdjustmentReason, string> = {
  refunded: "refunded",
  charged_back: "taken back by the bank",
  claimed_in_error: "claimed in error",
};
const mostCharacters = 350;

/** Why there is an adjustment, for HMRC: without names, in 350 characters. */
export function describeAdjustments(adjustments: readonly Pick<WaitingAdjustment, "reference" | "pence" | "reason">[]): string | null {
  if (adjustments.length === 0) return null;
  const counts = (Object.keys(reasonWords) as AdjustmentReason[]).flatMap((reason) => {
    const count = adjustments.filter((each) => each.reason === reason).length;
    return count > 0 ? [`${count} ${reasonWords[reason]}`] : [];
  });
  const start = `Donations in earlier claims: ${counts.join(", ")}. References:`;
  let words = start;
  for (const [index, { reference }] of adjustments.entries()) {
    const next = `${words}${index > 0 ? "," : ""} ${reference}`;
    if (next.length > mostCharacters - 15) return `${words} and others.`;
    words = next;
  }
  return `${words}.`;
}

/** Writes down, in the caller's transaction, what a claim takes off. @returns the tax on it */
export async function writeAdjustments(tx: Tx, claimId: string, adjustments: readonly WaitingAdjustment[]): Promise<number> {
  if (adjustments.length === 0) return 0;
  await tx.$executeRaw`
    INSERT INTO claim_adjustment (id, claim_id, donation_id, part, donated_pence, reason)
    SELECT gen_random_uuid()::text, ${claimId}, donation_id, part, pence, reason::claim_adjustment_reason
    FROM unnest(${adjustments.map(({ donationId }) => donationId)}::text[], ${adjustments.map(({ part }) => part)}::int[],
      ${adjustments.map(({ pence }) => pence)}::int[], ${adjustments.map(({ reason }) => reason)}::text[]) AS adjustment (donation_id, part, pence, reason)`;
  return taxToReturnOn(adjustments.reduce((sum, { pence }) => sum + pence, 0));
}
