import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { uploadImport } from "~/newsletter/imports/upload-import.server";
import { db } from "~/platform/database/db.server";
import { log } from "~/platform/log.server";
import { newId } from "~/platform/ids.server";
import { deskCookie, enableDesk } from "tests/support/desk-requests";
import { anIssue } from "tests/support/newsletter-issues";
import { joinPlan, usePlanHarness } from "tests/support/plan-harness";
import { signInAs } from "tests/support/supporter-requests";
import { siteRoutes, startWholeSite, type WholeSite } from "tests/support/whole-site";

usePlanHarness();

/** What stands where an address has an id, a token or a file's name, percent-encoded as it is sent. */
const parts: Record<string, string> = {
  "an emoji": "%F0%9F%92%A1",
  "an emoji behind an id": `${newId()}%F0%9F%92%A1`,
  "letters beyond Latin-1": "%C5%82%E2%80%A8",
  "10,000 characters": "a".repeat(10_000),
  "500 emoji": "%F0%9F%92%A1".repeat(500),
  "a way up": "..%2f",
  "ways up": "..%2f..%2f..%2fetc%2fpasswd",
  "a coded way up": "%2e%2e%2f",
  "a backslash": "..%5c",
  "half a character": "%ED%A0%80",
  "the other half": "a%ED%B2%A9",
  "an overlong zero": "%C0%80",
  "a percent sign": "%",
  "a cut code": "%E0%A4%A",
  "no code": "%zz",
  "an old code": "%u2603",
  "a doubled code": "%25F0%259F",
  "no Unicode": "%FE%FF",
  "a new line": "a%0D%0ASet-Cookie:%20b=c",
  "a blank": "%20",
  "a NUL": "a%00b",
  "a name of every object": "__proto__",
  "a quote": "'%22%3Cb%3E",
};

const patterns = siteRoutes.map(({ path }) => path).filter((path) => /[:*]/.test(path));

let site: WholeSite;
let closeDesk: () => void;
let cookie: string;

beforeAll(async () => {
  closeDesk = enableDesk();
  site = await startWholeSite();
});
afterAll(async () => {
  closeDesk();
  await site.stop();
});
beforeEach(async () => {
  const plan = await joinPlan();
  cookie = `${await signInAs(plan.supporterId ?? "")}; ${await deskCookie()}`;
  // React's own remarks, which the built site does not make.
  vi.spyOn(console, "error").mockImplementation(() => {});
  vi.spyOn(console, "warn").mockImplementation(() => {});
});

type Sent = { method?: "GET" | "POST"; fields?: Record<string, string>; signedIn?: boolean };

let count = 0;
/** Sends a path as it is written: clients that tidy addresses up would hide what is tried here. */
async function send(path: string, { method = "GET", fields, signedIn = true }: Sent = {}): Promise<{ status: number; text: string }> {
  count += 1;
  const { hostname, port } = new URL(site.url);
  const body = fields ? new URLSearchParams(fields).toString() : "";
  const outgoing = request({
    hostname,
    port,
    path,
    method,
    agent: false,
    headers: {
      origin: site.url,
      // A network of its own, so that no limit is met by all of them together.
      "x-forwarded-for": `2001:db8:${count.toString(16)}::1`,
      ...(signedIn && { cookie }),
      ...(method === "POST" && { "content-type": "application/x-www-form-urlencoded", "content-length": Buffer.byteLength(body) }),
    },
  });
  outgoing.end(body);
  const [response] = (await once(outgoing, "response")) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  return { status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() };
}

/** A pattern with its dynamic parts replaced: all of them, and one alone where the others are right. */
const pathsOf = (pattern: string, part: string): string[] => {
  const all = `/${pattern.replaceAll(/:\w+|[*]/g, () => part)}`;
  return pattern.includes(":side") ? [all, `/${pattern.replace(":side", "old").replace(":token", () => part)}`] : [all];
};

