import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createWriteStream } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isInAudience } from "~/newsletter/audience.server";
import { unescapeFormula } from "~/newsletter/imports/columns";
import { exportSubscribers } from "~/newsletter/imports/export-subscribers.server";
import { importRows } from "~/newsletter/imports/import-rows.server";
import { unsubscribe } from "~/newsletter/unsubscribe.server";
import { formatRowResult } from "~/newsletter/imports/columns";
import { fileSource } from "~/newsletter/imports/parse-csv.server";
import { suppress } from "~/newsletter/suppressions/suppress.server";
import { suppressionReasons } from "~/newsletter/suppressions/suppression";
import { db, inTransaction } from "~/platform/database/db.server";
import { listConsents } from "~/supporters/consent/ledger.server";
import { useDatabase } from "tests/support/database";
import { waitingJobs } from "tests/support/giving/donation-harness";
import { aSubscriber } from "tests/support/newsletter/subscribers";

useDatabase();

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "roomlight-lists-"))));
afterAll(() => rm(folder, { recursive: true, force: true }));

const header = "email,topics,consented_at,consent_words,consent_source";
const evidence = "2026-03-01,Send me news,summer fair";
const buildCsv = (...addresses: string[]) => [header, ...addresses.map((address) => `${address},news events,${evidence}`)].join("\n");

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

async function exported(): Promise<{ text: string; rows: Record<string, string>[] }> {
  const path = join(folder, "out.csv");
  await exportSubscribers(createWriteStream(path));
  const text = await readFile(path, "utf8");
  return { text, rows: parse(text, { bom: true, columns: true }) };
}

const readAllRows = async () =>
  JSON.stringify([
    await db.newsletterSubscription.findMany(),
    await db.suppression.findMany(),
    (await db.consent.findMany()).length,
    (await waitingJobs()).length,
  ]);

test("a list with evidence subscribes, with lines that say in which words and where; again, it changes nothing", async () => {
  const { report, counts } = await run(buildCsv("Ada@Example.org", "eve@example.org"));
  expect(report).toEqual(["2: subscribe to news, events", "3: subscribe to news, events"]);
  expect(counts).toEqual({ lines: 2, subscribed: 2, unchanged: 0, refused: 0 });
  const { id } = await db.newsletterSubscription.findUniqueOrThrow({ where: { email: "ada@example.org" } });
  expect(await isInAudience(db, id, { topic: "news", reach: "monthly" })).toBe(true);
  expect(await listConsents(db, "ada@example.org")).toMatchObject([
    {
      purpose: "news",
      action: "confirmed",
      via: "import",
      evidence: "“Send me news” (summer fair)",
      agreedAt: new Date("2026-03-01"),
      about: id,
    },
    { purpose: "events" },
  ]);
  expect((await waitingJobs()).map(({ task, key }) => [task, key])).toContainEqual(["sync-contact", `sync-contact:${id}`]);
  const before = await readAllRows();
  expect((await run(buildCsv("Ada@Example.org", "eve@example.org"))).report).toEqual([
    "2: nothing: has the newsletter already",
    "3: nothing: has the newsletter already",
  ]);
  expect(await readAllRows()).toBe(before);
});

test("nobody is brought back, by any list: not who left, took consent back, or is suppressed", async () => {
  const gone = await aSubscriber({ email: "gone@example.org" });
  await inTransaction((tx) => unsubscribe(tx, gone.id, "one-click"));
  await aSubscriber({ email: "erasing@example.org", status: "erasing" });
  const before = await aSubscriber({ email: "forgotten@example.org" });
  await inTransaction((tx) => unsubscribe(tx, before.id, "preferences"));
  await db.newsletterSubscription.delete({ where: { id: before.id } });
  await aSubscriber({ email: "has@example.org", topics: ["appeals"] });
  for (const reason of suppressionReasons) await inTransaction((tx) => suppress(tx, `${reason}@example.org`, reason));
  const stands = await readAllRows();
  const names = ["gone", "erasing", "forgotten", "has", ...suppressionReasons].map((name) => `${name}@example.org`);
  const { report, counts } = await run(buildCsv(...names));
  expect(report).toEqual([
    "2: nothing: left before, and only that person can come back",
    "3: nothing: asked to be forgotten",
    "4: nothing: took this consent back before",
    "5: nothing: has the newsletter already",
    ...suppressionReasons.map((_, place) => `${6 + place}: nothing: must not be written to`),
  ]);
  expect(counts).toMatchObject({ subscribed: 0 });
  expect(await readAllRows()).toBe(stands);
});

