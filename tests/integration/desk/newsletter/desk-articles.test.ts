import { beforeEach, expect, test, vi } from "vitest";
import { createDeskDoor } from "~/desk/door.server";
import * as newArticle from "~/desk/newsletter/articles/routes/new-article";
import * as articleScreen from "~/desk/newsletter/articles/routes/article";
import * as articlePreview from "~/desk/newsletter/articles/routes/article-preview";
import * as draftPreview from "~/desk/newsletter/articles/routes/draft-preview";
import * as issueScreen from "~/desk/newsletter/routes/issue";
import * as issueHtml from "~/desk/newsletter/routes/issue-html";
import * as issuePreview from "~/desk/newsletter/routes/issue-preview";
import * as sendScreen from "~/desk/newsletter/routes/issue-send";
import * as versionsScreen from "~/desk/newsletter/routes/issue-versions";
import * as listScreen from "~/desk/newsletter/routes/issues";
import { saveArticle } from "~/newsletter/news/save-article.server";
import { db } from "~/platform/database/db.server";
import { usePageCache } from "~/platform/http/page-cache/changed-pages.server";
import routes from "~/routes";
import { useDatabase } from "tests/support/database";
import { deskCookie, loadAtDesk, postAtDesk } from "tests/support/desk/desk-requests";
import { anArticle, aPublishedArticle, articleInput, loadArticle } from "tests/support/newsletter/articles";
import { anIssue, getSampleHouse, issueInput } from "tests/support/newsletter/newsletter-issues";

useDatabase();

/** The pages that were made anew. */
const replaced = vi.fn(async (_paths: readonly string[]) => {});
beforeEach(() => {
  replaced.mockClear();
  usePageCache({ replace: replaced } as unknown as Parameters<typeof usePageCache>[0]);
  return () => usePageCache(null);
});

const doneAt = (id: string, what: string) => `/desk/newsletter/articles/${id}?done=${what}`;

test("an editor saves a draft, publishes, corrects and takes off; each is in the audit log without its words", async () => {
  const begun = await postAtDesk(newArticle, { form: { ...articleInput, body: "Half <br>" } });
  const id = /articles\/([\w-]+)\?done=saved$/.exec(begun.headers.get("location") ?? "")?.[1] ?? "";
  const params = { id };
  const post = async (form: Record<string, string>) => {
    const { status, headers } = await postAtDesk(articleScreen, { params, form });
    return [status, headers.get("location")];
  };
  const write = (what: string, version: number, change: Partial<typeof articleInput> = {}) =>
    post({ do: what, version: String(version), ...articleInput, ...change });

  expect(
    await postAtDesk(articleScreen, { params, form: { do: "publish", version: "1", ...articleInput, body: "Half <br>" } }),
  ).toMatchObject({
    status: 400,
    data: { errors: [{ field: "body", message: expect.stringContaining("HTML tags") as string }] },
  });
  expect(await write("save", 1)).toEqual([303, doneAt(id, "saved")]);
  expect(replaced).not.toHaveBeenCalled();
  expect(await write("publish", 2, { subject: "Published with its last change" })).toEqual([303, doneAt(id, "published")]);
  const { slug } = await loadArticle(id);
  expect(slug).toMatch(/-published-with-its-last-change$/);
  expect(replaced).toHaveBeenCalledWith(expect.arrayContaining(["/", "/news", "/news.atom", `/news/${slug}`, "/sitemap.xml"]));
  expect(await write("publish", 3, { body: "Again" })).toEqual([409, null]);
  expect(await write("publish", 4, { body: "Again" })).toEqual([303, doneAt(id, "published")]);
  expect(await write("save", 5, { body: "Corrected" })).toEqual([303, doneAt(id, "corrected")]);
  expect(await write("save", 6, { body: "Half <br>" })).toEqual([400, null]);
  expect(await write("save", 6, { subject: "" })).toEqual([400, null]);
  expect(await post({ do: "remove" })).toEqual([409, null]);
  replaced.mockClear();
  expect(await post({ do: "unpublish" })).toEqual([303, doneAt(id, "unpublished")]);
  expect(replaced).toHaveBeenCalledWith(expect.arrayContaining([`/news/${slug}`]));
  expect(await post({ do: "unpublish" })).toEqual([409, null]);
  expect(await post({ do: "send" })).toEqual([400, null]);
  expect(await post({ do: "remove" })).toEqual([303, "/desk/newsletter"]);
  expect(await post({ do: "remove" })).toEqual([404, null]);

  const log = await db.auditEntry.findMany({ where: { aboutKind: "article", aboutId: id }, orderBy: { sequence: "asc" } });
  expect(log.map(({ action }) => action)).toEqual(
    ["created", "changed", "changed", "published", "corrected", "corrected", "unpublished", "removed"].map((what) => `article.${what}`),
  );
  expect(JSON.stringify(log.map(({ was, became }) => [was, became]))).not.toMatch(/homes again|Corrected/);
});

