import { describe, expect, test } from "vitest";
import * as personScreen from "~/desk/people/routes/person";
import { db } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { formatTypedDate } from "~/platform/typed-date";
import { addDays, londonDate } from "~/platform/london-dates";
import { insertSupporter } from "tests/support/desk/desk-rows";
import { loadAtDesk } from "tests/support/desk/desk-requests";
import { getSupporterId } from "tests/support/supporters/supporter-requests";
import {
  aDonationForm,
  aDonationFormWithGiftAid,
  completeDonation,
  listSentSubjects,
  mailControl,
  runJobs,
  useDonationHarness,
} from "tests/support/giving/donation-harness";
import { showPerson, sendToPerson, auditedActions, aGiver } from "tests/support/desk/person-requests";

useDonationHarness();

describe("the time line", () => {
  test("has everything of one person and nothing of another, newest first, page by page", async () => {
    const gift = await completeDonation({ card: "visa" }, aDonationFormWithGiftAid({ wantsNews: true }));
    const id = getSupporterId(gift);
    await completeDonation({ card: "visa" }, aDonationForm({ firstName: "Bertha", email: "bertha@example.org" }));
    const at = new Date("2026-01-02T12:00:00Z");
    await db.refund.create({ data: { id: "re_1", donationId: gift.id, pence: 100, status: "succeeded", refundedAt: at } });
    await db.dispute.create({ data: { id: "dp_1", donationId: gift.id, pence: 200, status: "lost", reason: "fraudulent", openedAt: at } });
    await sendToPerson(id, { do: "note", formId: newId(), text: "Rang us\nabout Gift Aid" });
    const { person } = await showPerson(id);
    const texts = person.timeline.map(({ text }) => text);
    for (const wanted of [
      /^Donation RL-\w{6}, £30\.00 as a one-off: paid$/,
      /^Refund of £1\.00 of RL-\w{6}: done$/,
      /^The bank asked for £2\.00 of RL-\w{6} back: lost$/,
      /^Gift Aid declared with a donation: /,
      /^Email “Receipt”: sent /,
      /^Asked for: emails about news, with a donation$/,
      /^Note by Test administrator: Rang us\nabout Gift Aid$/,
    ])
      expect(texts.filter((text) => wanted.test(text))).toHaveLength(1);
    expect(texts.at(0)).toMatch(/^Note by/);
    expect(person).toMatchObject({ name: "Adaline Lovelamp", given: "£30.00 in 1 donation", email: "adaline@example.org" });

    for (let note = 0; note < 60; note++)
      await db.staffNote.create({
        data: {
          id: newId(),
          supporterId: id,
          text: `Note ${note}`,
          writtenById: "test-administrator",
          writtenAt: new Date(at.getTime() - (note % 7)),
        },
      });
    const keys: string[] = [];
    for (let query = ""; ;) {
      const page = (await showPerson(id, query)).person;
      keys.push(...page.timeline.map(({ key }) => key));
      if (!page.next) break;
      query = `?after=${page.next}`;
    }
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toHaveLength(texts.length + 60);
    expect((await loadAtDesk(personScreen, { params: { id: "nobody" } })).status).toBe(404);
  });

  test("an email is sent again from there, once for each form, and nobody else's", async () => {
    const id = await aGiver();
    const other = await insertSupporter();
    const { person, formId } = await showPerson(id);
    const email = person.timeline.find(({ resend }) => resend)?.resend ?? "";
    const press = async (of: string) => (await sendToPerson(of, { do: `resend:${email}`, formId })).headers.get("location");
    expect(await press(other.id)).toContain("done=email-not");
    expect(await press(id)).toContain("done=email");
    expect(await press(id)).toContain("done=email-not");
    await runJobs();
    expect(listSentSubjects()).toHaveLength(2);
    expect(await auditedActions()).toEqual(["email.resent"]);
  });
});

