import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { parse } from "node-html-parser";
import { renderShareImage } from "~/newsletter/issues/render-share-image.server";
import { unpublishArticle } from "~/newsletter/news/publish-article.server";
import { newsPageSize } from "~/newsletter/news/news.server";
import { saveArticle } from "~/newsletter/news/save-article.server";
import { setClock } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { anArticle, aPublishedArticle, articleInput } from "tests/support/newsletter/articles";
import { anIssue, getSampleHouse } from "tests/support/newsletter/newsletter-issues";
import { usePlanHarness } from "tests/support/sponsorship/plan-harness";
import { startWholeSite, type WholeSite } from "tests/support/whole-site/start-whole-site";

usePlanHarness();

let site: WholeSite;
beforeAll(async () => {
  site = await startWholeSite();
});
afterAll(() => site.stop());
afterEach(() => setClock(() => new Date()));

const at = (instant: string) => setClock(() => new Date(instant));
const get = (path: string) => fetch(site.url + path, { redirect: "manual" });
const read = async (path: string) => {
  const answer = await get(path);
  expect([path, answer.status]).toEqual([path, 200]);
  return parse(await answer.text());
};

async function aSentIssue(subject: string, sentAt: string): Promise<string> {
  at(sentAt);
  const { id, slug } = await anIssue({ subject });
  await db.issue.update({ where: { id }, data: { status: "sent", sentAt: new Date(sentAt) } });
  return slug;
}

test("news has issues and articles together, the newest first, each by what it is; drafts are not there", async () => {
  await aSentIssue("First issue", "2026-10-05T09:00:00Z");
  at("2026-10-06T09:00:00Z");
  const article = await aPublishedArticle();
  await anArticle({ subject: "A draft" });
  await anIssue({ subject: "An issue that is written" });
  await aSentIssue("Second issue", "2026-11-02T09:00:00Z");
  const page = await read("/news");
  const rows = page.querySelectorAll("main li").map((row) => [row.querySelector("h2 a")?.text, row.querySelector("p")?.text]);
  expect(rows).toEqual([
    ["Second issue", "Newsletter, 2 November 2026"],
    [articleInput.subject, "Article, 6 October 2026"],
    ["First issue", "Newsletter, 5 October 2026"],
  ]);
  expect(page.querySelector("nav[aria-labelledby=years]")).toBeNull();
  expect(page.querySelector('header a[aria-current="page"]')?.text).toBe("News");
  const home = await read("/");
  expect(home.querySelectorAll("section[aria-labelledby=news] li a").map((link) => link.getAttribute("href"))).toEqual([
    "/news/2026-11-second-issue",
    `/news/${article.slug}`,
    "/help/what-trafficking-is",
  ]);
  const sitemap = await (await get("/sitemap.xml")).text();
  for (const path of ["/news", "/news/2026-11-second-issue", `/news/${article.slug}`, "/news/year/2026"])
    expect(sitemap).toContain(`<loc>${site.url}${path}</loc>`);
});

test("once there are many, those of before are found by year on London's calendar", async () => {
  await aSentIssue("The last of 2024", "2024-12-31T23:59:59Z");
  await aSentIssue("The first of 2025", "2025-01-01T00:00:00Z");
  for (let day = 1; day <= newsPageSize; day += 1) await aSentIssue(`Issue ${day}`, `2026-07-${String(day).padStart(2, "0")}T09:00:00Z`);
  const page = await read("/news");
  expect(page.querySelectorAll("main h2 a")).toHaveLength(newsPageSize);
  const years = page.querySelectorAll("nav[aria-labelledby=years] a").map((link) => link.getAttribute("href"));
  expect(years).toEqual(["/news/year/2026", "/news/year/2025", "/news/year/2024"]);
  const titles = async (path: string) => (await read(path)).querySelectorAll("main > ul a").map(({ text }) => text);
  expect(await titles("/news/year/2024")).toEqual(["The last of 2024"]);
  expect(await titles("/news/year/2025")).toEqual(["The first of 2025"]);
  expect(await titles("/news/year/2026")).toHaveLength(newsPageSize);
  for (const year of ["2023", "02026", "2026.0", "x", "99999999999"]) expect((await get(`/news/year/${year}`)).status).toBe(404);
});

