import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import * as exampleScreen from "~/desk/gifts/offline/imports/routes/gift-import-example-csv";
import * as listScreen from "~/desk/gifts/offline/imports/routes/gift-import";
import * as listsScreen from "~/desk/gifts/offline/imports/routes/gift-imports";
import type { GiftImportPage } from "~/desk/gifts/offline/imports/gift-import-page.server";
import { findGiftImport, purgeGiftImports } from "~/giving/offline/imports/gift-imports.server";
import { processGiftImport } from "~/giving/offline/imports/process-gift-import.server";
import { setClock } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { addDeclaration } from "tests/support/claims/claim-gifts";
import { runInChild } from "tests/support/child-process";
import { databaseUrl, useDatabase } from "tests/support/database";
import { insertSupporter } from "tests/support/desk/desk-rows";
import { deskRequest, loadAtDesk, postAtDesk } from "tests/support/desk/desk-requests";
import { enterGift } from "tests/support/desk/offline-gifts";
import { auditedActions } from "tests/support/desk/person-requests";
import { expectNoPersonalData, waitingJobs } from "tests/support/giving/donation-harness";
import { patienceMs } from "tests/support/wait-until";

useDatabase();
const today = new Date("2026-11-28T12:00:00Z");
beforeEach(() => setClock(() => today));
afterEach(() => setClock(() => new Date()));

const header = "date,amount,how,first_name,last_name,email,postcode,reference,giver";
const list = (...lines: string[]) => [header, ...lines].join("\n");

async function sendFile(content: string | Buffer) {
  const form = new FormData();
  form.set("list", new File([new Uint8Array(Buffer.from(content))], "gifts.csv"));
  return await postAtDesk(listsScreen, { form });
}

/** A list that was brought to the desk, and read unless told not to. @returns its id */
async function anImport(content: string, { read = true } = {}): Promise<string> {
  const answer = await sendFile(content);
  const id = /^\/desk\/gifts\/imports\/([\w-]+)$/.exec(answer.headers.get("location") ?? "")?.[1];
  if (!id) throw new Error(`it was not taken: ${JSON.stringify(answer.data)}`);
  if (read) await processGiftImport(id);
  return id;
}

const show = async (id: string, query = "") =>
  ((await loadAtDesk(listScreen, { params: { id }, query })).data as { list: GiftImportPage }).list;
const press = (id: string, form: Record<string, string>) => postAtDesk(listScreen, { params: { id }, form });

/** Presses "Bring in", and has the job do it. */
async function bringIn(id: string, choices: Record<string, string> = {}) {
  await press(id, { do: "import", ...choices });
  await processGiftImport(id);
  return await show(id);
}
const linesOf = async (id: string, state: string) => (await show(id, `?lines=${state}`)).lines.map(({ line, reason }) => [line, reason]);

test("a file is read without a change, shown line by line, and brought in on one word", async () => {
  const { id: known } = await insertSupporter({ email: "ada@example.org" });
  const id = await anImport(
    list(
      '2026-03-27,"£1,250.50",cheque,Ada,Byron,ADA@example.org,,000123,',
      "28/03/2026,25,Standing Order,محمد,علي,,EX1 1AA,SO 7,",
      "29 March 2026,0.01,CAF voucher,,CAF,,,V-1,organisation",
      "2026-03-27,lots,cash,,,,,,",
      "2027-01-01,5,cash,,,,,,",
      "2020-11-27,5,cash,,,,,,",
      "2026-03-27,-5,cash,,,,,,",
      "2026-03-27,0,cash,,,,,,",
      "2026-03-27,1000000.01,cash,,,,,,",
      "2026-03-27,5,barter,,,,,,",
      '2026-03-27,5,cash,"=HYPERLINK(""x"")",,,,,',
      "2026-03-27,5,cash,Ada,Byron,nobody,,,",
    ),
  );
  expect(await db.donation.count()).toBe(0);
  expect((await show(id)).tally).toMatchObject({ ready: 3, refused: 9 });
  expect(await linesOf(id, "refused")).toEqual([
    [5, "amount: Enter the amount as a number, such as 25 or 1,250.50"],
    [6, "date: The day on which it came can’t be after today"],
    [7, "date: The day on which it came can’t be before 28 November 2020: nothing older is kept"],
    [8, expect.stringContaining("amount: The amount is below zero")],
    [9, expect.stringContaining("amount: The amount is 0")],
    [10, expect.stringContaining("amount: The amount is more than £1,000,000")],
    [11, "how: Choose how it came"],
    [12, "first_name: a formula stands there. Enter what it should show"],
    [13, expect.stringContaining("email: Check the email address")],
  ]);
  expectNoPersonalData((await waitingJobs()).map((job) => JSON.stringify(job)));
  expect((await bringIn(id)).tally).toMatchObject({ recorded: 3, ready: 0 });
  expect(await db.donation.findMany({ orderBy: { paidAt: "asc" }, include: { offline: true } })).toMatchObject([
    { giftPence: 125_050, paymentMethod: "cheque", supporterId: known, offline: { bankReference: "000123" } },
    { giftPence: 2500, paymentMethod: "standing_order", lastName: "علي", offline: { postcode: "EX1 1AA" } },
    { giftPence: 1, paymentMethod: "voucher", giverKind: "organisation", lastName: "CAF" },
  ]);
  expect(await db.outgoingEmail.count()).toBe(0);
  expect(await auditedActions()).toEqual(["gifts.imported"]);
  // What stood in the lines is gone with their end.
  expect((await db.giftImportRow.findMany()).filter(({ gift }) => gift !== null)).toEqual([]);
  expect((await findGiftImport(id))?.status).toBe("done");
});

