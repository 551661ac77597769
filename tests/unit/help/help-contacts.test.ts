import { describe, expect, it } from "vitest";
import { type Contact, coversArea, dialDigits, isOverdue, primaryPhone, isLinkable, phoneHref, relayNumber } from "~/help/contacts/contact";
import { findContact, listContacts, listUrgentContacts } from "~/help/contacts/contacts.server";
import { parseContactsOrThrow, parseContacts } from "~/help/contacts/parse-contacts.server";

const validContact = {
  id: "a-line",
  name: "A line",
  shortName: "A line",
  organisation: "A charity",
  serves: "Anyone.",
  phones: [{ shown: "0800 808 3733", type: "voice" }],
  areas: ["england"],
  status: "confirmed",
  checkedOn: "2026-08-31",
  nextCheck: "2026-11-29",
  source: { name: "Its website" },
};
const makeContact = (change: Record<string, unknown> = {}): Contact =>
  parseContactsOrThrow({ "x.json": [{ ...validContact, ...change }] })[0]!;
const errorsIn = (...records: unknown[]) => parseContacts({ "x.json": records }).errors.map((m) => m.message);

describe("the door to contacts", () => {
  it("gives the four urgent numbers in order", () => {
    expect(listUrgentContacts().map((c) => primaryPhone(c)?.shown)).toEqual(["999", "0800 808 3733", "08000 121 700", "101"]);
    expect(listUrgentContacts().every((c) => c.status === "confirmed")).toBe(true);
  });

  it("finds one by id, or none", () => {
    expect(findContact("salvation-army")?.name).toContain("Salvation Army");
    expect(findContact("nobody")).toBeNull();
  });

  it("links to the same digits that are shown, for every number of every record", () => {
    let linked = 0;
    for (const c of listContacts()) {
      for (const phone of c.phones) {
        const href = phoneHref(c, phone);
        if (!isLinkable(c)) expect(href).toBeNull();
        else {
          expect(href).toBe(`${phone.type === "text" ? "sms" : "tel"}:${phone.shown.replace(/\D/g, "")}`);
          linked++;
        }
      }
    }
    expect(linked).toBeGreaterThan(3);
  });
});

describe("what a number may do", () => {
  it("a superseded or withdrawn number is never a link, nor through text relay", () => {
    for (const status of ["superseded", "withdrawn"] as const) {
      const old = { ...makeContact(), status };
      expect(isLinkable(old)).toBe(false);
      expect(phoneHref(old, old.phones[0]!)).toBeNull();
      expect(relayNumber(old, old.phones[0]!)).toBeNull();
      expect(isOverdue(old, "2099-01-01")).toBe(false);
    }
  });

  it("text relay puts 18001 before a voice number only", () => {
    const c = makeContact();
    expect(relayNumber(c, c.phones[0]!)).toEqual({
      shown: "18001 0800 808 3733",
      href: "tel:1800108008083733",
    });
    expect(relayNumber(c, { shown: "07587 134 122", type: "text" })).toBeNull();
    const emergency = findContact("police-emergency")!;
    expect(relayNumber(emergency, emergency.phones[0]!)).toBeNull();
  });

  it("a text number opens a message", () => {
    const phone = { shown: "07587 134 122", type: "text" } as const;
    expect(phoneHref(makeContact(), phone)).toBe("sms:07587134122");
    expect(dialDigits(phone)).toBe("07587134122");
  });

  it("is overdue from the day after its next check", () => {
    expect(isOverdue(makeContact(), "2026-11-29")).toBe(false);
    expect(isOverdue(makeContact(), "2026-11-30")).toBe(true);
  });

  it("a wider area covers those within it, and not the other way round", () => {
    expect(coversArea(makeContact(), "waltham-forest")).toBe(true);
    expect(coversArea(makeContact({ areas: ["waltham-forest"] }), "england")).toBe(false);
    expect(coversArea(makeContact({ areas: ["scotland"] }), "england")).toBe(false);
    expect(coversArea(makeContact({ areas: ["uk"] }), "northern-ireland")).toBe(true);
  });
});

describe("mistakes in record files", () => {
  it.each([
    [{ status: "confirmed", checkedOn: null }, /says when it was checked/],
    [{ status: "unconfirmed" }, /says when it was listed/],
    [{ nextCheck: null }, /checked next/],
    [{ nextCheck: "2026-08-31" }, /comes after/],
    [{ checkedOn: "31 August 2026" }, /YYYY-MM-DD/],
    [{ checkedOn: "2026-02-30" }, /YYYY-MM-DD/],
    [{ phones: [{ shown: "0800-808-3733", type: "voice" }] }, /single spaces/],
    [{ phones: [], url: null }, /a number or a website/],
    [{ areas: [] }, /which areas/],
    [{ areas: ["atlantis"] }, /areas/],
    [{ status: "superseded", nextCheck: null }, /what took its place/],
    [{ supersededBy: "b-line" }, /only a superseded/],
    [{ surprise: 1 }, /surprise/],
    [{ source: { name: "" } }, /source/],
    [{ url: "javascript:alert(1)" }, /https/],
  ])("%o", (change, sentence) => {
    expect(errorsIn({ ...validContact, ...change }).join("\n")).toMatch(sentence);
  });

  it("sees an id used twice, and a replacement that cannot be called", () => {
    expect(errorsIn(validContact, validContact)).toEqual(["this id is used twice"]);
    const old = { ...validContact, id: "old-line", status: "superseded", supersededBy: "nobody" };
    expect(errorsIn(validContact, old).join()).toContain('"nobody" is not a contact that people can call');
  });

  it("names file, record and mistake when it refuses to start", () => {
    expect(() => parseContactsOrThrow({ "x.json": [{ ...validContact, nextCheck: null }] })).toThrow(
      /app\/help\/contacts\/x\.json: a-line: .*checked next/,
    );
    expect(() => parseContactsOrThrow({ "x.json": {} })).toThrow(/list of records/);
  });
});