test("a dry run says the same, line by line, and changes nothing", async () => {
  await inTransaction((tx) => suppress(tx, "fps@example.org", "fps"));
  const list = [buildCsv("ada@example.org", "ADA@example.org", "fps@example.org"), "no address,news," + evidence, ",,,,"].join("\n");
  const before = await readAllRows();
  const dry = await run(list, { dryRun: true });
  expect(await readAllRows()).toBe(before);
  expect(dry.report).toEqual([
    "2: subscribe to news, events",
    "3: nothing: stands in line 2 already",
    "4: nothing: must not be written to",
    "5: NOT TAKEN: email: it has no @. An address looks like name@example.org",
    "6: NOT TAKEN: email: there is none",
  ]);
  expect(await run(list)).toEqual(dry);
});

test.each([
  ["no evidence of when", `a@example.org,news,,words,fair`, /consented_at: write the day/],
  ["a year in two figures", `a@example.org,news,25/03/26,words,fair`, /consented_at: write the year in four digits/],
  ["a day that is none", `a@example.org,news,2026-02-30,words,fair`, /consented_at/],
  ["a day to come", `a@example.org,news,2999-01-01,words,fair`, /not come yet/],
  ["no words", `a@example.org,news,2026-03-01,,fair`, /consent_words: without/],
  ["no place", `a@example.org,news,2026-03-01,words,`, /consent_source: without/],
  ["an address in the evidence", `a@example.org,news,2026-03-01,words,by eve@example.org`, /leave addresses out/],
  ["no topic", `a@example.org,,2026-03-01,words,fair`, /topics: write at least one/],
  ["a topic that is none", `a@example.org,everything,2026-03-01,words,fair`, /"everything" is none/],
  ["too few columns", `a@example.org,news`, /consented_at/],
])("a line with %s is not taken, and says why", async (_, line, why) => {
  const { report, counts } = await run(`${header}\n${line}`);
  expect(report).toEqual([expect.stringMatching(why)]);
  expect(counts).toMatchObject({ refused: 1, subscribed: 0 });
  expect(await db.consent.count()).toBe(0);
});

const validCsv = [header, `ada@example.org,news,${evidence}`].join("\n");

test.each<[string, string | Buffer]>([
  ["a byte order mark", `\uFEFF${validCsv}`],
  ["semicolons", validCsv.replaceAll(",", ";")],
  ["tabs and Windows line ends", validCsv.replaceAll(",", "\t").replaceAll("\n", "\r\n")],
  [
    "names with capitals and spaces",
    validCsv.replace("consented_at", "Consented At").replace("email", " E-mail".replace("-", "").trim().toUpperCase()),
  ],
  ["columns of its own and empty lines", validCsv.replace(header, `${header},note`).replace("fair", 'fair,"a note, with ""words"""\n\n')],
  ["an address that a spreadsheet had put ' before", validCsv.replace("ada@", "'=ada@")],
])("a file with %s is read", async (_, content) => {
  expect((await run(content, { dryRun: true })).report).toEqual(["2: subscribe to news"]);
});

