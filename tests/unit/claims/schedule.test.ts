import { parse } from "csv-parse/sync";
import { strFromU8, strToU8, unzipSync, zipSync, type Zippable } from "fflate";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanDetails } from "~/claims/claim-fields";
import type { ClaimLine } from "~/claims/claim-line";
import { writeCsvFiles } from "~/claims/schedule/csv";
import { writeOds, writeSchedules } from "~/claims/schedule/ods";
import { scheduleCells, shortDate } from "~/claims/schedule/schedule-cells";
import { londonDate } from "~/platform/london-dates";
import { readSchedule, rowErrors, type ReadRow } from "tests/support/claims/hmrc-schedule-reader";

const today = "2026-11-27";
const ada: ClaimLine = {
  aggregated: null,
  title: "Mrs",
  firstName: "Ada",
  lastName: "Smith-O'Neill",
  house: "12",
  postcode: "SW1A 1AA",
  firstDate: "2015-03-01",
  date: "2015-03-24",
  pence: 24_000,
};
const small: ClaimLine = { aggregated: "Gifts under £30", firstDate: "2026-01-01", date: "2026-01-31", pence: 100_000 };

describe("the schedule as HMRC's form reads it", () => {
  it("shows each row with two-digit dates, two decimals and a space in a double name", () => {
    const abroad: ClaimLine = {
      ...ada,
      title: null,
      house: "100 Champs Elysees, Paris",
      postcode: null,
      firstDate: "2024-02-29",
      date: "2024-02-29",
      pence: 1,
    };
    const read = readSchedule(writeOds([ada, abroad, small], 2_500), today);
    expect(read.errors).toEqual([]);
    expect(read).toMatchObject({ earliestDate: "01/03/15", overclaimed: "25.00", total: "1240.01" });
    expect(read.rows.map((row) => Object.values(row).join("|"))).toEqual([
      "1|Mrs|Ada|Smith O'Neill|12|SW1A 1AA|||24/03/15|240.00",
      "2||Ada|Smith O'Neill|100 Champs Elysees, Paris|X|||29/02/24|0.01",
      "3||||||Gifts under £30||31/01/26|1000.00",
    ]);
  });

  it("has no box for tax claimed too much where there is none", () => {
    expect(readSchedule(writeOds([ada], 0), today).overclaimed).toBe("");
  });

  it("escapes what XML would read as markup", () => {
    const read = readSchedule(writeOds([{ ...ada, house: 'Flat "A" & <B>' }], 0), today);
    expect(read.rows[0]?.house).toBe('Flat "A" & <B>');
  });

  it("is split at 1,000 rows and at 256,000 bytes, with what was claimed too much in the first file alone", () => {
    const lines = Array.from({ length: 2_001 }, (_, index) => ({ ...ada, pence: index + 1 }));
    const files = [...writeSchedules(lines, 100)].map((file) => readSchedule(file, today));
    expect(files.map(({ rows }) => rows.length)).toEqual([1000, 1000, 1]);
    expect(files.map(({ overclaimed }) => overclaimed)).toEqual(["1.00", "", ""]);
    const bySize = [...writeSchedules(lines.slice(0, 100), 0, { rows: 1000, bytes: 9_000 })];
    expect(bySize.length).toBeGreaterThan(1);
    for (const file of bySize) expect(file.length).toBeLessThanOrEqual(9_000);
    expect(bySize.flatMap((file) => readSchedule(file, today).rows.map(({ amount }) => amount))).toEqual(
      lines.slice(0, 100).map(({ pence }) => (pence / 100).toFixed(2)),
    );
  });

  it("of any rows that a claim can hold is taken whole", () => {
    const name = fc.string({ unit: fc.constantFrom(..."aéßñ'-. ÿ"), minLength: 1, maxLength: 35 });
    const donor = fc.record({ firstName: name, lastName: name, house: name, postcode: fc.constantFrom("SW1A 1AA", "je2 3ab", null) });
    fc.assert(
      fc.property(fc.array(donor, { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 99_999_999 }), (donors, pence) => {
        const lines = donors.flatMap((each) => {
          const cleaned = cleanDetails(each);
          return "details" in cleaned ? [{ ...ada, ...cleaned.details, pence }] : [];
        });
        if (lines.length === 0) return;
        const read = readSchedule(writeOds(lines, 0), today);
        expect(read.errors).toEqual([]);
        expect(read.rows.map(({ firstName, house }) => [firstName, house])).toEqual(
          lines.map(({ firstName, house }) => [firstName, house]),
        );
      }),
      { numRuns: 40 },
    );
  });
});