test("whoever saves what somebody else changed meanwhile sees both, and has their own words still", async () => {
  const { id, version } = await aPublishedArticle();
  await saveArticle("site", id, version, { ...articleInput, body: "Somebody’s words" }, getSampleHouse);
  const form = { do: "save", version: String(version), ...articleInput, body: "My words" };
  const { status, data } = await postAtDesk(articleScreen, { params: { id }, form });
  expect([status, data]).toMatchObject([
    409,
    {
      notice: expect.stringContaining("Nothing was overwritten") as string,
      input: { body: "My words" },
      versions: { rows: [{ label: "The article", texts: ["Somebody’s words", "My words"] }] },
    },
  ]);
  expect((await loadArticle(id)).body).toBe("Somebody’s words");
});

test("a second press publishes no second time; words that somebody took off meanwhile are not published by an older page", async () => {
  const { id, version } = await anArticle();
  const form = { do: "publish", version: String(version), ...articleInput };
  const press = async () => {
    const { status, headers } = await postAtDesk(articleScreen, { params: { id }, form });
    return [status, headers.get("location")];
  };
  expect(await press()).toEqual([303, doneAt(id, "published")]);
  expect(await press()).toEqual([303, doneAt(id, "published")]);
  expect(await db.auditEntry.count({ where: { action: "article.published" } })).toBe(1);
  expect((await postAtDesk(articleScreen, { params: { id }, form: { do: "unpublish" } })).status).toBe(303);
  expect(await press()).toEqual([409, null]);
  expect(await loadArticle(id)).toMatchObject({ status: "draft" });
});

test("earlier words are read and taken back, also while the article is on the site", async () => {
  const { id, version } = await aPublishedArticle();
  await saveArticle("site", id, version, { ...articleInput, body: "Other words" }, getSampleHouse);
  const params = { id };
  expect((await loadAtDesk(versionsScreen, { params })).data).toMatchObject({
    isArticle: true,
    canRestore: true,
    versions: [{ version, body: articleInput.body }],
  });
  const take = (current: number) => postAtDesk(versionsScreen, { params, form: { take: String(version), version: String(current) } });
  expect((await take(version)).status).toBe(409);
  const taken = await take(version + 1);
  expect([taken.status, taken.headers.get("location")]).toEqual([303, doneAt(id, "corrected")]);
  expect(await loadArticle(id)).toMatchObject({ ...articleInput, status: "published" });
  expect(replaced).toHaveBeenCalledTimes(1);
});

