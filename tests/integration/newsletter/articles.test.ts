import { afterEach, expect, test, vi } from "vitest";
import type { House } from "emails/newsletter/issue-blocks";
import { freezeIssue } from "~/newsletter/issues/freeze-issue.server";
import { queueTestEmail } from "~/newsletter/issues/issue-emails.server";
import { findShareImage, renderShareImage } from "~/newsletter/issues/render-share-image.server";
import { resumeIssue } from "~/newsletter/issues/resume-issue.server";
import { deleteDraft, saveIssue } from "~/newsletter/issues/save-issue.server";
import { scheduleIssue, startIssue } from "~/newsletter/issues/schedule-issue.server";
import { sendIssue } from "~/newsletter/issues/send-issue.server";
import { findNewsItem, listNews } from "~/newsletter/news/news.server";
import { deleteArticle, publishArticle, unpublishArticle } from "~/newsletter/news/publish-article.server";
import { restoreArticleVersion, saveArticle } from "~/newsletter/news/save-article.server";
import { now, setClock } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { drawShareImage } from "~/sponsorship/rooms/draw-share-image.server";
import { useDatabase } from "tests/support/database";
import { listQueuedEmailKinds, waitingJobs } from "tests/support/giving/donation-harness";
import { anArticle, aPublishedArticle, articleInput, loadArticle } from "tests/support/newsletter/articles";
import { anIssue, getSampleHouse, issueInput, loadIssue } from "tests/support/newsletter/newsletter-issues";
import { aSubscriber } from "tests/support/newsletter/subscribers";

useDatabase();
afterEach(() => setClock(() => new Date()));

const at = (instant: string) => setClock(() => new Date(instant));
const noHouse = () => Promise.reject(new Error("nobody asked for the house"));
const save = (id: string, version: number, change: Partial<typeof articleInput>, getHouse: typeof getSampleHouse = noHouse) =>
  saveArticle("site", id, version, { ...articleInput, ...change }, getHouse);

test("an article is published with the house as it is then and a picture for those who share it, and no email is queued", async () => {
  at("2026-11-30T23:59:59Z");
  const { id, version, slug } = await anArticle({ body: "Look:\n\n{{house}}\n" });
  expect(slug).toBe("2026-11-two-rooms-are-homes-again");
  expect(await findNewsItem(slug)).toBeNull();
  at("2026-12-01T09:00:00Z");
  const result = await publishArticle("site", id, version, getSampleHouse);
  expect(result).toMatchObject({ published: { status: "published", slug: "2026-12-two-rooms-are-homes-again", publishedAt: now() } });
  const item = await findNewsItem("2026-12-two-rooms-are-homes-again");
  expect(item).toMatchObject({
    kind: "article",
    title: articleInput.subject,
    summary: articleInput.preview,
    publishedOn: "2026-12-01",
    correctedOn: null,
    house: await getSampleHouse(),
    hasShareImage: false,
  });
  expect(await findNewsItem(slug)).toBeNull();
  await renderShareImage(id);
  expect((await findShareImage("2026-12-two-rooms-are-homes-again"))?.length).toBeGreaterThan(1000);
  expect(await listQueuedEmailKinds()).toEqual([]);
  expect((await waitingJobs()).map(({ task }) => task)).toEqual(["render-share-image"]);
});

test("what can't be shown is not published, nor is what somebody changed meanwhile or what is on the site already", async () => {
  const { id, version } = await anArticle({ body: "Look:\n\n![](picture:none)" });
  expect(await publishArticle("site", id, version, noHouse)).toMatchObject({
    refused: "has-errors",
    errors: [expect.stringContaining("Line 3: a picture needs words"), expect.stringContaining("Line 3: this picture was not found")],
  });
  expect(await save(id, version, {})).toMatchObject({ saved: { version: 2 } });
  expect(await publishArticle("site", id, version, noHouse)).toEqual({ refused: "changed-meanwhile" });
  expect(await publishArticle("site", id, 2, noHouse)).toMatchObject({ published: { version: 3 } });
  expect(await publishArticle("site", id, 3, noHouse)).toEqual({ refused: "not-draft" });
  expect(await publishArticle("site", (await anIssue()).id, 1, noHouse)).toEqual({ refused: "not-found" });
  expect(await publishArticle("site", "none", 1, noHouse)).toEqual({ refused: "not-found" });
});

