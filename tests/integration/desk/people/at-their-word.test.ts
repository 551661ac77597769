import { describe, expect, test } from "vitest";
import * as emailChange from "~/account/routes/email-change";
import * as accountScreen from "~/desk/people/routes/account";
import * as dataScreen from "~/desk/people/routes/data-json";
import * as newsletterScreen from "~/desk/people/routes/newsletter";
import * as statementFile from "~/desk/people/routes/statement";
import { isInAudience } from "~/newsletter/audience.server";
import { topics } from "~/newsletter/subscription";
import { db } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { listConsents } from "~/supporters/consent/ledger.server";
import { addDeclaration, addGift } from "tests/support/claims/claim-gifts";
import { deskCookie, loadAtDesk, postAtDesk } from "tests/support/desk/desk-requests";
import { insertSupporter } from "tests/support/desk/desk-rows";
import { auditedActions } from "tests/support/desk/person-requests";
import { listSentSubjects, mailControl, runJobs, useDonationHarness } from "tests/support/giving/donation-harness";
import { aSubscriber } from "tests/support/newsletter/subscribers";
import { listEmailedPaths, postForm, signInAs } from "tests/support/supporters/supporter-requests";

useDonationHarness();

const ada = { firstName: "Ada", lastName: "Lovelamp", email: "ada@example.org" };
const send = (id: string, form: Record<string, string>) =>
  postAtDesk(accountScreen, { params: { id }, form: { formId: newId(), ...form } });
const shown = async (id: string) =>
  (await loadAtDesk(accountScreen, { params: { id } })).data as Awaited<ReturnType<typeof accountScreen.loader>>;

