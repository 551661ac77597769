import type { Block, House } from "emails/newsletter/issue-blocks";
import { Prisma } from "~/../prisma/client/client";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { londonDate, startOfLondonDate } from "~/platform/london-dates";
import { excerptOf } from "../issues/parse/issue-text";
import { parseIssue } from "../issues/parse/parse-issue";
import { parseIssueBody } from "../issues/render-issue.server";
import type { NewsItem } from "./news";

/** So many stand on the first page; those before them are found by year. */
export const newsPageSize = 20;

/** What everybody may read: issues that went out and articles that are on the site. */
const onSite = Prisma.sql`(status = 'sent' AND sent_at IS NOT NULL OR status = 'published')`;
/** Since when: an issue from its sending, an article from its first publication. */
const since = Prisma.sql`coalesce(sent_at, published_at)`;

type Row = {
  kind: NewsItem["kind"];
  slug: string;
  subject: string;
  preview: string;
  body: string;
  publishedAt: Date;
  correctedAt: Date | null;
};
const columns = Prisma.sql`kind::text, slug, subject, preview, body, ${since} AS "publishedAt", corrected_at AS "correctedAt"`;

function toNewsItem({ kind, slug, subject, preview, body, publishedAt, correctedAt }: Row): NewsItem {
  // No first words are in a picture, so none is looked for.
  const excerpt = excerptOf(parseIssue(body, [], config.baseUrl).blocks);
  return {
    kind,
    slug,
    title: subject,
    preview,
    // The preview text of an issue was written to stand beside its subject in an inbox.
    summary: (kind === "article" && preview) || excerpt,
    publishedOn: londonDate(publishedAt),
    publishedAt: publishedAt.toISOString(),
    correctedOn: correctedAt && londonDate(correctedAt),
    updatedAt: (correctedAt ?? publishedAt).toISOString(),
  };
}

/** The latest, the newest first. */
export async function listNews(limit: number): Promise<NewsItem[]> {
  const rows = await db.$queryRaw<Row[]>`SELECT ${columns} FROM issue WHERE ${onSite} ORDER BY ${since} DESC, id LIMIT ${limit}`;
  return rows.map(toNewsItem);
}

/** All of a year on London's calendar, the newest first. */
export async function listNewsOfYear(year: number): Promise<NewsItem[]> {
  const [from, to] = [year, year + 1].map((each) => startOfLondonDate(`${each}-01-01`));
  const rows = await db.$queryRaw<Row[]>`
    SELECT ${columns} FROM issue WHERE ${onSite} AND ${since} >= ${from} AND ${since} < ${to} ORDER BY ${since} DESC, id`;
  return rows.map(toNewsItem);
}

/** The years that have news, the latest first. */
export async function listNewsYears(): Promise<number[]> {
  const rows = await db.$queryRaw<{ year: number }[]>`
    SELECT DISTINCT extract(year FROM ${since} AT TIME ZONE 'Europe/London')::int AS year FROM issue WHERE ${onSite} ORDER BY year DESC`;
  return rows.map(({ year }) => year);
}

/** Every address under /news with the day of its last change, for search engines. */
export async function listNewsAddresses(): Promise<{ slug: string; changedOn: string }[]> {
  const rows = await db.$queryRaw<{ slug: string; changedAt: Date }[]>`
    SELECT slug, coalesce(corrected_at, ${since}) AS "changedAt" FROM issue WHERE ${onSite} ORDER BY ${since} DESC, id`;
  return rows.map(({ slug, changedAt }) => ({ slug, changedOn: londonDate(changedAt) }));
}

export type FullNewsItem = NewsItem & { blocks: Block[]; house: House | null; hasShareImage: boolean };

/** One with all its blocks, and the house of windows as it was. "gone": an article that was taken off the site. Null: there is none. */
export async function findNewsItem(slug: string): Promise<FullNewsItem | "gone" | null> {
  const row = await db.issue.findUnique({ where: { slug }, include: { shareImage: { select: { issueId: true } } } });
  const publishedAt = row?.sentAt ?? row?.publishedAt;
  if (!row || !publishedAt) return null;
  if (row.status !== "sent" && row.status !== "published") return row.kind === "article" ? "gone" : null;
  const { blocks } = await parseIssueBody(row.body);
  return { ...toNewsItem({ ...row, publishedAt }), blocks, house: row.windows as House | null, hasShareImage: row.shareImage !== null };
}