describe("corrections", () => {
  test("a name is corrected for the person and Gift Aid; mistakes keep what was typed", async () => {
    const id = await aGiver(
      aDonationFormWithGiftAid({ declaration: { scope: "this_and_future", house: "1 Candle Street", postcode: "EX1 1AA" } }),
    );
    const { person } = await showPerson(id);
    const wrong = await sendToPerson(id, { do: "name", version: String(person.version), first: "Ada Ωmega☃", last: "" });
    expect(wrong).toMatchObject({
      status: 400,
      data: { sent: "name", input: { first: "Ada Ωmega☃" }, errors: [{ field: "first" }, { field: "last" }] },
    });
    expect(await auditedActions()).toEqual([]);
    const done = await sendToPerson(id, { do: "name", version: String(person.version), first: "Ada", last: "Lamp" });
    expect(done.headers.get("location")).toBe(`/desk/people/${id}?done=name`);
    expect(await db.supporter.findUnique({ where: { id } })).toMatchObject({ firstName: "Ada", lastName: "Lamp", version: 1 });
    expect(await db.declarationChange.findMany()).toMatchObject([{ firstName: "Ada", lastName: "Lamp", house: "1 Candle Street" }]);
    const moved = await sendToPerson(id, { do: "home", version: "1", house: "2 Wick Lane", postcode: "ex22bb" });
    expect(moved.headers.get("location")).toContain("done=home");
    expect((await showPerson(id)).person.home).toEqual({ house: "2 Wick Lane", postcode: "EX2 2BB" });
    expect(await auditedActions()).toEqual(["person.corrected", "person.corrected"]);
    expect(JSON.stringify((await db.auditEntry.findMany()).map(({ was, became }) => [was, became]))).not.toMatch(/Ada|Wick/);
  });

  test("of two who correct one person, the second sees both versions and nothing of theirs is saved until they say so", async () => {
    const id = await aGiver();
    const version = String((await showPerson(id)).person.version);
    const first = { do: "name", version, first: "Ada", last: "First" };
    const second = { do: "name", version, first: "Ada", last: "Second" };
    const answers = await Promise.all([sendToPerson(id, first), sendToPerson(id, second)]);
    const late = answers.find(({ status }) => status === 409);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 409]);
    const shown = late?.data as Awaited<ReturnType<typeof showPerson>>;
    const saved = (await db.supporter.findUniqueOrThrow({ where: { id } })).lastName;
    expect(shown.person).toMatchObject({ lastName: saved, version: 1 });
    expect(shown.input.last).toBe(saved === "First" ? "Second" : "First");
    expect(shown.errors[0]?.message).toContain(`you typed “Ada ${shown.input.last ?? ""}”`);
    expect(await auditedActions()).toEqual(["person.corrected"]);
    await sendToPerson(id, { do: "name", version: String(shown.person.version), first: "Ada", last: shown.input.last ?? "" });
    expect(await db.supporter.findUnique({ where: { id } })).toMatchObject({ lastName: shown.input.last, version: 2 });
  });

  test("what its owner changed meanwhile counts as well", async () => {
    const id = await aGiver();
    await db.supporter.update({ where: { id }, data: { version: { increment: 1 } } });
    expect(await sendToPerson(id, { do: "name", version: "0", first: "Ada", last: "Late" })).toMatchObject({ status: 409 });
  });
});

describe("Gift Aid", () => {
  const declaration = {
    do: "declare",
    via: "phone",
    declaredOn: "27/3/2026",
    scope: "this_and_future",
    house: "1 Candle Street",
    postcode: "ex1 1aa",
    agreed: "yes",
  };

  test("a declaration by phone is recorded from its day, and confirmed in writing; it is cancelled with an email", async () => {
    const id = await aGiver();
    expect((await sendToPerson(id, declaration)).headers.get("location")).toContain("done=declared");
    expect(await db.declaration.findMany()).toMatchObject([
      {
        supporterId: id,
        via: "phone",
        scope: "this_and_future",
        declaredAt: new Date("2026-03-27T00:00:00Z"),
        postcode: "EX1 1AA",
        lastName: "Lovelamp",
        giverVerified: true,
      },
    ]);
    await runJobs();
    const mail = mailControl()
      .messages()
      .find(({ subject }) => subject.startsWith("Gift Aid is on"));
    expect(mail?.to).toEqual(["adaline@example.org"]);
    for (const words of [
      "by phone",
      "1 Candle Street, EX1 1AA",
      "27 March 2026",
      "Every donation I make from now on",
      "I am a UK taxpayer",
      "Adaline Lovelamp",
    ])
      expect(mail?.text).toContain(words);
    expect(await sendToPerson(id, declaration)).toMatchObject({ status: 409 });
    const [active] = (await showPerson(id)).person.declarations;
    expect((await sendToPerson(id, { do: `cancel-declaration:${active?.id ?? ""}` })).headers.get("location")).toContain("done=cancelled");
    expect(await sendToPerson(id, { do: `cancel-declaration:${active?.id ?? ""}` })).toMatchObject({ status: 409 });
    await runJobs();
    expect(listSentSubjects()).toContain("You cancelled Gift Aid for Roomlight");
    expect(await auditedActions()).toEqual(["gift-aid.recorded", "gift-aid.cancelled"]);
  });

  test("what is missing, untrue or not agreed to is said, and nothing is recorded", async () => {
    const id = await aGiver();
    const inTwoDays = formatTypedDate(addDays(londonDate(new Date()), 2));
    for (const [change, field] of [
      [{ via: "pigeon" }, "via"],
      [{ declaredOn: inTwoDays }, "declaredOn"],
      [{ declaredOn: "31/2/2026" }, "declaredOn"],
      [{ declaredOn: "5/4/2000" }, "declaredOn"],
      [{ scope: "this_gift" }, "scope"],
      [{ house: "" }, "house"],
      [{ postcode: "nowhere" }, "postcode"],
      [{ agreed: "" }, "agreed"],
    ] as const)
      expect(await sendToPerson(id, { ...declaration, ...change })).toMatchObject({
        status: 400,
        data: { errors: [{ field }], input: { via: change && "via" in change ? "pigeon" : "phone" } },
      });
    const nameless = await insertSupporter({ lastName: "" });
    expect(await sendToPerson(nameless.id, declaration)).toMatchObject({ status: 400, data: { errors: [{ field: "last" }] } });
    expect(await db.declaration.count()).toBe(0);
    expect(await auditedActions()).toEqual([]);
  });
});
