import pg from "pg";
import { expect, test, vi } from "vitest";
import { createSignUpToken, type BotRefusal } from "~/newsletter/sign-up/bot-check.server";
import { confirmRequest, getPendingRequest } from "~/newsletter/sign-up/confirm-request.server";
import { requestSubscription } from "~/newsletter/sign-up/request-subscription.server";
import { loader as confirmPage } from "~/newsletter/sign-up/routes/confirm";
import { action, loader } from "~/newsletter/sign-up/routes/sign-up";
import { limits } from "~/newsletter/sign-up/sign-up-limits.server";
import { suppress } from "~/newsletter/suppressions/suppress.server";
import { suppressionReasons } from "~/newsletter/suppressions/suppression";
import { db, inTransaction } from "~/platform/database/db.server";
import { createFormToken } from "~/platform/http/forms/form-token.server";
import { newToken } from "~/platform/ids.server";
import { topicWordings } from "~/supporters/consent/consent";
import { listConsents } from "~/supporters/consent/ledger.server";
import { runJobs, useDonationHarness, mailControl, waitingJobs } from "tests/support/giving/donation-harness";
import { aSubscriber } from "tests/support/newsletter/subscribers";
import { type Fields, hour, timeAgo, args, validFields, send, emailsTo, findLink, signUp } from "tests/support/newsletter/sign-up";

useDonationHarness();

/** How often one victim is written in: `SIGN_UPS=10000` by hand takes some fifteen seconds. */
const signUps = Number(process.env["SIGN_UPS"] ?? 500);

const without = (fields: Fields, name: string) => Object.fromEntries(Object.entries(fields).filter(([each]) => each !== name));

const expectNothingStored = async () =>
  expect([await db.newsletterRequest.count(), await db.consent.count(), await db.outgoingEmail.count()]).toEqual([0, 0, 0]);

test("from the form to the welcome email: asked, then confirmed by a button, in the words that were read", async () => {
  const token = await signUp("Ada@Example.org", { events: "yes" });
  expect((await send(validFields({ email: "x@example.org" }))).headers).toContainEqual(["location", "/newsletter/asked"]);
  const shown = await getPendingRequest(token);
  expect(shown).toEqual({
    kind: "join",
    email: "a•••@e•••.org",
    topics: ["news", "events"],
    emailFrequency: "monthly",
    isConfirmed: false,
  });
  for (let look = 0; look < 3; look++) await confirmPage(args(new Request("http://127.0.0.1:3000/"), { token }));
  expect(await db.newsletterSubscription.count()).toBe(0);

  expect(await confirmRequest(token)).toMatchObject({ confirmed: "now" });
  expect(await db.newsletterSubscription.findMany()).toMatchObject([
    { email: "ada@example.org", status: "subscribed", topics: ["news", "events"], emailFrequency: "monthly" },
  ]);
  const lines = await listConsents(db, "ada@example.org");
  expect(lines.map(({ action: what, purpose, wordingVersion }) => [what, purpose, wordingVersion])).toEqual([
    ["asked", "news", topicWordings.news.version],
    ["asked", "events", topicWordings.events.version],
    ["confirmed", "news", topicWordings.news.version],
    ["confirmed", "events", topicWordings.events.version],
  ]);
  for (const line of lines)
    expect(line).toMatchObject({ basis: "consent", via: "newsletter", ipHash: expect.stringMatching(/^[\w-]{22}$/) as string });

  await runJobs();
  const [welcome] = emailsTo("ada@example.org");
  expect(welcome?.subject).toMatch(/^Welcome/);
  const leave = findLink(welcome?.text, "leave");
  expect(welcome?.headers).toMatchObject({
    "List-Unsubscribe": `<http://127.0.0.1:3000/newsletter/leave/${leave}>`,
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  });
  expect(findLink(welcome?.text, "preferences")).toBe(leave);
});