test("the same file again brings in nothing; a line that looks like a donation which is there is left unless staff say so", async () => {
  const content = list("2026-03-27,25,cheque,Ada,Byron,ada@example.org,,1,", "2026-03-27,25,cheque,Ada,Byron,ada@example.org,,1,");
  const id = await anImport(content);
  expect((await show(id)).tally).toMatchObject({ ready: 1, double: 1 });
  expect(await linesOf(id, "double")).toEqual([[3, "looks the same as line 2"]]);
  await bringIn(id);
  expect(await db.donation.count()).toBe(1);
  const again = await anImport(content);
  expect((await show(again)).tally).toMatchObject({ known: 1, double: 1, ready: 0 });
  await bringIn(again);
  expect(await db.donation.count()).toBe(1);
  // Saved anew, it is another file.
  const other = await anImport(`${content}\n`);
  const { reference } = await db.donation.findFirstOrThrow();
  expect(await linesOf(other, "double")).toEqual([
    [2, `looks the same as ${reference}`],
    [3, "looks the same as line 2"],
  ]);
  await bringIn(other, { line0: "3", choice0: "another", line1: "2", choice1: "nonsense" });
  expect(await db.donation.count()).toBe(2);
});

test("what a colleague enters while the list waits is not brought in twice", async () => {
  const id = await anImport(list("2026-03-27,1250.50,cheque,Ada,Byron,ada@example.org,,000123,"));
  await enterGift({ email: "ada@example.org" });
  expect((await bringIn(id)).tally).toMatchObject({ recorded: 0, double: 1 });
  expect(await db.donation.count()).toBe(1);
});

describe("days", () => {
  const ambiguous = list("01/03/2026,25,cash,,,,,,");

  test("that can be read in two ways are asked about; the choice holds for all", async () => {
    const id = await anImport(ambiguous);
    expect((await show(id)).status).toBe("asking");
    expect(await press(id, { do: "read" })).toMatchObject({ status: 400, data: { errors: [{ field: "dateOrder" }] } });
    await press(id, { do: "read", dateOrder: "month_first" });
    await processGiftImport(id);
    await bringIn(id);
    expect(await db.donation.findMany()).toMatchObject([{ paidAt: new Date("2026-01-03T00:00:00Z") }]);
  });

  test("of which one shows the order tell it of all; two orders in one file are refused with their lines", async () => {
    const id = await anImport(list("01/03/2026,25,cash,,,,,,", "10/25/2026,5,cash,,,,,,"));
    await bringIn(id);
    expect((await db.donation.findMany({ orderBy: { paidAt: "asc" } })).map(({ paidAt }) => paidAt?.toISOString().slice(0, 10))).toEqual([
      "2026-01-03",
      "2026-10-24",
    ]);
    const mixed = await anImport(list("25/03/2026,25,cash,,,,,,", "10/25/2026,5,cash,,,,,,"));
    expect(await show(mixed)).toMatchObject({
      status: "unreadable",
      unreadable: expect.stringContaining("Line 2 has a day with the day first") as string,
    });
    expect(await db.giftImportRow.count({ where: { importId: mixed } })).toBe(0);
  });
});