test("issues and articles of one title have an address each", async () => {
  at("2026-11-24T09:00:00Z");
  const subject = "One title";
  const slugs = [(await anIssue({ subject })).slug, (await aPublishedArticle({ subject })).slug, (await anArticle({ subject })).slug];
  expect(slugs).toEqual(["2026-11-one-title", "2026-11-one-title-2", "2026-11-one-title-3"]);
  at("2026-12-02T09:00:00Z");
  await Promise.all([1, 2, 3, 4].map(() => aPublishedArticle({ subject })));
  const made = await db.issue.findMany({ where: { slug: { startsWith: "2026-12" } }, orderBy: { slug: "asc" }, select: { slug: true } });
  expect(made.map(({ slug }) => slug)).toEqual(["", "-2", "-3", "-4"].map((end) => `2026-12-one-title${end}`));
});

test("a published article is corrected at its address, and the page and the feed's data say when", async () => {
  at("2026-11-24T09:00:00Z");
  const { id, slug, version } = await aPublishedArticle();
  await renderShareImage(id);
  at("2026-12-02T10:00:00Z");
  expect(await save(id, version, {})).toMatchObject({ saved: { version } });
  expect((await loadArticle(id)).correctedAt).toBeNull();
  expect(await save(id, version, { body: "<br>" })).toMatchObject({
    refused: "has-errors",
    errors: ["Line 1: HTML tags can’t be used in an article. Take the tags away."],
  });
  expect(await save(id, version, { subject: "Three rooms", body: "New words.\n\n{{house}}" }, getSampleHouse)).toMatchObject({
    saved: { slug, version: version + 1 },
  });
  expect(await findNewsItem(slug)).toMatchObject({
    title: "Three rooms",
    publishedOn: "2026-11-24",
    correctedOn: "2026-12-02",
    updatedAt: "2026-12-02T10:00:00.000Z",
    house: await getSampleHouse(),
    hasShareImage: false,
  });
  // The house stays as it was when it came into the article.
  expect(await save(id, version + 1, { body: "Newer words.\n\n{{house}}" })).toMatchObject({ saved: { windows: await getSampleHouse() } });
  expect(await save(id, version, { body: "Somebody else’s" })).toEqual({ refused: "changed-meanwhile" });
  expect(await restoreArticleVersion("site", id, version, version + 2, noHouse)).toMatchObject({
    saved: { ...articleInput, windows: null },
  });
  expect(await db.issueVersion.count({ where: { issueId: id } })).toBe(3);
});

test("an article that is taken off is gone at its address and a draft again; published anew, it is what it was", async () => {
  at("2026-11-24T09:00:00Z");
  const { id, slug, version } = await aPublishedArticle();
  await renderShareImage(id);
  expect(await deleteArticle("site", id)).toBe(false);
  expect(await unpublishArticle("site", id)).toMatchObject({ unpublished: { status: "draft", slug } });
  expect(await unpublishArticle("site", id)).toEqual({ refused: "not-published" });
  expect(await findNewsItem(slug)).toBe("gone");
  expect([await listNews(9), await findShareImage(slug)]).toEqual([[], null]);
  // Who had it open is told before their words are read by everybody, or lost.
  expect(await save(id, version, { body: "x" })).toEqual({ refused: "changed-meanwhile" });
  at("2027-01-05T09:00:00Z");
  expect(await save(id, version + 1, { subject: "A new title", body: "Half-written <br>" })).toMatchObject({ saved: { slug } });
  expect(await publishArticle("site", id, version + 2, noHouse)).toMatchObject({ refused: "has-errors" });
  await save(id, version + 2, { subject: "A new title" });
  expect(await publishArticle("site", id, version + 3, noHouse)).toMatchObject({ published: { slug } });
  expect(await findNewsItem(slug)).toMatchObject({ title: "A new title", publishedOn: "2026-11-24", correctedOn: "2027-01-05" });

  await unpublishArticle("site", id);
  expect(await deleteArticle("site", id)).toBe(true);
  expect(await findNewsItem(slug)).toBeNull();
  expect(await db.issueVersion.count()).toBe(0);
});