describe("an email address is changed at its owner's word", () => {
  const press = (path: string, answer: "yes" | "no") => {
    const [, , , side = "", token = ""] = path.split("/");
    return postForm(emailChange, path, { answer }, { params: { side, token } });
  };

  test("once the new address confirms; the old one is told, and nobody but the two", async () => {
    const { id } = await insertSupporter(ada);
    await signInAs(id);
    const form = { do: "email", formId: newId(), email: "Augusta@Example.org" };
    for (const answer of [await send(id, form), await send(id, form)]) expect(answer.headers.get("location")).toContain("done=email");
    await runJobs();
    expect(
      mailControl()
        .messages()
        .map(({ to }) => to[0]),
    ).toEqual(expect.arrayContaining(["ada@example.org", "augusta@example.org"]));
    expect(mailControl().messages()).toHaveLength(2);
    expect(
      mailControl()
        .messages()
        .find(({ to }) => to[0] === "ada@example.org")?.text,
    ).toContain("You told our staff");
    expect((await shown(id)).person.pendingTo).toBe("augusta@example.org");
    const [path = ""] = listEmailedPaths("augusta@example.org", /\/supporter\/email\/new\//);
    expect((await press(path, "yes")).shown).toMatchObject({ state: "changed" });
    expect(await db.supporter.findUnique({ where: { id } })).toMatchObject({ email: "augusta@example.org", version: 1 });
    expect(await db.supporterSession.count()).toBe(0);
    expect(await auditedActions()).toEqual(["person.email-change-asked"]);
  });

  test("unless the old address calls it off", async () => {
    const { id } = await insertSupporter(ada);
    await send(id, { do: "email", email: "augusta@example.org" });
    await runJobs();
    const [old = ""] = listEmailedPaths("ada@example.org", /\/supporter\/email\/old\//);
    expect((await press(old, "no")).shown).toMatchObject({ state: "cancelled" });
    const [path = ""] = listEmailedPaths("augusta@example.org", /\/supporter\/email\/new\//);
    expect((await press(path, "yes")).shown).toMatchObject({ state: "refused", reason: "cancelled" });
    expect(await db.supporter.findUnique({ where: { id } })).toMatchObject({ email: "ada@example.org" });
  });

  test("what is no address, and the address that is known, are said", async () => {
    const { id } = await insertSupporter(ada);
    for (const email of ["", "no address", "Ada@example.org"])
      expect(await send(id, { do: "email", email })).toMatchObject({
        status: 400,
        data: { errors: [{ field: "email" }], input: { email } },
      });
    expect([await db.emailChange.count(), await auditedActions()]).toEqual([0, []]);
  });
});

test("somebody is signed out everywhere, and a gift that they say is theirs is confirmed", async () => {
  const { id } = await insertSupporter(ada);
  await signInAs(id);
  await addDeclaration(id, { giverVerified: true });
  const gift = await addGift(id, { giverVerified: false });
  expect((await shown(id)).person).toMatchObject({ sessions: 1, unconfirmed: [{ id: gift }] });
  await send(id, { do: "sign-out" });
  expect((await send(id, { do: `confirm-gift:${gift}` })).status).toBe(303);
  expect((await send(id, { do: `confirm-gift:${gift}` })).status).toBe(409);
  expect((await shown(id)).person).toMatchObject({ sessions: 0, unconfirmed: [] });
  expect(await db.donation.findUnique({ where: { id: gift } })).toMatchObject({ giverVerified: true });
  expect(await auditedActions()).toEqual(["person.signed-out", "gift-aid.gift-confirmed"]);
});

test("a yearly statement is sent once for each form, and downloaded as its supporter would get it", async () => {
  const { id } = await insertSupporter(ada);
  await addGift(id, { paidAt: new Date("2026-06-01T12:00:00Z"), giftPence: 4200 });
  const form = { do: "statement:2026", formId: newId() };
  for (let press = 0; press < 2; press++) expect((await send(id, form)).headers.get("location")).toContain("done=statement");
  expect((await send(id, { do: "statement:2020" })).status).toBe(409);
  await runJobs();
  expect(listSentSubjects()).toEqual(["Your statement for 6 April 2026 to 5 April 2027"]);
  expect(mailControl().messages()[0]?.text).toContain("£42.00");
  expect(await auditedActions()).toEqual(["person.statement-sent"]);
  const file = await loadAtDesk(statementFile, { params: { id, file: "2026.pdf" } });
  expect([file.status, file.headers.get("content-type")]).toEqual([200, "application/pdf"]);
  expect((await loadAtDesk(statementFile, { params: { id, file: "2026.csv" } })).status).toBe(404);
});

test("everything about a person is downloaded by administrators, and the audit log has it", async () => {
  const { id } = await insertSupporter(ada);
  const file = await postAtDesk(dataScreen, { params: { id }, form: {} });
  expect([file.status, file.headers.get("content-type")]).toEqual([200, "application/json"]);
  expect((await postAtDesk(dataScreen, { params: { id }, form: {}, cookie: await deskCookie("treasurer") })).status).toBe(403);
  expect((await postAtDesk(dataScreen, { params: { id: "nobody" }, form: {} })).status).toBe(404);
  expect(await auditedActions()).toEqual(["person.data-downloaded"]);
});

describe("the newsletter at its reader's word", () => {
  const gets = async (id: string) => {
    const wanted: string[] = [];
    for (const topic of topics) if (await isInAudience(db, id, { topic, reach: "quarterly" })) wanted.push(topic);
    return wanted;
  };
  const post = (id: string, form: Record<string, string>) =>
    postAtDesk(newsletterScreen, { params: { id }, form: { of: "0", email: ada.email, ...form } });

  test("topics and how often, a pause, stopping; the ledger says that staff were told", async () => {
    const { id } = await insertSupporter(ada);
    const subscription = await aSubscriber({ email: ada.email, topics: ["news"] });
    expect(await post(id, { do: "choose", frequency: "monthly" })).toMatchObject({ status: 400, data: { errors: [{ field: "news" }] } });
    expect((await post(id, { do: "choose", events: "yes", frequency: "monthly" })).headers.get("location")).toContain("done=choose");
    expect(await gets(subscription.id)).toEqual(["events"]);
    expect((await listConsents(db, ada.email)).slice(1).map(({ purpose, action, via }) => [purpose, action, via])).toEqual([
      ["news", "withdrawn", "desk"],
      ["events", "confirmed", "desk"],
    ]);
    await post(id, { do: "pause" });
    expect(await gets(subscription.id)).toEqual([]);
    await post(id, { do: "resume" });
    expect(await gets(subscription.id)).toEqual(["events"]);
    await post(id, { do: "leave" });
    expect(await gets(subscription.id)).toEqual([]);
    expect((await post(id, { do: "choose", news: "yes", frequency: "every" })).status).toBe(409);
    await post(id, { do: "leave-everything" });
    expect(await db.suppression.findMany()).toMatchObject([{ reason: "unsubscribed" }]);
    expect(await auditedActions()).toEqual(Array(5).fill("newsletter.changed"));
    expect(JSON.stringify((await db.auditEntry.findMany()).map(({ became }) => became))).not.toContain("@");
  });

  test("of an address that is not the person's, or by a viewer, nothing is changed", async () => {
    const { id } = await insertSupporter(ada);
    const other = await aSubscriber({ email: "other@example.org", topics: ["news"] });
    expect((await post(id, { do: "leave", email: "other@example.org" })).status).toBe(409);
    const viewer = await deskCookie("viewer");
    const asked = { params: { id }, form: { of: "0", email: ada.email, do: "leave-everything" }, cookie: viewer };
    expect((await postAtDesk(newsletterScreen, asked)).status).toBe(403);
    expect([await gets(other.id), await db.suppression.count()]).toEqual([["news"], 0]);
  });
});
