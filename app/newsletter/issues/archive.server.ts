import type { Block, House } from "emails/newsletter/issue-blocks";
import { db } from "~/platform/database/db.server";
import { londonDate } from "~/platform/london-dates";
import { escapeXml } from "~/platform/text";
import { excerptOf } from "./parse/issue-text";
import { parseIssueBody } from "./render-issue.server";

/** One issue as everybody may read it: nothing in it belongs to a reader. `sentOn`: the London date. */
export type ArchivedIssue = { slug: string; subject: string; preview: string; sentOn: string; updatedAt: string; excerpt: string };

const sentIssuesFilter = { status: "sent", sentAt: { not: null } } as const;

/** The issues that went out, the newest first. */
export async function listArchivedIssues(limit = 500): Promise<ArchivedIssue[]> {
  const rows = await db.issue.findMany({ where: sentIssuesFilter, orderBy: { sentAt: "desc" }, take: limit });
  return await Promise.all(rows.map(toArchivedIssue));
}

type Row = { slug: string; subject: string; preview: string; body: string; sentAt: Date | null };

async function toArchivedIssue({ slug, subject, preview, body, sentAt }: Row): Promise<ArchivedIssue> {
  const sentTime = sentAt ?? new Date(0);
  const { blocks } = await parseIssueBody(body);
  return { slug, subject, preview, sentOn: londonDate(sentTime), updatedAt: sentTime.toISOString(), excerpt: excerptOf(blocks) };
}

/** One issue with all its blocks, and the house of windows as it was. Null: there is none of this address. */
export async function findArchivedIssue(
  slug: string,
): Promise<(ArchivedIssue & { blocks: Block[]; house: House | null; hasShareImage: boolean }) | null> {
  const row = await db.issue.findFirst({ where: { slug, ...sentIssuesFilter }, include: { shareImage: { select: { issueId: true } } } });
  if (!row) return null;
  const { blocks } = await parseIssueBody(row.body);
  return { ...(await toArchivedIssue(row)), blocks, house: row.windows as House | null, hasShareImage: row.shareImage !== null };
}

/** The archive as an Atom feed (RFC 4287). @param baseUrl without a slash at the end */
export function renderAtomFeed(issues: readonly ArchivedIssue[], baseUrl: string, name: string): string {
  const archiveUrl = `${baseUrl}/newsletter/archive`;
  const entries = issues.slice(0, 50).map((issue) => {
    const issueUrl = escapeXml(`${archiveUrl}/${issue.slug}`);
    return [
      "<entry>",
      `<id>${issueUrl}</id>`,
      `<title>${escapeXml(issue.subject)}</title>`,
      `<link href="${issueUrl}"/>`,
      `<updated>${issue.updatedAt}</updated>`,
      `<summary>${escapeXml(issue.excerpt)}</summary>`,
      "</entry>",
    ].join("");
  });
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `<id>${escapeXml(archiveUrl)}.atom</id>`,
    `<title>Newsletter of ${escapeXml(name)}</title>`,
    `<link href="${escapeXml(archiveUrl)}"/>`,
    `<link rel="self" href="${escapeXml(archiveUrl)}.atom"/>`,
    `<updated>${issues[0]?.updatedAt ?? "1970-01-01T00:00:00.000Z"}</updated>`,
    `<author><name>${escapeXml(name)}</name></author>`,
    ...entries,
    "</feed>",
  ].join("\n");
}