test.each<[string, string | Buffer, RegExp]>([
  [
    "10 MB in one field",
    `${validCsv}\nb@example.org,news,2026-03-01,"${"x".repeat(10_000_000)}",fair\n`,
    /Line 3 has more than 16,384 characters/,
  ],
  [
    "a quotation mark that is never closed",
    `${validCsv}\nb@example.org,news,2026-03-01,"words,fair\nc@example.org,news`,
    /Line 4 is the end, inside a quotation mark/,
  ],
  ["Latin-1", Buffer.from(`${validCsv}\nsi\u00e1n@example.org,news,${evidence}`, "latin1"), /not in UTF-8: see about line 1/],
  ["UTF-16", Buffer.from(`\uFEFF${validCsv}`, "utf16le"), /not in UTF-8/],
  ["an Excel workbook", Buffer.from("PK\u0003\u0004 and so on"), /an Excel workbook.*save the sheet as “CSV UTF-8”/],
  ["a picture", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]), /not in UTF-8/],
  ["zeros", `${validCsv}\n\u0000\u0000`, /not text/],
  ["no names of columns", `ada@example.org,news,${evidence}\n`, /first line must name the columns. Missing: email, topics/],
  ["a column twice", validCsv.replace("topics", "email,topics").replace("news", "x,news"), /column email stands there twice/],
  ["nothing", "", /empty/],
])("a file with %s changes nothing, and says what to do", async (_, content, words) => {
  const { report, counts } = await run(content);
  expect(counts).toEqual({ unreadable: expect.stringMatching(words) as string });
  expect(report).toEqual([]);
  expect(await db.newsletterSubscription.count()).toBe(0);
});

test("a file that is not there is said so", async () => {
  expect(await importRows(fileSource(join(folder, "none.csv")), { dryRun: true, onRow: () => {} })).toEqual({
    unreadable: expect.stringMatching(/is it there/) as string,
  });
});

test("an export has status and evidence, and no cell that begins with a formula", async () => {
  await aSubscriber({ email: "=cmd|calc@example.org", topics: ["news"] });
  await aSubscriber({ email: "+44@example.org", topics: ["news", "appeals"], pausedUntil: new Date("2999-01-01") });
  const { id } = await aSubscriber({ email: "left@example.org", topics: ["events"] });
  await inTransaction((tx) => suppress(tx, "left@example.org", "complaint"));
  await aSubscriber({ email: "erasing@example.org", status: "erasing" });
  await run(`${header}\nimported@example.org,news,2026-03-01,=1+1,fair`);
  const { text, rows } = await exported();
  expect(rows.map(({ email, state }) => `${email} ${state}`).toSorted()).toEqual([
    "'+44@example.org subscribed",
    "'=cmd|calc@example.org subscribed",
    "imported@example.org subscribed",
    "left@example.org unsubscribed",
  ]);
  expect(rows.find(({ email }) => email === "left@example.org")).toMatchObject({
    topics: "events",
    suppressed: "complaint",
    events_consent: expect.stringMatching(/^withdrawn, .*via complaint/) as string,
    news_consent: "",
  });
  expect(rows.find(({ email }) => email === "imported@example.org")?.["news_consent"]).toBe(
    "confirmed, 2026-03-01T00:00:00.000Z, via import, “=1+1” (fair)",
  );
  for (const record of parse(text, { bom: true })) for (const cell of record) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
  expect(id).not.toBe("");
});

test("whatever addresses there are, no exported cell begins a formula, and each comes back as it was", async () => {
  const local = fc.stringMatching(/^[a-z=+\-'!#$%&*/?^_`{|}~]{1,12}$/);
  const locals = fc.sample(local, 60);
  const emails = [...new Set(locals.map((each) => `${each}@example.org`))];
  for (const email of emails) await aSubscriber({ email, topics: ["news"] });
  const { rows } = await exported();
  expect(rows).toHaveLength(emails.length);
  for (const row of rows) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
  const again = rows.map(({ email }) => unescapeFormula(email ?? "")).toSorted();
  expect(again).toEqual(emails.toSorted());
});

test("three thousand lines go through in batches, and progress is told", async () => {
  const path = join(folder, "many.csv");
  await writeFile(path, buildCsv(...Array.from({ length: 3_000 }, (_, place) => `p${place % 2_750}@example.org`)));
  const told: number[] = [];
  const counts = await importRows(fileSource(path), { dryRun: false, onRow: () => {}, onProgress: (lines) => void told.push(lines) });
  expect(counts).toEqual({ lines: 3_000, subscribed: 2_750, unchanged: 250, refused: 0 });
  expect(told).toEqual([500, 1000, 1500, 2000, 2500, 3000]);
  expect(await db.consent.count()).toBe(5_500);
  expect((await exported()).rows).toHaveLength(2_750);
});