test("screens that send emails refuse an article in words, and do nothing with it", async () => {
  for (const article of [await anArticle(), await aPublishedArticle()]) {
    const params = { id: article.id };
    const there = { status: 303, location: doneAt(article.id, "never-sent") };
    const answerOf = ({ status, headers }: Awaited<ReturnType<typeof loadAtDesk>>) => ({ status, location: headers.get("location") });
    for (const screen of [issueScreen, sendScreen, issuePreview, issueHtml])
      expect(answerOf(await loadAtDesk(screen, { params }))).toEqual(there);
    const version = String(article.version);
    const forms: Record<string, string>[] = [
      { do: "save", version, ...issueInput },
      { do: "test", email: "me@example.org" },
      { do: "schedule", version, sendAt: "2050-06-01T10:00" },
      { do: "unschedule" },
      { do: "resume" },
      { do: "thaw" },
      { do: "remove" },
    ];
    for (const form of forms) expect(answerOf(await postAtDesk(issueScreen, { params, form }))).toEqual(there);
    expect(answerOf(await postAtDesk(sendScreen, { params, form: { version } }))).toEqual(there);
    expect(await loadArticle(article.id)).toEqual(article);
    const shown = await loadAtDesk(articleScreen, { params, query: "?done=never-sent" });
    expect(shown.data).toMatchObject({ notice: expect.stringContaining("never sent by email. Nothing was sent.") as string });
  }
  const issue = await anIssue();
  for (const screen of [articleScreen, articlePreview]) expect((await loadAtDesk(screen, { params: { id: issue.id } })).status).toBe(404);
  expect((await postAtDesk(articleScreen, { params: { id: issue.id }, form: { do: "remove" } })).status).toBe(404);
});

test("what is being written is shown as its page, with what stands in the way, and nothing of it is kept", async () => {
  const form = { ...articleInput, subject: "", body: "First\n\n# Large\n\nThe end", line: "5" };
  expect(await postAtDesk(draftPreview, { form })).toMatchObject({
    status: 200,
    data: {
      title: "",
      summary: articleInput.preview,
      before: [{ kind: "paragraph" }, { kind: "heading" }],
      after: [{ kind: "paragraph", parts: [{ kind: "text", text: "The end" }] }],
      problems: ["Enter a title", expect.stringContaining("Line 3: the title is the one large heading")],
    },
  });
  expect((await loadAtDesk(draftPreview)).data).toMatchObject({ problems: ["Enter a title", "There is nothing to read yet."] });
  expect([await db.issue.count(), await db.auditEntry.count()]).toEqual([0, 0]);
});

test("the list tells drafts, articles on the site and sent issues apart", async () => {
  const draft = await anArticle({ subject: "A draft" });
  const published = await aPublishedArticle();
  const issue = await anIssue();
  const { data } = await loadAtDesk(listScreen);
  expect(data).toMatchObject({
    open: expect.arrayContaining([
      { href: `/desk/newsletter/articles/${draft.id}`, subject: "A draft", line: "Article. Draft" },
      { href: `/desk/newsletter/${issue.id}`, subject: issueInput.subject, line: "Issue: News. Draft" },
    ]) as unknown,
    published: [{ href: `/desk/newsletter/articles/${published.id}` }],
    sent: [],
  });
});

test.each(["viewer", "treasurer"] as const)("a %s reads articles, and publishes, corrects or takes off none", async (role) => {
  const cookie = await deskCookie(role);
  const door = createDeskDoor(routes, (request) => Promise.resolve(new Response(new URL(request.url).pathname)));
  const ask = async (path: string, body?: string) => {
    const headers = { cookie, "content-type": "application/x-www-form-urlencoded" };
    const asked = new Request(`http://127.0.0.1:3000${path}`, { headers, ...(body !== undefined && { method: "POST", body }) });
    return await (await door(asked, { ip: "" })).text();
  };
  const { id } = await aPublishedArticle();
  const path = `/desk/newsletter/articles/${id}`;
  for (const shown of [path, `${path}/preview`]) expect(await ask(shown)).toBe(shown);
  for (const what of ["save", "publish", "unpublish", "remove"]) expect(await ask(path, `do=${what}&version=2`)).toBe("/desk/refused");
  expect(await ask("/desk/newsletter/articles/new")).toBe("/desk/refused");
  expect(await ask("/desk/newsletter/articles/new", "subject=x")).toBe("/desk/refused");
});
