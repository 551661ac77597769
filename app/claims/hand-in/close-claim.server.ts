import { now } from "~/platform/clock";
import { inTransaction, type Tx } from "~/platform/database/db.server";
import { toDateColumn } from "~/platform/london-dates";
import { writeClaimEvent, type ClaimActor } from "../claim-events.server";
import { findLastSubmission, lockClaim, lockClaims } from "../claims.server";
import { isToTestService } from "../hmrc/govtalk";
import { releaseRows } from "./claim-counts.server";
import { holdRefusedRows } from "./refused-rows.server";

/**
 * A claim was handed in by HMRC's own form, and HMRC took it. What went back since its schedule was made is taken off the next claim.
 * @param note what HMRC shows as its reference
 */
export const markHandedInByForm = (
  claimId: string,
  { by, note }: { by: ClaimActor; note: string },
): Promise<{ status: "accepted" } | { refused: "not-ready" }> =>
  inTransaction(async (tx) => {
    await lockClaims(tx);
    const claim = await lockClaim(tx, claimId);
    if (claim?.status !== "ready") return { refused: "not-ready" } as const;
    await tx.claim.update({ where: { id: claimId }, data: { status: "accepted", acceptedAt: now() } });
    await writeClaimEvent(tx, claimId, "handed_in", by, note);
    return { status: "accepted" } as const;
  });

/**
 * Gives a claim up that HMRC does not have, or that only its test service took, which pays nothing: its gifts may be claimed again, but for
 * those in rows that HMRC refused, which are held back.
 */
export const discardClaim = (claimId: string, by: ClaimActor): Promise<{ status: "discarded" } | { refused: "not-ready" }> =>
  inTransaction(async (tx) => {
    await lockClaims(tx);
    const claim = await lockClaim(tx, claimId);
    const isTest = claim?.status === "accepted" && (await mayGiveUpTest(tx, claimId));
    if (claim?.status !== "ready" && claim?.status !== "refused" && !isTest) return { refused: "not-ready" } as const;
    await holdRefusedRows(tx, claimId, by);
    await releaseRows(tx, claimId, "all");
    await tx.claimAdjustment.updateMany({ where: { claimId, releasedAt: null }, data: { releasedAt: now() } });
    await tx.claim.update({ where: { id: claimId }, data: { status: "discarded", acceptedAt: null } });
    await writeClaimEvent(tx, claimId, "discarded", by);
    return { status: "discarded" } as const;
  });

/** What went back of its gifts must not be taken off another claim yet: that would be given back for nothing. */
async function mayGiveUpTest(tx: Tx, claimId: string): Promise<boolean> {
  const wasTest = isToTestService((await findLastSubmission(tx, claimId))?.request ?? "");
  const inThisClaim = { some: { releasedAt: null, row: { claimId } } };
  return wasTest && (await tx.claimAdjustment.count({ where: { releasedAt: null, donation: { claims: inThisClaim } } })) === 0;
}

export type ClaimPayment = { paidOn: string; pence: number; bankReference: string; by: ClaimActor };
type PaymentOutcome = { differencePence: number } | { refused: "not-accepted" };

/**
 * The money of a claim is in the bank. @param payment the London date, pence, and what the bank line says
 * @returns how much more or less it is than was asked for; HMRC rounds sums and may refuse parts
 */
export const recordClaimPayment = (claimId: string, payment: ClaimPayment): Promise<PaymentOutcome> =>
  inTransaction((tx) => payClaim(tx, claimId, payment));

/** The same within the transaction of what tells of the payment. */
export async function payClaim(tx: Tx, claimId: string, payment: ClaimPayment): Promise<PaymentOutcome> {
  const claim = await lockClaim(tx, claimId);
  if (claim?.status !== "accepted") return { refused: "not-accepted" };
  const { paidOn, pence, bankReference, by } = payment;
  const differencePence = pence - Number(claim.taxPence - claim.adjustmentPence);
  await tx.claim.update({
    where: { id: claimId },
    data: { status: "paid", paidOn: toDateColumn(paidOn), paidPence: pence, bankReference },
  });
  await writeClaimEvent(tx, claimId, "paid", by, `${pence} pence on ${paidOn}; ${differencePence} more than asked`);
  return { differencePence };
}