describe("HMRC's rules for the file", () => {
  const good = unzipSync(writeOds([ada, small], 2_500));
  const content = strFromU8(good["content.xml"] ?? new Uint8Array());
  /** The file with other contents, its type first, or not, and stored, or not. */
  const zipped = (xml: string, { level = 0 as 0 | 9, typeFirst = true, more = 0 } = {}) => {
    const mimetype = { mimetype: [good["mimetype"] ?? new Uint8Array(), { level }] } as Zippable;
    const rest = { "content.xml": strToU8(xml), ...(more > 0 && { more: [new Uint8Array(more), { level: 0 }] }) } as Zippable;
    return zipSync(typeFirst ? { ...mimetype, ...rest } : { ...rest, ...mimetype });
  };
  const changed = (from: string | RegExp, to: string) => {
    const xml = content.replace(from, to);
    if (xml === content) throw new Error(`nothing to change: ${String(from)}`);
    return zipped(xml);
  };

  it.each([
    ["as it is written", zipped(content)],
    ["with another language's name of the sheet", changed("R68GAD_V1_00_0_EN", "R68GAD_V1_00_0_CY")],
    ["without tax claimed too much", changed(/<text:p>25.00<\/text:p>/, "")],
    ["of 256,000 bytes", zipped(content, { more: 256_000 - zipped(content, { more: 1 }).length + 1 })],
  ])("%s it is taken", (_, file) => {
    expect(readSchedule(file, today).errors).toEqual([]);
  });

  it.each([
    [
      "of 256,001 bytes",
      zipped(content, { more: 256_000 - zipped(content, { more: 1 }).length + 2 }),
      "the file is larger than 256,000 bytes",
    ],
    ["whose type is compressed", zipped(content, { level: 9 }), "the type is not first and stored"],
    ["whose type is not first", zipped(content, { typeFirst: false }), "the type is not first and stored"],
    ["with another sheet first", changed("R68GAD_V1_00_0_EN", "Sheet1"), "the first sheet has another name"],
    ["without the earliest date", changed("<text:p>01/03/15</text:p>", ""), "the earliest date is none"],
    ["with the earliest date to come", changed("<text:p>01/03/15</text:p>", "<text:p>01/03/27</text:p>"), "the earliest date is none"],
    ["with no tax claimed too much as a sum", changed("<text:p>25.00</text:p>", "<text:p>0.00</text:p>"), "the over-claimed tax is no sum"],
    ["with that tax without pence", changed("<text:p>25.00</text:p>", "<text:p>25</text:p>"), "the over-claimed tax is no sum"],
    [
      "with a blank row between",
      changed(/<text:p>(Mrs|Ada|Smith O'Neill|12|SW1A 1AA|24\/03\/15|240\.00)<\/text:p>/g, ""),
      "row 2: blank rows stand before it",
    ],
  ])("%s it is refused", (_, file, error) => {
    expect(readSchedule(file, today).errors).toContain(error);
  });
});

const row: ReadRow = {
  item: "1",
  title: "",
  firstName: "Ada",
  lastName: "Byron",
  house: "12",
  postcode: "SW1A 1AA",
  aggregated: "",
  sponsored: "",
  date: "24/03/15",
  amount: "240.00",
};

describe("HMRC's rules for a row", () => {
  const none: Partial<ReadRow> = { firstName: "", lastName: "", house: "", postcode: "" };
  it.each<[Partial<ReadRow>]>([
    [{}],
    [{ title: "Mr" }],
    [{ title: "Prof" }],
    [{ postcode: "X" }],
    [{ postcode: "BF1 2AB" }],
    [{ firstName: "a".repeat(35), lastName: "é".repeat(35), house: "1".repeat(40) }],
    [{ ...none, aggregated: "a".repeat(35), amount: "1000.00" }],
    [{ sponsored: "Yes" }],
    [{ amount: "1,240.00" }],
    [{ amount: "0.01" }],
    [{ amount: "9999999999999.99" }],
    [{ date: "29/02/24" }],
  ])("%j is taken", (changes) => {
    expect(rowErrors({ ...row, ...changes }, 1, today)).toEqual([]);
  });

  it.each<[Partial<ReadRow>, string]>([
    [{ item: "01" }, "item"],
    [{ title: "Mr." }, "title"],
    [{ title: "M" }, "title"],
    [{ title: "Madam" }, "title"],
    [{ firstName: "" }, "first name"],
    [{ lastName: "a".repeat(36) }, "last name"],
    [{ house: "1".repeat(41) }, "house"],
    [{ postcode: "SW1A1AA" }, "postcode"],
    [{ postcode: "BFPO 801" }, "postcode"],
    [{ postcode: "x" }, "postcode"],
    [{ ...none, aggregated: "a".repeat(36) }, "aggregated"],
    [{ aggregated: "Gifts" }, "aggregated beside a donor"],
    [{ ...none, aggregated: "Gifts", amount: "1000.01" }, "aggregated over 1000"],
    [{ sponsored: "No" }, "sponsored"],
    [{ date: "29/02/23" }, "date"],
    [{ date: "28/11/26" }, "date"],
    [{ date: "2015-03-24" }, "date"],
    [{ amount: "240" }, "amount"],
    [{ amount: "£240.00" }, "amount"],
    [{ amount: "0.00" }, "amount"],
    [{ amount: "240.0" }, "amount"],
    [{ amount: "-1.00" }, "amount"],
    [{ amount: "99999999999999.99" }, "amount"],
    [{ item: "" }, "item"],
    [{ title: "1st" }, "title"],
    [{ lastName: "" }, "last name"],
    [{ firstName: "a".repeat(36) }, "first name"],
    [{ house: "" }, "house"],
    [{ postcode: "" }, "postcode"],
    [{ postcode: "SW1A  1AA" }, "postcode"],
    [{ ...none, aggregated: "Gifts", sponsored: "Yes" }, "aggregated beside a donor"],
    [{ ...none, aggregated: "Gifts", title: "Mr" }, "aggregated beside a donor"],
  ])("%j is refused for its %s", (changes, error) => {
    expect(rowErrors({ ...row, ...changes }, 1, today)).toContain(error);
  });
});

describe("dates in the schedule", () => {
  it.each([
    ["2026-04-05T22:30:00Z", "05/04/26"],
    ["2026-04-05T23:30:00Z", "06/04/26"],
    ["2026-01-31T23:30:00Z", "31/01/26"],
    ["2024-02-29T12:00:00Z", "29/02/24"],
  ])("a gift at %s is of %s, London's day", (instant, shown) => {
    expect(shortDate(londonDate(new Date(instant)))).toBe(shown);
  });
});

describe("the CSV to paste", () => {
  it("holds the nine columns from C on, 1,000 rows a file", () => {
    const lines = Array.from({ length: 1_001 }, (_, index) => ({ ...ada, house: `"Mill" ${index}` }));
    const files = writeCsvFiles(lines).map((csv) => parse(csv) as string[][]);
    expect(files.map((rows) => rows.length)).toEqual([1000, 1]);
    expect(files[1]?.[0]).toEqual([...scheduleCells(lines[1000] ?? ada)]);
  });
});