test("an article's page says when it was updated, and one that was taken off that it is gone", async () => {
  at("2026-11-24T09:00:00Z");
  const { id, slug, version } = await aPublishedArticle();
  const before = await read(`/news/${slug}`);
  expect(before.querySelector("article")?.text).not.toContain("Updated");
  expect(before.querySelector('meta[property="og:description"]')?.getAttribute("content")).toBe(articleInput.preview);
  at("2026-12-02T10:00:00Z");
  await saveArticle("site", id, version, { ...articleInput, body: "Other words." }, getSampleHouse);
  const page = await read(`/news/${slug}`);
  expect(page.querySelector("article > p")?.text).toBe("Article, 24 November 2026. Updated 2 December 2026");
  expect(page.querySelector('meta[property="article:modified_time"]')?.getAttribute("content")).toBe("2026-12-02T10:00:00.000Z");
  await renderShareImage(id);
  // Its picture has the title on it: kept no longer than the page, so that both are gone at once.
  expect((await get(`/news/${slug}/share.png`)).headers.get("cache-control")).toBe(
    (await get(`/news/${slug}`)).headers.get("cache-control"),
  );
  await unpublishArticle("site", id);
  const gone = await get(`/news/${slug}`);
  expect([gone.status, gone.headers.get("cache-control")]).toEqual([410, null]);
  expect(await gone.text()).toContain("This page is no longer here");
  expect((await get("/news/2026-11-never-written")).status).toBe(404);
  expect((await get(`/news/${slug}/share.png`)).status).toBe(404);
});

test("the addresses of before lead on for good, whatever is in them", async () => {
  const slug = await aSentIssue("An issue", "2026-11-02T09:00:00Z");
  for (const [path, to] of [
    ["/newsletter/archive", "/news"],
    ["/newsletter/archive.atom", "/news.atom"],
    [`/newsletter/archive/${slug}`, `/news/${slug}`],
    [`/newsletter/archive/${slug}/share.png`, `/news/${slug}/share.png`],
    ["/newsletter/archive/2020-01-none", "/news/2020-01-none"],
    ["/newsletter/archive/%2f%2fevil.example", "/news/-"],
  ] as const) {
    const answer = await get(path);
    expect([path, answer.status, answer.headers.get("location")]).toEqual([path, 301, to]);
  }
  expect((await read(`/news/${slug}`)).querySelector("h1")?.text).toBe("An issue");
});

test("in the feed issues keep the names that readers know them by, and what was corrected is updated", async () => {
  const slug = await aSentIssue("An issue", "2026-11-02T09:00:00Z");
  at("2026-11-03T09:00:00Z");
  const article = await aPublishedArticle();
  at("2026-12-02T10:00:00Z");
  await saveArticle("site", article.id, article.version, { ...articleInput, subject: "Three rooms" }, getSampleHouse);
  const answer = await get("/news.atom");
  expect(answer.headers.get("content-type")).toBe("application/atom+xml; charset=utf-8");
  const feed = parse(await answer.text());
  const entries = feed.querySelectorAll("entry").map((entry) => ({
    id: entry.querySelector("id")?.text,
    to: entry.querySelector("link")?.getAttribute("href"),
    title: entry.querySelector("title")?.text,
    term: entry.querySelector("category")?.getAttribute("term"),
    published: entry.querySelector("published")?.text,
    updated: entry.querySelector("updated")?.text,
  }));
  expect(entries).toEqual([
    {
      id: `${site.url}/news/${article.slug}`,
      to: `${site.url}/news/${article.slug}`,
      title: "Three rooms",
      term: "article",
      published: "2026-11-03T09:00:00.000Z",
      updated: "2026-12-02T10:00:00.000Z",
    },
    {
      id: `${site.url}/newsletter/archive/${slug}`,
      to: `${site.url}/news/${slug}`,
      title: "An issue",
      term: "issue",
      published: "2026-11-02T09:00:00.000Z",
      updated: "2026-11-02T09:00:00.000Z",
    },
  ]);
  expect(feed.querySelector("feed > id")?.text).toBe(`${site.url}/newsletter/archive.atom`);
  expect(feed.querySelector("feed > updated")?.text).toBe("2026-12-02T10:00:00.000Z");
});
