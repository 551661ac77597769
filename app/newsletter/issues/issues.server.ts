import type { Issue } from "~/../prisma/client/client";
import { db, type Tx } from "~/platform/database/db.server";
import { londonDate } from "~/platform/london-dates";
import { countBroadcastEvents } from "../resend-sync/record-mail-event.server";
import type { SentIssue } from "./issue";

/** When a test of an issue was last asked for; null: never. */
export async function findLastTest(issueId: string): Promise<Date | null> {
  return (await db.issueTestEmail.findFirst({ where: { issueId }, orderBy: { requestedAt: "desc" } }))?.requestedAt ?? null;
}

/** An issue or an article by its id. */
export const findIssue = (id: string): Promise<Issue | null> => db.issue.findUnique({ where: { id } });

/** For the desk: those to be worked on first, then articles that are on the site and issues that went out, the newest first. */
export async function listIssuesForDesk() {
  const select = {
    id: true,
    kind: true,
    subject: true,
    status: true,
    topic: true,
    sendAt: true,
    sentAt: true,
    createdAt: true,
    publishedAt: true,
    audienceSize: true,
  } as const;
  const [open, published, sent] = await Promise.all([
    db.issue.findMany({ where: { status: { notIn: ["sent", "published"] } }, orderBy: { createdAt: "desc" }, select }),
    db.issue.findMany({ where: { status: "published" }, orderBy: { publishedAt: "desc" }, take: 100, select }),
    db.issue.findMany({ where: { status: "sent" }, orderBy: { sentAt: "desc" }, take: 100, select }),
  ]);
  return { open, published, sent };
}

/** What went out, or is on its way, in the last hundred days: enough to know a quarter. */
export async function listRecentlySent(tx: Tx, now: Date): Promise<SentIssue[]> {
  const since = new Date(now.getTime() - 100 * 24 * 60 * 60 * 1000);
  const rows = await tx.issue.findMany({ where: { frozenAt: { gte: since }, status: { in: ["sending", "stopped", "sent"] } } });
  return rows.map(({ reach, frozenAt }) => ({ reach, sentOn: londonDate(frozenAt ?? now) }));
}

/** What became of an issue: how many issues each event happened to. Events are counted once, in whatever order they come. */
export async function getIssueCounts({
  resendBroadcastId,
  eventCounts,
}: Pick<Issue, "resendBroadcastId" | "eventCounts">): Promise<Record<string, number>> {
  if (eventCounts && typeof eventCounts === "object") return eventCounts as Record<string, number>;
  return resendBroadcastId ? await countBroadcastEvents(resendBroadcastId) : {};
}
