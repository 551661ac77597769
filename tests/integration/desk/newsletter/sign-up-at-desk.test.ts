import { afterEach, expect, test } from "vitest";
import * as signUpScreen from "~/desk/newsletter/routes/sign-up";
import * as confirmScreen from "~/newsletter/sign-up/routes/confirm";
import { setClock } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { addDays, londonDate } from "~/platform/london-dates";
import { formatTypedDate } from "~/platform/typed-date";
import { listConsents } from "~/supporters/consent/ledger.server";
import { inTransaction } from "~/platform/database/db.server";
import { suppress } from "~/newsletter/suppressions/suppress.server";
import { deskCookie, loadAtDesk, postAtDesk } from "tests/support/desk/desk-requests";
import { insertSupporter } from "tests/support/desk/desk-rows";
import { auditedActions } from "tests/support/desk/person-requests";
import { listSentSubjects, runJobs, useDonationHarness } from "tests/support/giving/donation-harness";
import { aSubscriber } from "tests/support/newsletter/subscribers";
import { listEmailedPaths, postForm } from "tests/support/supporters/supporter-requests";

useDonationHarness();
afterEach(() => setClock(() => new Date()));

const today = () => londonDate(new Date());
const told = (change: Record<string, string> = {}) => ({
  email: "Ada@Example.org",
  news: "yes",
  frequency: "monthly",
  way: "phone",
  askedOn: formatTypedDate(today()),
  agreed: "yes",
  ...change,
});
const send = async (form: Record<string, string>, role: "editor" | "viewer" = "editor") =>
  await postAtDesk(signUpScreen, { form, cookie: await deskCookie(role) });

test("whoever asked staff is asked to confirm by email, and gets nothing before; the ledger says how and when, the audit log who", async () => {
  expect((await send(told())).headers.get("location")).toBe("/desk/newsletter/sign-up?done=asked");
  await runJobs();
  expect(listSentSubjects()).toEqual([expect.stringMatching(/^Please confirm: /)]);
  expect(await db.newsletterSubscription.count()).toBe(0);
  const asked = {
    purpose: "news",
    via: "desk",
    evidence: expect.stringMatching(/^Asked for by phone on \d+ \w+ \d{4}, as staff wrote down$/),
  };
  expect(await listConsents(db, "ada@example.org")).toMatchObject([{ ...asked, action: "asked" }]);
  const [entry] = await db.auditEntry.findMany();
  const request = await db.newsletterRequest.findFirstOrThrow();
  expect(entry).toMatchObject({
    action: "newsletter.sign-up-recorded",
    staffId: "test-editor",
    aboutId: request.id,
    became: { way: "phone", askedOn: today() },
  });
  expect(JSON.stringify([entry?.was, entry?.became, entry?.aboutId])).not.toMatch(/ada@example/i);
  const [path = ""] = listEmailedPaths("ada@example.org", /\/newsletter\/confirm\//);
  await postForm(confirmScreen, path, {}, { params: { token: path.split("/").at(-1) ?? "" } });
  expect(await db.newsletterSubscription.findMany()).toMatchObject([{ email: "ada@example.org", status: "subscribed", topics: ["news"] }]);
  expect(await listConsents(db, "ada@example.org")).toMatchObject([
    { action: "asked" },
    { ...asked, action: "confirmed", about: request.id },
  ]);
});

test("pressed twice, or by two at once, one email goes out; the next day it may be asked again", async () => {
  const statuses = (await Promise.all([send(told()), send(told({ email: "ada@example.org" }))])).map(({ status }) => status);
  expect(statuses.toSorted((one, other) => one - other)).toEqual([303, 409]);
  await runJobs();
  expect(await send(told())).toMatchObject({
    status: 409,
    data: { errors: [{ field: "email" }], input: { email: "Ada@Example.org", way: "phone" } },
  });
  await runJobs();
  expect([listSentSubjects().length, await auditedActions()]).toEqual([1, ["newsletter.sign-up-recorded"]]);
  setClock(() => new Date(Date.now() + 25 * 60 * 60 * 1000));
  expect((await send(told())).status).toBe(303);
});

test("to an address that has it, that bounced, or that asked to be forgotten nothing goes; whoever left may come back", async () => {
  await aSubscriber({ email: "reader@example.org" });
  for (const reason of ["bounce", "erasure", "complaint", "fps"] as const)
    await inTransaction((tx) => suppress(tx, `${reason}@example.org`, reason, "desk"));
  await runJobs();
  const sent = listSentSubjects().length;
  for (const name of ["reader", "bounce", "erasure", "complaint", "fps"])
    expect([name, (await send(told({ email: `${name}@example.org` }))).status]).toEqual([name, 409]);
  await runJobs();
  expect([listSentSubjects().length - sent, await db.newsletterRequest.count({ where: { via: "desk" } })]).toEqual([0, 0]);
  await inTransaction((tx) => suppress(tx, "left@example.org", "unsubscribed", "desk"));
  expect((await send(told({ email: "left@example.org" }))).status).toBe(303);
  await runJobs();
  expect(listSentSubjects().length - sent).toBe(1);
});

test.each([
  ["email", { email: "no address" }],
  ["news", { news: "" }],
  ["frequency-every", { frequency: "" }],
  ["way", { way: "guess" }],
  ["askedOn", { askedOn: "31/2/2026" }],
  ["askedOn", { askedOn: formatTypedDate(addDays(today(), 2)) }],
  ["askedOn", { askedOn: formatTypedDate(addDays(today(), -120)) }],
  ["agreed", { agreed: "" }],
])("a mistake in %s is said, with what was typed, and nothing is written down: %j", async (field, change) => {
  const form = told(change as Record<string, string>);
  expect(await send(form)).toMatchObject({ status: 400, data: { errors: [{ field }], input: { email: form.email } } });
  expect([await db.newsletterRequest.count(), await auditedActions()]).toEqual([0, []]);
});

test("a supporter's address is there already, by their id and never in the link; a viewer writes nothing down", async () => {
  const { id } = await insertSupporter({ email: "ada@example.org" });
  expect((await loadAtDesk(signUpScreen, { query: `?person=${id}` })).data).toMatchObject({
    input: { email: "ada@example.org", topics: [] },
  });
  expect((await loadAtDesk(signUpScreen, { query: "?person=nobody" })).data).toMatchObject({ input: { email: "" } });
  expect((await send(told(), "viewer")).status).toBe(403);
  expect(await db.newsletterRequest.count()).toBe(0);
});
