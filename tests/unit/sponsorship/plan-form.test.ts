import fc from "fast-check";
import postcode from "postcode";
import { describe, expect, it } from "vitest";
import { demonstrationCharity } from "~/platform/config/charity";
import { addDays } from "~/platform/london-dates";
import { pence } from "~/platform/money";
import { parseFirstDay } from "~/sponsorship/join/first-day";
import { parsePlanForm, type PlanForm, type PlanFormContext, type PlanFormInput } from "~/sponsorship/join/plan-form";

const terms: PlanFormContext = {
  presets: [pence(250), pence(500)],
  maxCollection: pence(2_500_000),
  fees: demonstrationCharity.fees,
  today: "2026-09-07",
  rooms: [
    { id: "beech", name: "Beech", isFull: true },
    { id: "cedar", name: "Cedar", isFull: false },
  ],
};
const validInput: PlanFormInput = {
  weekly: "250",
  other: "",
  interval: "four_weekly",
  first: "Ada",
  last: "Example",
  email: "ada@example.org",
};
const validPostcode = (text: string) => postcode.parse(text).postcode ?? null;
const parse = (typed: PlanFormInput, change: Partial<PlanFormContext> = {}) => parsePlanForm(typed, { ...terms, ...change }, validPostcode);

function parseValid(typed: PlanFormInput): PlanForm {
  const answer = parse(typed);
  if ("errors" in answer) throw new Error(`refused: ${JSON.stringify(answer.errors)}`);
  return answer.form;
}
const errorsIn = (typed: PlanFormInput, change: Partial<PlanFormContext> = {}) => {
  const answer = parse(typed, change);
  return "errors" in answer ? answer.errors : [];
};
const errorMessages = (typed: PlanFormInput) => errorsIn(typed).map((mistake) => mistake.message);

const presentInput: PlanFormInput = { ...validInput, present: "yes", presentname: "Mo" };

describe("a sponsorship as a present", () => {
  it("is theirs from today, to be printed, unless more is said", () => {
    expect(parseValid(presentInput).tribute).toEqual({ kind: "present", name: "Mo", presentOn: "2026-09-07", email: null, message: null });
    expect(
      parseValid({
        ...presentInput,
        presentday: "25/12/2026",
        presentwords: " Happy\r\nChristmas ",
        certificate: "yes",
        presentemail: "Mo@Example.org",
      }).tribute,
    ).toEqual({ kind: "present", name: "Mo", presentOn: "2026-12-25", email: "Mo@example.org", message: "Happy\nChristmas" });
  });

  it("without a tick is none, whatever else was filled in", () => {
    expect(parseValid({ ...presentInput, present: "" }).tribute).toBeNull();
    expect(parseValid({ ...presentInput, presentemail: "not an address" }).tribute).toMatchObject({ email: null });
  });

  it("says what is wrong with it, field by field", () => {
    const wrong = { presentname: " ", presentday: "31/2/2027", presentwords: "ring 07700 900123", certificate: "yes", presentemail: "mo@" };
    expect(errorsIn({ ...presentInput, ...wrong }).map(({ field }) => field)).toEqual([
      "presentname",
      "presentday",
      "presentwords",
      "presentemail",
    ]);
    expect(errorsIn({ ...presentInput, tribute: "memory", tributename: "Gran" }).map(({ field }) => field)).toEqual(["tribute"]);
  });

  it("asks for the address of whom it is for, and keeps no words that are turned round to be read as others", () => {
    expect(errorMessages({ ...presentInput, certificate: "yes" })).toEqual(["Enter the email address that the certificate goes to"]);
    expect(parseValid({ ...presentInput, presentwords: "\u202eolleH\u202c, for\u200b you" }).tribute).toMatchObject({
      message: "olleH, for you",
    });
  });

  it("is from a day between today and a year from now", () => {
    const messages = (presentday: string) => errorMessages({ ...presentInput, presentday }).join();
    expect(messages("6/9/2026")).toMatch(/^6 September 2026 has passed/);
    expect(messages("7/9/2026")).toBe("");
    expect(messages(addDays("2026-09-07", 366))).toBe("");
    expect(messages(addDays("2026-09-07", 367))).toMatch(/too far ahead/);
    expect(messages("Christmas")).toMatch(/such as 25\/12\/2026/);
  });
});