test("the answer, and all that is asked of the database for it, is the same whatever is known of the address", async () => {
  await aSubscriber({ email: "subscribed@example.org" });
  await aSubscriber({ email: "unsubscribed@example.org", status: "unsubscribed" });
  await signUp("pending@example.org");
  for (const reason of suppressionReasons) await inTransaction((tx) => suppress(tx, `${reason}@example.org`, reason));
  // The first form of all finds some statements unprepared.
  await send(validFields({ email: "first@example.org" }));

  const query = vi.spyOn(pg.Client.prototype, "query");
  const outcomes: [string, unknown][] = [];
  for (const who of ["new", "subscribed", "unsubscribed", "pending", ...suppressionReasons.map(String)]) {
    query.mockClear();
    const answer = await send(validFields({ email: `${who}@example.org` }));
    const asked = query.mock.calls.map(([first]) => (typeof first === "string" ? first : (first as { text: string }).text));
    expect(asked.length).toBeGreaterThan(3);
    outcomes.push([who, { ...answer, asked }]);
  }
  const [[, first] = []] = outcomes;
  for (const [who, outcome] of outcomes) expect([who, outcome]).toEqual([who, first]);
});

test("one email a day to an address, however often and from wherever it is written in", async () => {
  const fromElsewhere = () =>
    requestSubscription({ email: "ada@example.org", preferences: { topics: ["news"], emailFrequency: "every" } }, { ip: newToken() });
  for (let sent = 0; sent < signUps; sent += 50) await Promise.all(Array.from({ length: 50 }, fromElsewhere));
  expect([await db.newsletterRequest.count(), (await waitingJobs()).length]).toEqual([limits.email.points, limits.email.points]);
  await runJobs();
  expect(emailsTo("ada@example.org")).toHaveLength(1);
  expect(await db.newsletterRequest.count()).toBe(1);

  // A day later, once more; the link of the day before works still.
  await db.newsletterRequest.updateMany({ data: { emailedAt: timeAgo(25 * hour) } });
  await db.rateLimit.deleteMany();
  await signUp();
  expect(emailsTo("ada@example.org")).toHaveLength(2);
  for (const email of emailsTo("ada@example.org"))
    expect(await getPendingRequest(findLink(email.text, "confirm"))).toMatchObject({ isConfirmed: false });
});

test("a confirmation email holds nothing that the visitor typed", async () => {
  const typed = "win-a-prize.evil.example/click+here@shouting-domain.example";
  expect(
    (
      await send(
        validFields({ email: "win-a-prize+click@shouting-domain.example", name: "FREE MONEY", subject: "FREE MONEY", topics: typed }),
      )
    ).status,
  ).toBe(303);
  await runJobs();
  const [email] = emailsTo("shouting-domain");
  const said = JSON.stringify([email?.subject, email?.html, email?.text, email?.headers]);
  expect(said).toContain("Would you like our newsletter?");
  expect(said).not.toMatch(/prize|click|shouting|MONEY/i);
});

test("whatever address is typed, the email is the same but for its link", async () => {
  const addresses = [
    "a@b.example",
    "GO+to-evil.example/x?y=1@example.org",
    "x'--@example.org",
    "free.money{{{now}}}@example.org",
    `ada@${"d".repeat(60)}.example`,
  ];
  const emails: string[] = [];
  // The email names a day: all are written at one instant.
  vi.useFakeTimers({ toFake: ["Date"] });
  try {
    for (const email of addresses) {
      const token = await signUp(email);
      const [sent] = emailsTo(email.toLowerCase());
      const said = JSON.stringify([sent?.subject, sent?.html, sent?.text, sent?.headers]);
      expect(said).toContain(token);
      emails.push(said.replaceAll(token, "the link"));
      mailControl().empty();
    }
  } finally {
    vi.useRealTimers();
  }
  expect(new Set(emails).size).toBe(1);
});