describe("whose they are", () => {
  test("by name and postcode is shown with the same name chosen; staff may say otherwise, and what has no choice is left", async () => {
    const { id: ada } = await insertSupporter({ email: null, firstName: "Ada", lastName: "Byron" });
    await addDeclaration(ada, { postcode: "EX1 1AA" });
    const line = (first: string, reference: number) => `2026-03-27,25,cheque,${first},Byron,,EX1 1AA,${reference},`;
    const id = await anImport(list(line("Ada", 1), line("A", 2), line("Ada", 3), line("Allegra", 4)));
    const { lines } = await show(id, "?lines=ask");
    expect(lines.map(({ choice, people }) => [choice, people.map(({ value }) => value)])).toEqual([
      [ada, [ada]],
      [null, [ada]],
      [ada, [ada]],
      [null, [ada]],
    ]);
    await press(id, { do: "save", lines: "ask", line0: "3", choice0: ada, line1: "4", choice1: "new" });
    const after = await bringIn(id, { line0: "2", choice0: ada, line1: "99", choice1: "new" });
    expect(after.tally).toMatchObject({ recorded: 3, ask: 1 });
    const gifts = await db.donation.findMany({ orderBy: { offline: { bankReference: "asc" } } });
    expect(gifts.map(({ supporterId }) => supporterId === ada)).toEqual([true, true, false]);
    expect(await db.supporter.count()).toBe(2);
  });

  test("whoever gives each month becomes one supporter, not twelve", async () => {
    const monthly = Array.from(
      { length: 10 },
      (_, place) => `2026-${String(place + 1).padStart(2, "0")}-01,10,standing order,Mary,Shelley,,EX1 1AA,,`,
    );
    const id = await anImport(list(...monthly));
    expect((await bringIn(id)).tally).toMatchObject({ recorded: 10 });
    expect(await db.supporter.findMany({ include: { donations: true } })).toMatchObject([{ email: null, donations: { length: 10 } }]);
  });
});

describe("files that are no list", () => {
  test.each([
    ["", "The file is empty"],
    ["a,b\n1,2\n", "Missing: date, amount, how"],
    ["PK\u0003\u0004 workbook", "an Excel workbook"],
  ])("%s", async (content, words) => {
    const answer = await sendFile(content);
    expect(answer).toMatchObject({ status: 400, data: { errors: [{ field: "list", message: expect.stringContaining(words) as string }] } });
    expect(await db.giftImport.count()).toBe(0);
  });

  test("the file to begin from can be read", async () => {
    const response = await exampleScreen.loader({ request: await deskRequest(), params: {}, context: { ip: "" } });
    const text = await response.text();
    expect((await show(await anImport(text))).tally.ready).toBe(1);
  });
});

const importerScript = `
  import { connectDatabase } from "./app/platform/database/db.server.ts";
  import { processGiftImport } from "./app/giving/offline/imports/process-gift-import.server.ts";
  connectDatabase(process.argv[1]);
  await processGiftImport(process.argv[2]);
`;
const many = (count: number) =>
  list(...Array.from({ length: count }, (_, place) => `2026-03-27,25,cheque,P,Q,p${place}@example.org,,${place},`));

test("killed in the midst of it, a list goes on where it was, and each line is brought in once", async () => {
  setClock(() => new Date());
  const id = await anImport(many(120), { read: false });
  const reader = runInChild(importerScript, databaseUrl, id);
  await vi.waitUntil(async () => (await db.giftImportRow.count()) > 0, { timeout: patienceMs, interval: 5 });
  await reader.kill();
  await Promise.allSettled([processGiftImport(id), processGiftImport(id)]);
  await processGiftImport(id);
  expect((await show(id)).tally.ready).toBe(120);
  await press(id, { do: "import" });
  const importer = runInChild(importerScript, databaseUrl, id);
  await vi.waitUntil(async () => (await db.donation.count()) > 0, { timeout: patienceMs, interval: 5 });
  await importer.kill();
  expect((await findGiftImport(id))?.status).toBe("importing");
  await Promise.all([processGiftImport(id), processGiftImport(id)]);
  expect((await show(id)).tally).toMatchObject({ recorded: 120, ready: 0 });
  expect([await db.donation.count(), await db.offlineGift.count()]).toEqual([120, 120]);
});

test("thrown away, or left for a week, nothing of it stays; reports go after a month", async () => {
  const [dropped, left] = [await anImport(many(1)), await anImport(many(2))];
  await press(dropped, { do: "drop" });
  setClock(() => new Date(today.getTime() + 8 * 86_400_000));
  await purgeGiftImports();
  for (const id of [dropped, left]) expect(await findGiftImport(id)).toMatchObject({ status: "discarded" });
  const rows = await db.giftImportRow.findMany();
  expect(rows.map(({ gift, choice }) => [gift, choice])).toEqual(rows.map(() => [null, null]));
  await bringIn(left);
  expect(await db.donation.count()).toBe(0);
  setClock(() => new Date(today.getTime() + 31 * 86_400_000));
  await purgeGiftImports();
  expect([await db.giftImport.count(), await db.giftImportRow.count()]).toEqual([0, 0]);
});
