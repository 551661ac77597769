import type { ClaimSubmission } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import { log } from "~/platform/log.server";
import { bySite, writeClaimEvent } from "../claim-events.server";
import { findLastSubmission, lockClaim } from "../claims.server";
import { deleteMessage, pollMessage } from "../hmrc/govtalk";
import { govTalkSender, postMessage } from "../hmrc/post-message.server";
import { refusalKind } from "../hmrc/refusals";
import { recordAnswer, type SubmitResult } from "./record-answer.server";

/** A message is on its way for a minute at most: whoever sent it and did not come back was killed. */
const sendingTimeoutMs = 5 * 60_000;

/** Every minute: asks after claims that HMRC has, finds those whose sender was killed, and lets HMRC delete what was read. */
export async function followClaims(): Promise<void> {
  const open = await db.claim.findMany({ where: { status: { in: ["sending", "submitted"] } }, select: { id: true, status: true } });
  for (const { id, status } of open) await (status === "sending" ? giveUpSending(id) : pollClaim(id));
  await deleteReadAnswers();
}

/** A claim that was left in the midst of being sent: HMRC may have it. */
async function giveUpSending(claimId: string): Promise<void> {
  await inTransaction(async (tx) => {
    const claim = await lockClaim(tx, claimId);
    const submission = await findLastSubmission(tx, claimId);
    if (claim?.status !== "sending" || !submission) return;
    if (now().getTime() - submission.sentAt.getTime() < sendingTimeoutMs) return;
    const words = "Nobody knows whether HMRC has the claim: the site was stopped while it was being sent.";
    await tx.claim.update({ where: { id: claimId }, data: { status: "unknown", refusal: words } });
    await writeClaimEvent(tx, claimId, "lost", bySite, words);
  });
}

const isPollDue = ({ polledAt, pollSeconds, sentAt }: ClaimSubmission): boolean =>
  now().getTime() >= (polledAt ?? sentAt).getTime() + (pollSeconds ?? 10) * 1000;

/**
 * Asks HMRC what became of a claim, not sooner than HMRC said. @returns null when it is not with HMRC, or not due yet
 * @param options `early`: somebody who looks at it does not wait for the next minute
 */
export async function pollClaim(claimId: string, { early = false } = {}): Promise<SubmitResult | null> {
  const sender = govTalkSender();
  const submission = await findLastSubmission(db, claimId);
  const claim = await db.claim.findUnique({ where: { id: claimId } });
  if (!sender || claim?.status !== "submitted" || !submission?.correlationId) return null;
  if (!early && !isPollDue(submission)) return null;
  // Written first: two who ask at once, or a killed one, do not ask HMRC too often.
  await db.claimSubmission.update({ where: { id: submission.id }, data: { polledAt: now() } });
  const outcome = await postMessage(pollMessage(sender, submission.correlationId), { poll: submission.pollUrl });
  return await recordAnswer(claimId, submission.id, outcome);
}

/** HMRC keeps answers until it is told that they were read. What it does not know any more is deleted, too. */
async function deleteReadAnswers(): Promise<void> {
  const sender = govTalkSender();
  if (!sender) return;
  const read = await db.claimSubmission.findMany({
    where: {
      answeredAt: { not: null },
      deletedAt: null,
      correlationId: { not: null },
      claim: { status: { notIn: ["sending", "submitted", "unknown"] } },
    },
    take: 20,
  });
  for (const { id, correlationId } of read) {
    if (!correlationId) continue;
    const outcome = await postMessage(deleteMessage(sender, correlationId), "submission");
    if (outcome.kind !== "answered") return;
    const { reply } = outcome;
    const isGone = reply.kind === "deleted" || (reply.kind === "errors" && refusalKind(reply.errors) === "no-record");
    if (isGone) await db.claimSubmission.update({ where: { id }, data: { deletedAt: now() } });
    else log.warn({ submission: id, kind: reply.kind }, "HMRC did not delete an answer that was read");
  }
}
