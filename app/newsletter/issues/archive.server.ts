import type { Block, House } from "emails/issue-blocks";
import { db } from "~/platform/database/db.server";
import { londonDate } from "~/platform/london-dates";
import { readWords } from "./render-issue.server";
import { beginningOf } from "./parse-issue";

/** One issue as everybody may read it: nothing in it belongs to a reader. `sentOn`: the London date. */
export type ArchivedIssue = { slug: string; subject: string; preview: string; sentOn: string; updated: string; beginning: string };

const shown = { state: "sent", sentAt: { not: null } } as const;

/** The issues that went out, the newest first, up to 500. */
export async function archivedIssues(): Promise<ArchivedIssue[]> {
  const rows = await db.issue.findMany({ where: shown, orderBy: { sentAt: "desc" }, take: 500 });
  return await Promise.all(rows.map(asArchived));
}

type Row = { slug: string; subject: string; preview: string; body: string; sentAt: Date | null };

async function asArchived({ slug, subject, preview, body, sentAt }: Row): Promise<ArchivedIssue> {
  const at = sentAt ?? new Date(0);
  const { blocks } = await readWords(body);
  return { slug, subject, preview, sentOn: londonDate(at), updated: at.toISOString(), beginning: beginningOf(blocks) };
}

/** One issue with all its blocks, and the house of windows as it was. Null: there is none of this address. */
export async function archivedIssue(
  slug: string,
): Promise<(ArchivedIssue & { blocks: Block[]; house: House | null; hasPicture: boolean }) | null> {
  const row = await db.issue.findFirst({ where: { slug, ...shown }, include: { picture: { select: { issueId: true } } } });
  if (!row) return null;
  const { blocks } = await readWords(row.body);
  return { ...(await asArchived(row)), blocks, house: row.windows as House | null, hasPicture: row.picture !== null };
}

const escapeXml = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&apos;");

/** The archive as an Atom feed (RFC 4287). @param baseUrl without a slash at the end */
export function archiveFeed(issues: readonly ArchivedIssue[], baseUrl: string, name: string): string {
  const archive = `${baseUrl}/newsletter/archive`;
  const entries = issues.slice(0, 50).map((issue) => {
    const address = escapeXml(`${archive}/${issue.slug}`);
    return [
      "<entry>",
      `<id>${address}</id>`,
      `<title>${escapeXml(issue.subject)}</title>`,
      `<link href="${address}"/>`,
      `<updated>${issue.updated}</updated>`,
      `<summary>${escapeXml(issue.beginning)}</summary>`,
      "</entry>",
    ].join("");
  });
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `<id>${escapeXml(archive)}.atom</id>`,
    `<title>Letters from ${escapeXml(name)}</title>`,
    `<link href="${escapeXml(archive)}"/>`,
    `<link rel="self" href="${escapeXml(archive)}.atom"/>`,
    `<updated>${issues[0]?.updated ?? "1970-01-01T00:00:00.000Z"}</updated>`,
    `<author><name>${escapeXml(name)}</name></author>`,
    ...entries,
    "</feed>",
  ].join("\n");
}