test.each<[string, () => Fields, BotRefusal]>([
  ["leaves the trap out", () => without(validFields(), "website"), "bot"],
  ["fills the trap in", () => validFields({ website: "https://evil.example" }), "bot"],
  ["leaves the mark out", () => without(validFields(), "form"), "bot"],
  ["empties the mark", () => validFields({ form: "" }), "bot"],
  ["makes a mark up", () => validFields({ form: "abcdefgh.mhx0q2x1.aaaaaaaaaaaaaaaaaaaaaa" }), "bot"],
  ["takes another form's mark", () => validFields({ form: createFormToken("complaint", timeAgo(5_000), { maxMs: 24 * hour }) }), "bot"],
  ["adds to the mark", () => validFields({ form: `${createSignUpToken(timeAgo(5_000))}.more` }), "bot"],
  ["answers after two days", () => validFields({ form: createSignUpToken(timeAgo(48 * hour)) }), "too-old"],
])("a bot that %s is refused in words, with all that was written", async (_, fields, notice) => {
  const refused = await send(fields());
  expect(refused).toMatchObject({
    status: 400,
    shown: { notice, errors: [], input: { email: "ada@example.org", topics: ["news"], emailFrequency: "monthly" } },
  });
  await expectNothingStored();
});

test("a form that is sent at once is taken: a browser may have filled it in", async () => {
  expect((await send(validFields({ form: createSignUpToken(timeAgo(0)) }))).status).toBe(303);
});

test("a form that came back works when it is sent again", async () => {
  // The clock stands while forms are sent.
  vi.useFakeTimers({ toFake: ["Date"] });
  try {
    const old = await send(validFields({ form: createSignUpToken(timeAgo(48 * hour)) }));
    vi.setSystemTime(Date.now() + 3_000);
    for (const token of [old.shown?.token ?? "", loader().token]) expect(token).not.toBe("");
    expect((await send(validFields({ form: old.shown?.token ?? "", email: "eve@example.org" }))).status).toBe(303);
  } finally {
    vi.useRealTimers();
  }
});

const emailOfLength = (length: number) =>
  `${"a".repeat(64)}@${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(length - 64 - 1 - 61 - 61 - 4)}.org`;

test.each([
  ["", /Enter your email address/],
  ["a@b", /after the @ comes a name with a dot/],
  ["ada", /no @/],
  ['"ada lovelace"@example.org', /can’t write to it/],
  ["ada/?#@example.org\n", null],
  ["ada?x=1#y@example.org", null],
  ["ada+rooms@example.org", null],
  ["sián@example.org", /can’t write to it/],
  ["ada@exämple.org", null],
  [emailOfLength(254), null],
  [emailOfLength(255), /longer than an address/],
  ["ada@example.org, eve@example.org", /can’t write to it/],
  ["ada@example.org\nBcc: eve@example.org", /can’t write to it/],
])("the address %j is taken, or refused in words", async (email, words) => {
  const answer = await send(validFields({ email }));
  if (words === null) expect(answer.status).toBe(303);
  else {
    expect(answer).toMatchObject({
      status: 400,
      shown: { errors: [{ field: "email", message: expect.stringMatching(words) as string }], input: { email } },
    });
    await expectNothingStored();
  }
});

test("nothing ticked is a mistake, never everything; a field that came twice is nothing", async () => {
  expect((await send(without(validFields(), "news"))).shown?.errors).toMatchObject([{ field: "news" }]);
  expect((await send(without(validFields(), "frequency"))).shown?.errors).toMatchObject([{ field: "frequency-every" }]);
  const twice = new URLSearchParams([...Object.entries(validFields()), ["email", "eve@example.org"]]);
  const answer: unknown = await action(args(new Request("http://127.0.0.1:3000/newsletter", { method: "POST", body: twice })));
  expect(answer).toMatchObject({ init: { status: 400 }, data: { errors: [{ field: "email" }] } });
  await expectNothingStored();
});
