import { now } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import { writeClaimEvent, type ClaimActor } from "../claim-events.server";
import { findLastSubmission, lockClaim } from "../claims.server";
import { listMessage } from "../hmrc/govtalk";
import { govTalkSender, postMessage } from "../hmrc/post-message.server";
import { readReply, type ListedSubmission } from "../hmrc/read-reply";
import { transactionIdOf } from "./submit-claim.server";

/** What HMRC's list shows of a claim whose answer was lost. */
export type ListLook =
  | { found: ListedSubmission }
  | { notFound: true; others: number }
  | { refused: "not-unknown" | "no-settings" | "no-answer" };

/** Looks at HMRC's list for a claim of which nobody knows whether HMRC has it. Decides nothing: `decideUnknownClaim` does. */
export async function lookAtHmrcsList(claimId: string, by: ClaimActor): Promise<ListLook> {
  const sender = govTalkSender();
  if (!sender) return { refused: "no-settings" };
  const claim = await db.claim.findUnique({ where: { id: claimId } });
  const submission = await findLastSubmission(db, claimId);
  if (claim?.status !== "unknown" || !submission) return { refused: "not-unknown" };
  const outcome = await postMessage(listMessage(sender), "submission");
  if (outcome.kind !== "answered" || outcome.reply.kind !== "list") return { refused: "no-answer" };
  const { submissions } = outcome.reply;
  const ours = transactionIdOf(submission.id);
  const found = submissions.find(
    ({ transactionId, correlationId }) => transactionId === ours || (correlationId !== "" && correlationId === submission.correlationId),
  );
  return await inTransaction(async (tx) => {
    const current = await lockClaim(tx, claimId);
    if (current?.status !== "unknown") return { refused: "not-unknown" } as const;
    await tx.claimSubmission.update({ where: { id: submission.id }, data: { listedAt: now(), listedAs: found?.correlationId ?? "" } });
    const words = found ? `HMRC's list has it: ${found.status}` : `HMRC's list does not have it; it has ${submissions.length} others`;
    await writeClaimEvent(tx, claimId, "listed", by, words);
    return found ? { found } : ({ notFound: true, others: submissions.length } as const);
  });
}

/**
 * "there": HMRC has it, and is asked what became of it. "not-there": HMRC has it not, so it may be sent anew, on another word.
 * "failed": HMRC has it, and says that it could not process it and wants it once more. "accepted": HMRC said by telephone or letter that it took it.
 */
export type UnknownDecision = "there" | "not-there" | "failed" | "accepted";

/** HMRC's number for "the processing failed, please submit again". */
const processingFailed = "3000";
function saysProcessingFailed(response: string | null): boolean {
  const reply = response === null ? null : readReply(response);
  return reply?.kind === "errors" && reply.errors.some(({ number }) => number === processingFailed);
}

/**
 * A person decides about a claim of which nobody knows whether HMRC has it.
 * @returns refused "look-first": before it may be sent again, HMRC's list is looked at; "it-is-there": the list has it;
 * "no-correlation-id": nothing is known to ask HMRC by; "not-failed": HMRC did not say so
 */
export const decideUnknownClaim = (
  claimId: string,
  decision: UnknownDecision,
  by: ClaimActor,
): Promise<
  | { status: "submitted" | "ready" | "refused" | "accepted" }
  | { refused: "not-unknown" | "look-first" | "it-is-there" | "no-correlation-id" | "not-failed" }
> =>
  inTransaction(async (tx) => {
    const claim = await lockClaim(tx, claimId);
    const submission = await findLastSubmission(tx, claimId);
    if (claim?.status !== "unknown" || !submission) return { refused: "not-unknown" } as const;
    if (decision === "there") {
      const correlationId = submission.listedAs || submission.correlationId;
      if (!correlationId) return { refused: "no-correlation-id" } as const;
      await tx.claimSubmission.update({ where: { id: submission.id }, data: { correlationId } });
      await tx.claim.update({ where: { id: claimId }, data: { status: "submitted", refusal: null } });
      await writeClaimEvent(tx, claimId, "decided", by, "HMRC has it");
      return { status: "submitted" } as const;
    }
    if (decision === "not-there") {
      if (submission.listedAs === null) return { refused: "look-first" } as const;
      if (submission.listedAs !== "") return { refused: "it-is-there" } as const;
      await tx.claim.update({ where: { id: claimId }, data: { status: "ready", refusal: null } });
      await writeClaimEvent(tx, claimId, "decided", by, "HMRC does not have it");
      return { status: "ready" } as const;
    }
    if (decision === "failed") {
      if (!saysProcessingFailed(submission.response)) return { refused: "not-failed" } as const;
      if (submission.listedAt === null) return { refused: "look-first" } as const;
      await tx.claim.update({ where: { id: claimId }, data: { status: "refused", refusal: "HMRC could not process it." } });
      await writeClaimEvent(tx, claimId, "decided", by, "HMRC could not process it");
      return { status: "refused" } as const;
    }
    await tx.claim.update({ where: { id: claimId }, data: { status: "accepted", acceptedAt: now(), refusal: null } });
    await writeClaimEvent(tx, claimId, "decided", by, "HMRC took it, as it said itself");
    return { status: "accepted" } as const;
  });