function note(failed: string[], asked: string, { status, text }: { status: number; text: string }): void {
  if (status >= 500 || /\n\s+at |node_modules|prisma/i.test(text)) failed.push(`${asked}: ${status}`);
}

/** Nothing was answered with a failure, or logged as one, or written past the log, where paths are never redacted. */
function expectNoFailure(failed: string[]): void {
  expect(failed).toEqual([]);
  expect(vi.mocked(log.error).mock.calls).toEqual([]);
  expect(vi.mocked(console.warn).mock.calls).toEqual([]);
}

test("every route with a dynamic part takes part", () => {
  expect(patterns.length).toBeGreaterThan(35);
});

/** Buttons of forms at the desk, by which a screen chooses what to do with an id. With these parts each is pressed. */
const buttons = ["save", "test", "schedule", "unschedule", "resume", "thaw", "remove", "import", "drop"];
const pressed = ["an emoji", "10,000 characters"];

test.each(Object.entries(parts))("%s in an address is answered by every screen, and is no failure", async (what, part) => {
  const failed: string[] = [];
  for (const pattern of patterns) {
    for (const path of pathsOf(pattern, part)) {
      note(failed, `GET ${pattern}`, await send(path));
      note(failed, `POST ${pattern}`, await send(path, { method: "POST", fields: {} }));
      if (!pressed.includes(what)) continue;
      note(failed, `GET ${pattern}.data`, await send(`${path}.data`));
      note(failed, `GET ${pattern} as a stranger`, await send(path, { signedIn: false }));
      if (!pattern.startsWith("desk/") || !site.takesForms.has(pattern)) continue;
      for (const name of buttons) note(failed, `POST ${pattern} ${name}`, await send(path, { method: "POST", fields: { do: name } }));
    }
  }
  expectNoFailure(failed);
});

/** Keys, numbers and ids as nobody should write them into queries and fields. */
const values: Record<string, string> = {
  "an emoji": "💡",
  "10,000 characters": "a".repeat(10_000),
  "a way up": "../../etc/passwd",
  "a large number": "99999999999",
  "a number without end": "1e400",
  "a number below": "-1",
  "a name of every object": "__proto__",
};
const queries = ["again", "to", "page", "done", "saved", "night", "after", "lines", "mode", "room", "amount"];
const idFields = ["room", "again", "attempt", "agreed", "form", "change", "to", "next", "going", "do", "what", "source"];

test.each(Object.entries(values))(
  "%s in a query, or for an id in a form, is no failure where the screen has something to show",
  async (_what, value) => {
    const failed: string[] = [];
    const plan = await db.plan.findFirstOrThrow();
    const issue = await anIssue();
    const list = await uploadImport(inOneChunk(csv), "Staff");
    if (!("id" in list)) throw new Error("the list was refused");
    const idOf = (pattern: string) =>
      pattern.startsWith("desk/newsletter/lists") ? list.id : pattern.startsWith("desk") ? issue.id : plan.id;
    const encode = (names: string[]) => new URLSearchParams(names.map((name) => [name, value])).toString();
    for (const { path: pattern } of siteRoutes) {
      if (/:(?!id)|[*]|sign-out/.test(pattern)) continue;
      const path = `/${pattern.replace(":id", idOf(pattern))}`;
      // As many at once as a request line holds.
      const asked = value.length > 1000 ? queries.map((name) => encode([name])) : [encode(queries)];
      for (const query of asked) note(failed, `GET ${pattern}?${query.slice(0, 20)}`, await send(`${path}?${query}`));
      if (!site.takesForms.has(pattern)) continue;
      note(
        failed,
        `POST ${pattern}`,
        await send(path, { method: "POST", fields: Object.fromEntries(idFields.map((name) => [name, value.slice(0, 5000)])) }),
      );
    }
    expectNoFailure(failed);
  },
);

const csv = "email,topics,consented_at,consent_words,consent_source\nlisted@example.org,news,2026-03-01,Send me news,summer fair\n";
async function* inOneChunk(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
