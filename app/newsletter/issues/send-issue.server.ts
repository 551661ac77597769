import type { Issue } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import {
  getBroadcastStatus,
  createBroadcastDraft,
  findBroadcast,
  deleteBroadcastDraft,
  sendBroadcast,
  updateBroadcastDraft,
  type BroadcastStatus,
} from "~/platform/mail/resend/broadcasts.server";
import { compareSegment } from "../resend-sync/compare-segment.server";
import { broadcastName } from "./issue";
import { findIssue } from "./issues.server";
import { queueContactSync } from "../queue-sync.server";
import { getResendIds, type SegmentName } from "../resend-sync/resend-ids.server";
import { formatCount } from "~/platform/number-words";
import { endPauses } from "../resend-sync/end-pauses.server";

type SendOutcome =
  | "sent"
  /** Changes are still on their way to Resend: a job looks again shortly. */
  | "waiting"
  /** The segment is not what the ledger says. */
  | "stopped"
  | "not-sending";

const retryDelayMs = 5_000;
/** After so long, what keeps Resend from hearing of changes needs a person. */
const maxWaitMs = 6 * 60 * 60 * 1000;

/**
 * Brings a frozen issue to everyone whom the ledger names, exactly once; the work of the job "send-issue". Each step looks
 * before it acts, so it may be killed, repeated or lose any reply: the draft is found again by its name, its id is kept,
 * and Resend sends no broadcast twice.
 * @throws ResendError for the queue to try again
 */
export async function sendIssue(id: string): Promise<SendOutcome> {
  const issue = await findIssue(id);
  if (!issue || issue.status !== "sending") return "not-sending";
  const before = issue.resendBroadcastId && (await getBroadcastStatus(issue.resendBroadcastId));
  if (before && before !== "draft") return await markSent(id);

  await endPauses();
  if ((await countPendingSyncs()) > 0) return await retryLater(issue);
  const broadcast = await findOrCreateBroadcast(issue);
  if (broadcast === "other-sender") return await retryLater(issue);
  if (broadcast.status !== "draft") return await markSent(id);

  const differences = await compareWithLedger(issue);
  if (differences === "pending") return await retryLater(issue);
  if (differences) return await markStopped(id, differences.reason);
  // Whoever left while the segment was read is out of it before it is sent to.
  if ((await countPendingSyncs()) > 0) return await retryLater(issue);

  const marked = await db.issue.updateMany({ where: { id, status: "sending" }, data: { sendRequestedAt: issue.sendRequestedAt ?? now() } });
  if (marked.count === 0) return "not-sending";
  await sendBroadcast(broadcast.id);
  const after = await getBroadcastStatus(broadcast.id);
  if (after === null || after === "draft") throw new Error("Resend has not taken the broadcast");
  return await markSent(id);
}

/** How many subscriptions Resend has not heard the latest of. */
async function countPendingSyncs(): Promise<number> {
  const [row] = await db.$queryRaw<[{ count: bigint }]>`SELECT count(*) FROM newsletter_subscription WHERE version <> synced_version`;
  return Number(row.count);
}

async function retryLater({ id, frozenAt }: Issue): Promise<"waiting" | "stopped"> {
  if (frozenAt && now().getTime() - frozenAt.getTime() > maxWaitMs)
    return await markStopped(
      id,
      `For hours, changes to ${formatCount(await countPendingSyncs(), "subscription")} could not be brought to Resend.`,
    );
  const runAt = new Date(now().getTime() + retryDelayMs);
  await inTransaction((tx) => enqueue(tx, "send-issue", { issueId: id }, { key: `send-issue:${id}`, runAt }));
  return "waiting";
}

type Broadcast = { id: string; status: BroadcastStatus };

/** The issue's broadcast at Resend: the one that we know, one of its name, or a new draft. */
async function findOrCreateBroadcast(issue: Issue): Promise<Broadcast | "other-sender"> {
  const status = issue.resendBroadcastId && (await getBroadcastStatus(issue.resendBroadcastId));
  if (issue.resendBroadcastId && status) return { id: issue.resendBroadcastId, status };
  const resendIds = await getResendIds();
  const draft = {
    name: broadcastName(issue.id),
    segmentId: resendIds.segment(segmentOf(issue)),
    topicId: resendIds.topic(issue.topic),
    subject: issue.subject,
    previewText: issue.preview || issue.subject,
    html: issue.html ?? "",
    text: issue.text ?? "",
  };
  const found = await findBroadcast(draft.name);
  if (found?.status === "draft") await updateBroadcastDraft(found.id, draft);
  return await claimBroadcast(issue, found ?? { id: await createBroadcastDraft(draft), status: "draft" });
}

/**
 * Of two senders at once (one was believed dead, and had only slept), the one that first writes its broadcast down
 * counts: both would be sent otherwise.
 */
async function claimBroadcast({ id, resendBroadcastId }: Issue, found: Broadcast): Promise<Broadcast | "other-sender"> {
  await db.issue.updateMany({ where: { id, resendBroadcastId, status: "sending" }, data: { resendBroadcastId: found.id } });
  if ((await findIssue(id))?.resendBroadcastId === found.id) return found;
  await deleteBroadcastDraft(found.id);
  return "other-sender";
}

const segmentOf = ({ topic, reach }: Issue): SegmentName => `${topic}:${reach}`;

/** Null: the segment is exactly what the ledger says. Else what differs, in words for staff. */
async function compareWithLedger(issue: Issue): Promise<null | "pending" | { reason: string }> {
  const found = await compareSegment(segmentOf(issue), await getResendIds());
  for (const subscription of found.optedOut) await inTransaction((tx) => queueContactSync(tx, subscription));
  const { unexpected, missing } = found;
  if (unexpected.length > 0 || missing.length > 0) {
    const reason = `Resend’s segment is not what the ledger says: ${unexpected.length} in it that should not be, ${missing.length} missing. The comparison puts that right; then send again.`;
    return { reason };
  }
  return found.pendingSyncs > 0 || found.optedOut.length > 0 ? "pending" : null;
}

async function markStopped(id: string, reason: string): Promise<"stopped"> {
  await db.issue.updateMany({ where: { id, status: "sending" }, data: { status: "stopped", stopReason: reason } });
  return "stopped";
}

async function markSent(id: string): Promise<"sent"> {
  const at = now();
  await inTransaction(async (tx) => {
    const { count } = await tx.issue.updateMany({
      where: { id, status: "sending" },
      data: { status: "sent", sentAt: at, stopReason: null },
    });
    await tx.issue.updateMany({ where: { id, sendRequestedAt: null }, data: { sendRequestedAt: at } });
    if (count > 0) await enqueue(tx, "render-share-image", { issueId: id });
  });
  return "sent";
}