describe("a sponsor's form", () => {
  it("that says only what it must is a plan to where it is needed most, from now, with a receipt each time", () => {
    expect(parseValid(validInput)).toEqual({
      weekly: 250,
      billingInterval: "four_weekly",
      startsOn: null,
      roomId: null,
      coversFee: false,
      firstName: "Ada",
      lastName: "Example",
      email: "ada@example.org",
      declaration: null,
      wantsNews: false,
      receipts: "each",
      tribute: null,
      source: {},
    });
  });

  it("is read whole", () => {
    const typed: PlanFormInput = {
      ...validInput,
      weekly: "other",
      other: "£7.50",
      interval: "yearly",
      start: "day",
      day: "2026-09-30",
      room: "cedar",
      cover: "yes",
      giftaid: "yes",
      house: "1 Example Street",
      postcode: "ex11aa",
      news: "yes",
      receipts: "yearly",
      tribute: "memory",
      tributename: "Gran",
      card: "yes",
      cardname: "Mo",
      cardemail: "mo@example.org",
      cardwords: "For her.\r\nWith love",
      source: "utm_source=poster",
    };
    expect(parseValid(typed)).toEqual({
      weekly: 750,
      billingInterval: "yearly",
      startsOn: "2026-09-30",
      roomId: "cedar",
      coversFee: true,
      firstName: "Ada",
      lastName: "Example",
      email: "ada@example.org",
      declaration: { house: "1 Example Street", postcode: "EX1 1AA" },
      wantsNews: true,
      receipts: "yearly",
      tribute: { kind: "memory", name: "Gran", card: { name: "Mo", email: "mo@example.org", message: "For her.\nWith love" } },
      source: { utm_source: "poster" },
    });
  });

  it("that is empty names every mistake at once, in the order of the page", () => {
    const all = errorsIn({ giftaid: "yes", start: "day", tribute: "honour", card: "yes" }).map(({ field }) => field);
    expect(all).toEqual([
      "weekly",
      "interval",
      "day",
      "house",
      "postcode",
      "first",
      "last",
      "email",
      "tributename",
      "cardname",
      "cardemail",
    ]);
  });

  it.each([
    ["2.49", /£2\.49 a week is too small.*£2\.50/],
    ["£2.49", /£2\.49 a week is too small/],
    ["2.505", /whole pence/],
    ["10000", /up to £480 a week/],
    ["10,000", /up to £480 a week/],
    ["480.01", /up to £480 a week/],
    ["-5", /at least £2\.50/],
    ["five", /in figures/],
    ["", /how much/],
  ])("refuses %s a week in clear words", (other, clear) => {
    expect(errorMessages({ ...validInput, weekly: "other", other })).toEqual([expect.stringMatching(clear)]);
  });

  it("takes every whole penny from £2.50 to £480", () => {
    fc.assert(
      fc.property(fc.integer({ min: 250, max: 48_000 }), (sum) => {
        expect(parseValid({ ...validInput, weekly: "other", other: (sum / 100).toFixed(2) }).weekly).toBe(sum);
      }),
    );
  });

  it("refuses amounts, billing intervals, rooms and receipts that are not offered", () => {
    expect(
      errorsIn({ ...validInput, weekly: "1", interval: "hourly", room: "oak", receipts: "never", tribute: "x" }).map(({ field }) => field),
    ).toEqual(["weekly", "interval", "room", "receipts", "tribute"]);
  });

  it("offers the next room for one that is full, and needs no rooms where they can't be asked", () => {
    expect(errorMessages({ ...validInput, room: "beech" })).toEqual([expect.stringMatching(/Beech has all.*Choose Cedar/)]);
    expect(errorsIn(validInput, { rooms: null })).toEqual([]);
  });

  it("refuses one collection beyond what is taken at once, fee cover included, and says how else", () => {
    const year: PlanFormInput = { ...validInput, weekly: "other", other: "480", interval: "yearly" };
    expect(errorMessages(year)).toEqual([]);
    expect(errorMessages({ ...year, cover: "yes" })).toEqual([expect.stringMatching(/£25,\d{3}.* at once.*£25,000.*more often/)]);
  });

  it.each(["see https://evil.example", "www.evil.example", "go to evil.com", "evil.co.uk now", "bit.ly/abc"])(
    "lets no card lead to a page of somebody else's: %s",
    (cardwords) => {
      const typed: PlanFormInput = {
        ...validInput,
        tribute: "honour",
        tributename: "Gran",
        card: "yes",
        cardname: "Mo",
        cardemail: "mo@example.org",
      };
      expect(errorsIn({ ...typed, cardwords })).toMatchObject([{ field: "cardwords" }]);
      expect(errorsIn({ ...typed, cardwords: "Thinking of you.Always. Mo, 3.30 on Sunday" })).toEqual([]);
    },
  );

  it("keeps no card that was not asked for", () => {
    const tribute = parseValid({
      ...validInput,
      tribute: "honour",
      tributename: "Gran",
      cardname: "Mo",
      cardemail: "mo@example.org",
    }).tribute;
    expect(tribute).toEqual({ kind: "honour", name: "Gran", card: null });
  });
});

describe("the first day", () => {
  const today = "2026-09-07";
  const days = (from: number, to: number) => fc.integer({ min: from, max: to }).map((ahead) => addDays(today, ahead));

  it.each(["2026-09-30", "30/9/2026", "30.09.2026", "30 September 2026", "30th sept 2026", " 30-9-2026 "])(
    "can be written as %s",
    (typed) => {
      expect(parseFirstDay(typed, today)).toEqual({ startsOn: "2026-09-30" });
    },
  );

  it("is any of the next 31 days; today is now", () => {
    fc.assert(
      fc.property(days(1, 31), (date) => {
        expect(parseFirstDay(date, today)).toEqual({ startsOn: date });
      }),
    );
    expect(parseFirstDay(today, today)).toEqual({ startsOn: null });
  });

  it.each([
    ["2026-09-31", /does not exist/],
    ["31/9/2026", /does not exist/],
    ["2026-02-29", /does not exist/],
    ["2026-13-01", /does not exist/],
    ["2026-00-00", /does not exist/],
    ["7 Smarch 2026", /does not exist/],
    ["2026-09-06", /6 September 2026 has passed/],
    ["2025-09-30", /has passed/],
    ["2026-10-09", /too far ahead.*8 October 2026/],
    ["2036-09-30", /too far ahead/],
    ["", /Enter the day/],
    ["next Monday", /like this: 14\/9\/2026/],
    ["2026-9", /like this/],
  ])("is not %s", (typed, clear) => {
    expect(parseFirstDay(typed, today)).toEqual({ message: expect.stringMatching(clear) as string });
  });

  it("says something of whatever is typed, and never throws", () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        const answer = parseFirstDay(typed, today);
        expect("message" in answer ? answer.message.length : 1).toBeGreaterThan(0);
      }),
    );
  });
});
