import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { importRows } from "~/newsletter/imports/import-rows.server";
import { formatRowResult } from "~/newsletter/imports/columns";
import { fileSource } from "~/newsletter/imports/parse-csv.server";
import { db } from "~/platform/database/db.server";
import { useDatabase } from "tests/support/database";

useDatabase();

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "roomlight-lists-"))));
afterAll(() => rm(folder, { recursive: true, force: true }));

const header = "email,topics,consented_at,consent_words,consent_source";

async function run(
  content: string | Buffer,
  { dryRun = false } = {},
): Promise<{ report: string[]; counts: Awaited<ReturnType<typeof importRows>> }> {
  const path = join(folder, "people.csv");
  await writeFile(path, content);
  const report: string[] = [];
  const counts = await importRows(fileSource(path), {
    dryRun,
    onRow: (number, verdict) => void report.push(`${number}: ${formatRowResult(verdict)}`),
  });
  return { report, counts };
}

const withDays = (...days: string[]) =>
  [header, ...days.map((day, place) => `p${place}@example.org,news,${day},Send me news,summer fair`)].join("\n");
const agreedOn = async () =>
  (await db.newsletterSubscription.findMany({ orderBy: { email: "asc" } })).map(({ confirmedAt }) =>
    confirmedAt.toISOString().slice(0, 10),
  );

test("one day that can be read in one way only tells how all days of a file are written", async () => {
  expect((await run(withDays("01/03/2026", "25/03/2026", "04/04/2026"))).counts).toMatchObject({ subscribed: 3 });
  expect(await agreedOn()).toEqual(["2026-03-01", "2026-03-25", "2026-04-04"]);
});

test("a list from the United States is read with the month first", async () => {
  expect((await run(withDays("01/03/2026", "03/25/2026"))).counts).toMatchObject({ subscribed: 2 });
  expect(await agreedOn()).toEqual(["2026-01-03", "2026-03-25"]);
});

test("days that can all be read in two ways are not guessed: nothing is imported until somebody says which", async () => {
  const path = join(folder, "days.csv");
  await writeFile(path, withDays("01/03/2026", "2026-03-25", "05/05/2026"));
  for (const dryRun of [true, false]) expect(await importRows(fileSource(path), { dryRun })).toEqual({ unclear: "date-order" });
  expect(await db.newsletterSubscription.count()).toBe(0);
  expect(await importRows(fileSource(path), { dryRun: false, dateOrder: "month_first" })).toMatchObject({ subscribed: 3 });
  expect(await agreedOn()).toEqual(["2026-01-03", "2026-03-25", "2026-05-05"]);
});

test("two orders in one file, or another than was said, are refused with their lines", async () => {
  expect((await run(withDays("25/03/2026", "03/25/2026"))).counts).toEqual({
    unreadable: expect.stringMatching(/Line 2 has a day with the day first, line 3 .*month first/) as string,
  });
  const path = join(folder, "other.csv");
  await writeFile(path, withDays("01/03/2026", "25/03/2026"));
  expect(await importRows(fileSource(path), { dryRun: false, dateOrder: "month_first" })).toEqual({
    unreadable: "Line 3 shows that the day is written first.",
  });
  expect(await db.newsletterSubscription.count()).toBe(0);
});

test("a column called E-mail is the address, and what nobody sees in a cell counts for nothing", async () => {
  const file =
    "\u200bE-mail;Topics;Consented at;Consent words;Consent source\n\u200e\u00a0ada@\u00adexample.org\u202c;news;\u200e25/03/2026;Send me news;fair";
  expect((await run(file)).counts).toMatchObject({ subscribed: 1 });
  expect(await db.newsletterSubscription.findFirstOrThrow()).toMatchObject({ email: "ada@example.org" });
});
