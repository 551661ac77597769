import { expect, test } from "vitest";
import { createDeskDoor } from "~/desk/door.server";
import * as draftEmail from "~/desk/newsletter/routes/draft-email";
import * as pasteScreen from "~/desk/newsletter/routes/paste";
import * as sendScreen from "~/desk/newsletter/routes/issue-send";
import { db } from "~/platform/database/db.server";
import routes from "~/routes";
import { useDatabase } from "tests/support/database";
import { deskCookie, deskRequest, loadAtDesk } from "tests/support/desk/desk-requests";
import { anIssue } from "tests/support/newsletter/newsletter-issues";

useDatabase();

const argsOf = (request: Request) => ({ request, params: {}, context: { ip: "" } });
const draft = { topic: "news", reach: "every", subject: "Autumn <news>", preview: "A line", mode: "light", line: "1" };
async function preview(form: Record<string, string>): Promise<{ html: string; headers: Headers }> {
  const answer = await draftEmail.action(argsOf(await deskRequest({ form: { ...draft, ...form } })));
  expect(answer.status).toBe(200);
  return { html: await answer.text(), headers: answer.headers };
}

test("what is being written is shown as an email, with the place of writing, in each mode, and nothing of it is kept", async () => {
  const body = "## First\n\nWords **in bold**\n\nThe end";
  const { html, headers } = await preview({ body, line: "3" });
  expect(headers.get("cache-control")).toBe("no-store");
  expect(html).toMatch(/in bold<\/strong>\s*<span id="here"><\/span>/);
  expect(html).not.toContain("\ue100");
  expect(html).not.toContain("This can’t be sent yet.");
  expect(html).toContain("color-scheme:light only");
  expect((await preview({ body, mode: "dark" })).html).toContain("color-scheme:dark only");
  expect((await preview({ body, mode: "phone" })).html).toContain("color-scheme:light only");
  const text = (await preview({ body, mode: "text", line: "5" })).html;
  expect(text).toContain('The end <span id="here"></span>');
  expect(text).not.toContain("<strong>");
  expect((await preview({ body, mode: "__proto__", line: "x" })).html).toContain("color-scheme:light only");
  expect(await db.issue.count()).toBe(0);
});

test("what can't be sent yet stands in the preview in words, and nothing that was typed is markup there", async () => {
  const markup = '<img src=x onerror="alert(1)"> <script>alert(2)</script>';
  for (const mode of ["light", "text"]) {
    const { html } = await preview({
      subject: markup,
      preview: markup,
      body: `${markup}\n\n[x](javascript:alert(3))\n\n~~old~~ {{{x}}}`,
      mode,
    });
    expect(html).toContain("This can’t be sent yet.");
    expect(html).toContain("Line 1: HTML tags can’t be used in a newsletter.");
    expect(html).not.toMatch(/<script|<img src=x|href="javascript/);
  }
  expect((await preview({ body: "" })).html).toContain("There is nothing to read yet.");
});

test("what is pasted comes back as Markdown; what is far too much is refused in words", async () => {
  const paste = async (html: string) => await pasteScreen.action(argsOf(await deskRequest({ form: { html } })));
  expect(await (await paste("<p><b>Hello</b> <img src=x></p>")).json()).toEqual({
    markdown: "**Hello**",
    notes: ["A picture was left out: add it under Pictures."],
  });
  const refused = await paste("x".repeat(1_700_000));
  expect([refused.status, await refused.json()]).toEqual([400, { error: "Shorten the text that you pasted to 400000 characters" }]);
});

test("looking at a draft and pasting leave nothing in the audit log; only those who may write can do either", async () => {
  const door = createDeskDoor(routes, () => Promise.resolve(new Response("looked")));
  const send = async (path: string, cookie: string) => {
    const headers = { cookie, "content-type": "application/x-www-form-urlencoded" };
    return await (await door(new Request(`http://127.0.0.1:3000${path}`, { method: "POST", headers, body: "a=b" }), { ip: "" })).text();
  };
  const [editor, viewer] = [await deskCookie("editor"), await deskCookie("viewer")];
  for (const path of ["/desk/newsletter/draft/email", "/desk/newsletter/paste"]) expect(await send(path, editor)).toBe("looked");
  expect(await db.auditEntry.count()).toBe(0);
  await send("/desk/newsletter/pictures", editor);
  expect(await db.auditEntry.count()).toBe(1);
  const refusing = createDeskDoor(routes, (request) => Promise.resolve(new Response(new URL(request.url).pathname)));
  const headers = { cookie: viewer, "content-type": "application/x-www-form-urlencoded" };
  const asked = new Request("http://127.0.0.1:3000/desk/newsletter/paste", { method: "POST", headers, body: "a=b" });
  expect(await (await refusing(asked, { ip: "" })).text()).toBe("/desk/refused");
});

test("before it is sent, whoever sends it is led to a test in their own mailbox", async () => {
  const issue = await anIssue();
  const show = async () => (await loadAtDesk(sendScreen, { params: { id: issue.id } })).data as { tested: string | null; email: string };
  expect(await show()).toMatchObject({ tested: null, email: "administrator@example.org" });
  await db.issueTestEmail.create({
    data: { id: "test", issueId: issue.id, email: "a@example.org", requestedAt: new Date("2026-11-28T09:30:00Z") },
  });
  expect(await show()).toMatchObject({ tested: "28 November 2026 at 09:30" });
});
