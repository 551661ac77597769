import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { uploadImport } from "~/newsletter/imports/upload-import.server";
import { log } from "~/platform/log.server";
import { newId } from "~/platform/ids.server";
import { deskCookie } from "tests/support/desk/desk-requests";
import { anIssue } from "tests/support/newsletter/newsletter-issues";
import { joinPlan, usePlanHarness } from "tests/support/sponsorship/plan-harness";
import { signInAs } from "tests/support/supporters/supporter-requests";
import { doInTurn } from "tests/support/whole-site/in-turn";
import { siteRoutes, startWholeSite, type WholeSite } from "tests/support/whole-site/start-whole-site";

usePlanHarness();
// Thousands of requests, on a machine that may be busy with other things.
vi.setConfig({ testTimeout: 300_000 });

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
const queries = ["again", "to", "page", "done", "saved", "run", "kind", "after", "before", "lines", "mode", "method", "room", "amount"];
const idFields = ["version", "take", "room", "again", "attempt", "agreed", "form", "change", "to", "next", "going", "what", "source"];

/** Buttons of forms at the desk, by which a screen chooses what to do with an id. */
const buttons = ["save", "test", "schedule", "unschedule", "resume", "thaw", "remove", "import", "drop"];

const patterns = siteRoutes.map(({ path }) => path).filter((path) => /[:*]/.test(path));

let site: WholeSite;
let planId: string;
let cookie: string;
let failures: string[];
let requests: (() => Promise<void>)[];
const add = (...request: Parameters<typeof send>) => void requests.push(() => send(...request));

beforeAll(async () => {
  site = await startWholeSite();
});
afterAll(() => site.stop());
beforeEach(async () => {
  const plan = await joinPlan();
  planId = plan.id;
  cookie = `${await signInAs(plan.supporterId ?? "")}; ${await deskCookie()}`;
  [failures, requests] = [[], []];
  // React's own remarks, which the built site does not make.
  vi.spyOn(console, "error").mockImplementation(() => {});
  vi.spyOn(console, "warn").mockImplementation(() => {});
});

type Sent = { method?: "GET" | "POST"; fields?: Record<string, string>; isSignedIn?: boolean };

let count = 0;
/** Sends a path as it is written, since clients that tidy addresses up would hide what is tried here; notes a failure. */
async function send(what: string, path: string, { method = "GET", fields = {}, isSignedIn = true }: Sent = {}): Promise<void> {
  count += 1;
  const { hostname, port } = new URL(site.url);
  const body = method === "POST" ? new URLSearchParams(fields).toString() : "";
  const headers = {
    origin: site.url,
    // A network of its own, so that no limit is met by all of them together.
    "x-forwarded-for": `2001:db8:${count.toString(16)}::1`,
    ...(isSignedIn && { cookie }),
    ...(method === "POST" && { "content-type": "application/x-www-form-urlencoded", "content-length": Buffer.byteLength(body) }),
  };
  const outgoing = request({ hostname, port, path, method, agent: false, headers });
  outgoing.end(body);
  const [response] = (await once(outgoing, "response")) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  const isRevealing = /\n\s+at .*:\d+:\d+|PrismaClient/.test(Buffer.concat(chunks).toString());
  if ((response.statusCode ?? 500) >= 500 || isRevealing) failures.push(`${method} ${what}: ${response.statusCode}`);
}

/** Nothing was answered with a failure, logged as one, or written past the log, where paths are not redacted. */
function expectNoFailure(): void {
  expect(failures).toEqual([]);
  expect(vi.mocked(log.error).mock.calls).toEqual([]);
  expect(vi.mocked(console.warn).mock.calls).toEqual([]);
}

/** A pattern with its dynamic parts replaced: all of them, and one alone where the other is right. */
const pathsOf = (pattern: string, part: string): string[] => {
  const all = `/${pattern.replaceAll(/:\w+|[*]/g, () => part)}`;
  return pattern.includes(":side") ? [all, `/${pattern.replace(":side", "old").replace(":token", () => part)}`] : [all];
};

test("whatever stands for a part of an address, every screen answers, and none fails", async () => {
  expect(patterns.length).toBeGreaterThan(35);
  for (const pattern of patterns)
    for (const [name, part] of Object.entries(parts))
      for (const path of pathsOf(pattern, part)) {
        add(`${pattern}, ${name}`, path);
        // Where no form is taken, no part is looked at: one tells that.
        if (site.takesForms.has(pattern) || name === "an emoji") add(`${pattern}, ${name}`, path, { method: "POST" });
        if (name !== "an emoji") continue;
        add(`${pattern}, data, ${name}`, `${path}.data`);
        add(`${pattern}, a stranger, ${name}`, path, { isSignedIn: false });
        if (!pattern.startsWith("desk/") || !site.takesForms.has(pattern)) continue;
        for (const button of buttons) add(`${pattern}, ${button}, ${name}`, path, { method: "POST", fields: { do: button } });
      }
  await doInTurn(requests);
  expectNoFailure();
});

test("whatever stands in a query, or for an id or a number in a form, no screen that has something to show fails", async () => {
  const issue = await anIssue();
  const list = await uploadImport("site", inOneChunk(csv), "Staff");
  if (!("id" in list)) throw new Error("the list was refused");
  const idOf = (pattern: string) =>
    pattern.startsWith("desk/newsletter/lists") ? list.id : pattern.startsWith("desk/newsletter") ? issue.id : planId;
  // Whoever is shown out sees nothing more.
  const routes = siteRoutes.map(({ path }) => path).filter((path) => !/:(?!id)|[*]|sign-out/.test(path));
  for (const pattern of routes)
    for (const [name, value] of Object.entries(values)) {
      const path = `/${pattern.replace(":id", idOf(pattern))}`;
      const encode = (names: string[]) => new URLSearchParams(names.map((each) => [each, value])).toString();
      // As many at once as a request line holds.
      const asked = value.length > 1000 ? ["again", "to", "page"].map((each) => encode([each])) : [encode(queries)];
      for (const query of asked) add(`${pattern}?${query.slice(0, 5)}, ${name}`, `${path}?${query}`);
      if (!site.takesForms.has(pattern)) continue;
      const fields = Object.fromEntries(idFields.map((each) => [each, value.slice(0, 4000)]));
      add(`${pattern}, ${name}`, path, { method: "POST", fields });
      if (pattern === "desk/newsletter/:id")
        for (const button of buttons) add(`${pattern}, ${button}, ${name}`, path, { method: "POST", fields: { ...fields, do: button } });
    }
  await doInTurn(requests);
  expectNoFailure();
});

const csv = "email,topics,consented_at,consent_words,consent_source\nlisted@example.org,news,2026-03-01,Send me news,summer fair\n";
async function* inOneChunk(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
