import type { Issue } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import {
  broadcastStatus,
  draftBroadcast,
  findBroadcast,
  removeDraft,
  sendBroadcast,
  updateDraft,
  type BroadcastStatus,
} from "~/platform/mail/resend/broadcasts.server";
import { compareSegment } from "../resend-sync/compare-segment.server";
import { broadcastName } from "./issue";
import { issueCalled } from "./issues.server";
import { queueSync } from "../queue-sync.server";
import { resendLabels, type SegmentName } from "../resend-sync/resend-ids.server";
import { wakePaused } from "../resend-sync/end-pauses.server";

type Outcome =
  | "sent"
  /** Changes are still on their way to Resend: a job looks again shortly. */
  | "waits"
  /** The segment is not what the ledger says. */
  | "stopped"
  | "not-sending";

const lookAgainMs = 5_000;
/** After so long, what keeps Resend from hearing of changes needs a person. */
const mostPatienceMs = 6 * 60 * 60 * 1000;

/**
 * Brings a frozen issue to everyone whom the ledger names, exactly once; the work of the job "send-issue". Each step looks
 * before it acts, so it may be killed, repeated or lose any reply: the draft is found again by its name, its id is kept,
 * and Resend sends no broadcast twice.
 * @throws ResendFailed for the queue to try again
 */
export async function sendIssue(id: string): Promise<Outcome> {
  const issue = await issueCalled(id);
  if (!issue || issue.state !== "sending") return "not-sending";
  const before = issue.broadcastId && (await broadcastStatus(issue.broadcastId));
  if (before && before !== "draft") return await sent(id);

  await wakePaused();
  if ((await changesOnTheWay()) > 0) return await lookAgain(issue);
  const broadcast = await broadcastOf(issue);
  if (broadcast === "other-sender") return await lookAgain(issue);
  if (broadcast.status !== "draft") return await sent(id);

  const differences = await differ(issue);
  if (differences === "on-the-way") return await lookAgain(issue);
  if (differences) return await stop(id, differences.words);
  // Whoever left while the segment was read is out of it before it is sent to.
  if ((await changesOnTheWay()) > 0) return await lookAgain(issue);

  const asking = await db.issue.updateMany({ where: { id, state: "sending" }, data: { askedAt: issue.askedAt ?? now() } });
  if (asking.count === 0) return "not-sending";
  await sendBroadcast(broadcast.id);
  const after = await broadcastStatus(broadcast.id);
  if (after === null || after === "draft") throw new Error("Resend has not taken the broadcast");
  return await sent(id);
}

/** How many subscriptions Resend has not heard the latest of. */
async function changesOnTheWay(): Promise<number> {
  const [row] = await db.$queryRaw<[{ count: bigint }]>`SELECT count(*) FROM subscription WHERE version <> "syncedVersion"`;
  return Number(row.count);
}

async function lookAgain({ id, frozenAt }: Issue): Promise<"waits" | "stopped"> {
  if (frozenAt && now().getTime() - frozenAt.getTime() > mostPatienceMs)
    return await stop(id, `For hours, changes to ${await changesOnTheWay()} subscriptions could not be brought to Resend.`);
  const runAt = new Date(now().getTime() + lookAgainMs);
  await inTransaction((tx) => enqueue(tx, "send-issue", { issue: id }, { key: `send-issue:${id}`, runAt }));
  return "waits";
}

type Broadcast = { id: string; status: BroadcastStatus };

/** The issue's broadcast at Resend: the one that we know, one of its name, or a new draft. */
async function broadcastOf(issue: Issue): Promise<Broadcast | "other-sender"> {
  const status = issue.broadcastId && (await broadcastStatus(issue.broadcastId));
  if (issue.broadcastId && status) return { id: issue.broadcastId, status };
  const labels = await resendLabels();
  const draft = {
    name: broadcastName(issue.id),
    segment: labels.segment(segmentOf(issue)),
    topic: labels.topic(issue.topic),
    subject: issue.subject,
    preview: issue.preview || issue.subject,
    html: issue.html ?? "",
    text: issue.text ?? "",
  };
  const found = await findBroadcast(draft.name);
  if (found?.status === "draft") await updateDraft(found.id, draft);
  return await settleOn(issue, found ?? { id: await draftBroadcast(draft), status: "draft" });
}

/**
 * Of two senders at once (one was believed dead, and had only slept), the one that first writes its broadcast down
 * counts: both would be sent otherwise.
 */
async function settleOn({ id, broadcastId }: Issue, found: Broadcast): Promise<Broadcast | "other-sender"> {
  await db.issue.updateMany({ where: { id, broadcastId, state: "sending" }, data: { broadcastId: found.id } });
  if ((await issueCalled(id))?.broadcastId === found.id) return found;
  await removeDraft(found.id);
  return "other-sender";
}

const segmentOf = ({ topic, reach }: Issue): SegmentName => `${topic}:${reach}`;

/** Null: the segment is exactly what the ledger says. Else what differs, in words for staff. */
async function differ(issue: Issue): Promise<null | "on-the-way" | { words: string }> {
  const found = await compareSegment(segmentOf(issue), await resendLabels());
  for (const subscription of found.optedOut) await inTransaction((tx) => queueSync(tx, subscription));
  const { strangers, missing } = found;
  if (strangers.length > 0 || missing.length > 0) {
    const words = `Resend’s segment is not what the ledger says: ${strangers.length} in it that should not be, ${missing.length} missing. The comparison puts that right; then send again.`;
    return { words };
  }
  return found.onTheWay > 0 || found.optedOut.length > 0 ? "on-the-way" : null;
}

async function stop(id: string, why: string): Promise<"stopped"> {
  await db.issue.updateMany({ where: { id, state: "sending" }, data: { state: "stopped", stoppedWhy: why } });
  return "stopped";
}

async function sent(id: string): Promise<"sent"> {
  const at = now();
  await inTransaction(async (tx) => {
    const { count } = await tx.issue.updateMany({ where: { id, state: "sending" }, data: { state: "sent", sentAt: at, stoppedWhy: null } });
    await tx.issue.updateMany({ where: { id, askedAt: null }, data: { askedAt: at } });
    if (count > 0) await enqueue(tx, "draw-share-picture", { issue: id });
  });
  return "sent";
}