test("a picture that is being drawn while its article is corrected is drawn anew, with the words that are read now", async () => {
  const { id, slug } = await aPublishedArticle({ subject: "A name that must go" });
  const drawing = await db.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT FROM issue WHERE id = ${id} FOR UPDATE`;
      const begun = renderShareImage(id);
      // It has read the words of before, and waits for the row to put the picture beside it.
      await vi.waitFor(
        async () => {
          const waiting = await db.$queryRaw<unknown[]>`
          SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
          expect(waiting).not.toEqual([]);
        },
        { timeout: 20_000 },
      );
      await tx.issue.update({ where: { id }, data: { subject: "New words", version: { increment: 1 } } });
      await tx.shareImage.deleteMany({ where: { issueId: id } });
      return { begun };
    },
    { timeout: 30_000 },
  );
  await drawing.begun;
  await renderShareImage(id);
  const { windows } = await loadIssue(id);
  const expected = await drawShareImage("New words", (windows as House | null)?.windows.map(({ funded }) => funded) ?? []);
  expect(Buffer.from((await findShareImage(slug)) ?? []).equals(Buffer.from(expected))).toBe(true);
});

test("an article is never sent: not tested by email, scheduled, frozen, started, resumed or handled as an issue", async () => {
  await aSubscriber({ email: "reader@example.org" });
  for (const { id, version, status } of [await anArticle(), await aPublishedArticle()]) {
    const soon = new Date(now().getTime() + 60_000);
    expect(await queueTestEmail("site", id, "me@example.org")).toEqual({ refused: "is-article" });
    expect(await scheduleIssue("site", id, version, soon)).toEqual({ refused: "is-article" });
    expect(await freezeIssue("site", id, version, noHouse)).toEqual({ refused: "is-article" });
    expect(await startIssue(id, noHouse)).toBe("not-due");
    expect(await sendIssue(id)).toBe("not-sending");
    expect(await resumeIssue("site", id)).toBe(false);
    expect(await saveIssue("site", id, version, issueInput)).toEqual({ refused: "not-found" });
    expect(await deleteDraft("site", id)).toBe(false);
    expect(await loadArticle(id)).toMatchObject({ status, version });
  }
  expect([await listQueuedEmailKinds(), await db.issueTestEmail.count()]).toEqual([[], 0]);
});

test("the database itself refuses an article that is sent, an issue that is published without, and what is on the site since never", async () => {
  const article = await anArticle();
  const issue = await anIssue();
  const refused: [string, Parameters<typeof db.issue.update>[0]["data"]][] = [
    ...(["scheduled", "overdue", "sending", "stopped", "sent"] as const).map((status) => [article.id, { status }] as const),
    ...[
      { sendAt: now() },
      { frozenAt: now() },
      { html: "" },
      { text: "" },
      { audienceSize: 0 },
      { resendBroadcastId: "b" },
      { sendRequestedAt: now() },
      { sentAt: now() },
      { stopReason: "" },
      { eventCounts: {} },
    ].map((data) => [article.id, data] as const),
    [article.id, { status: "published" }],
    [article.id, { correctedAt: now() }],
    [issue.id, { status: "published", publishedAt: now() }],
    [issue.id, { publishedAt: now() }],
  ].map(([id, data]) => [id as string, data as object]);
  for (const [id, data] of refused)
    await expect(db.issue.update({ where: { id }, data })).rejects.toThrow(/violates check constraint "issue_/);
  expect(await loadArticle(article.id)).toEqual(article);
  expect(await loadIssue(issue.id)).toEqual(issue);
});
