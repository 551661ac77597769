import { now } from "~/platform/clock";
import { inTransaction, type Tx } from "~/platform/database/db.server";
import type { ClaimEventKind } from "~/../prisma/client/client";
import { bySite, writeClaimEvent } from "../claim-events.server";
import { canMoveClaim, type ClaimStatus } from "../claim-status";
import { findLastSubmission, lockClaim } from "../claims.server";
import type { PostOutcome } from "../hmrc/post-message.server";
import type { HmrcError } from "../hmrc/read-reply";
import { describeError, errorsByLine, refusalKind } from "../hmrc/refusals";
import { markRefusedRows } from "./refused-rows.server";

/** Where a claim stands after it was sent, or asked after. `words`: why nothing is known, or HMRC's refusal. */
export type SubmitResult = { status: ClaimStatus; words: string | null };

type Move = { to: ClaimStatus; event: ClaimEventKind; words: string | null };

/**
 * Writes down what came of a message that was sent, or of asking after it, and where the claim stands then. What comes late, when the claim
 * has moved on, is kept and changes nothing.
 */
export async function recordAnswer(claimId: string, submissionId: string, outcome: PostOutcome): Promise<SubmitResult> {
  return await inTransaction(async (tx) => {
    const claim = await lockClaim(tx, claimId);
    const submission = await findLastSubmission(tx, claimId);
    if (!claim || !submission) throw new Error("an answer about a claim that is not there");
    const isCurrent = submission.id === submissionId && (claim.status === "sending" || claim.status === "submitted");
    await keepAnswer(tx, submissionId, outcome);
    if (!isCurrent) return { status: claim.status, words: claim.refusal };
    const move = await judge(tx, claimId, submission.irMark, claim.status, outcome);
    if (move === null || move.to === claim.status) return { status: claim.status, words: claim.refusal };
    if (!canMoveClaim(claim.status, move.to)) throw new Error(`a claim can't go from ${claim.status} to ${move.to}`);
    await tx.claim.update({
      where: { id: claimId },
      data: { status: move.to, refusal: move.words, ...(move.to === "accepted" && { acceptedAt: now() }) },
    });
    await writeClaimEvent(tx, claimId, move.event, bySite, move.words);
    return { status: move.to, words: move.words };
  });
}

async function keepAnswer(tx: Tx, id: string, outcome: PostOutcome): Promise<void> {
  if (outcome.kind !== "answered") {
    if (outcome.kind === "lost" && outcome.received !== null)
      await tx.claimSubmission.update({ where: { id }, data: { response: outcome.received.replaceAll("\u0000", "") } });
    return;
  }
  const { reply, received } = outcome;
  const at = now();
  const response = received.replaceAll("\u0000", "");
  if (reply.kind === "acknowledged") {
    const { correlationId, pollUrl, pollSeconds } = reply;
    await tx.claimSubmission.update({ where: { id }, data: { correlationId, pollUrl, pollSeconds, polledAt: at, response } });
  } else if (reply.kind === "accepted" || reply.kind === "errors") {
    const correlationId = /^[0-9A-F]{1,32}$/.test(reply.correlationId) ? { correlationId: reply.correlationId } : {};
    await tx.claimSubmission.update({ where: { id }, data: { ...correlationId, answeredAt: at, response } });
  }
}

/** Where a claim goes from here. Null: nowhere, it is asked after again later. */
async function judge(tx: Tx, claimId: string, irMark: string, status: ClaimStatus, outcome: PostOutcome): Promise<Move | null> {
  const isSubmitted = status === "submitted";
  if (outcome.kind === "not-sent") return isSubmitted ? null : { to: "ready", event: "lost", words: `Nothing was sent: ${outcome.why}.` };
  if (outcome.kind === "lost")
    return isSubmitted ? null : { to: "unknown", event: "lost", words: `Nobody knows whether HMRC has the claim: ${outcome.why}.` };
  const { reply } = outcome;
  switch (reply.kind) {
    case "acknowledged":
      return { to: "submitted", event: "acknowledged", words: null };
    case "accepted":
      if (reply.receiptMark !== null && reply.receiptMark !== irMark)
        return { to: "unknown", event: "lost", words: "HMRC’s receipt is for something else than the claim that was sent." };
      return {
        to: "accepted",
        event: "accepted",
        words: reply.receiptMark === null ? "HMRC’s answer brought no receipt." : null,
      };
    case "errors":
      return await judgeErrors(tx, claimId, reply.errors);
    case "deleted":
    case "list":
      return isSubmitted ? null : { to: "unknown", event: "lost", words: "HMRC’s answer was about something else." };
  }
}

async function judgeErrors(tx: Tx, claimId: string, errors: readonly HmrcError[]): Promise<Move> {
  const kind = refusalKind(errors);
  const general = [...new Set(errors.filter(({ line }) => line === null).map(describeError))].join(" ") || "HMRC gave no reason.";
  if (kind === "not-known" || kind === "no-record") return { to: "unknown", event: "lost", words: general };
  if (kind === "not-taken") return { to: "refused", event: "refused", words: general };
  const marked = await markRefusedRows(tx, claimId, errorsByLine(errors));
  if (marked === 0) return { to: "refused", event: "refused", words: "HMRC refused rows that are not in the claim." };
  return { to: "refused", event: "refused", words: marked === 1 ? "HMRC refused 1 row." : `HMRC refused ${marked} rows.` };
}
