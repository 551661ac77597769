import { expect, test, vi } from "vitest";
import { discardImport, processImport } from "~/newsletter/imports/process-import.server";
import { unsubscribe } from "~/newsletter/unsubscribe.server";
import { findImport } from "~/newsletter/imports/imports.server";
import * as exported from "~/desk/newsletter/routes/export-csv";
import * as linesAsFile from "~/desk/newsletter/routes/import-report-csv";
import * as listScreen from "~/desk/newsletter/routes/import";
import * as listsScreen from "~/desk/newsletter/routes/imports";
import { confirmImport } from "~/newsletter/imports/confirm-import.server";
import { uploadImport } from "~/newsletter/imports/upload-import.server";
import { db, inTransaction, pool } from "~/platform/database/db.server";
import { runInChild } from "tests/support/child-process";
import { databaseUrl, useDatabase } from "tests/support/database";
import { postAtDesk, deskRequest, loadAtDesk } from "tests/support/desk/desk-requests";
import { expectNoPersonalData, waitingJobs } from "tests/support/giving/donation-harness";
import { aSubscriber } from "tests/support/newsletter/subscribers";
import { patienceMs } from "tests/support/wait-until";

useDatabase();

const context = { ip: "" };
const header = "email,topics,consented_at,consent_words,consent_source";
const evidence = "2026-03-01,Send me news,summer fair";
const person = (name: number | string) => `p${name}@example.org`;
const buildCsv = (...addresses: string[]) => [header, ...addresses.map((address) => `${address},news,${evidence}`)].join("\n");
const many = (count: number) => Array.from({ length: count }, (_, place) => person(place));

async function* inChunks(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
}

/** A list that was brought in, and read unless told not to. */
async function anImport(text: string, { read = true } = {}): Promise<string> {
  const taken = await uploadImport("site", inChunks(text), "Staff");
  if (!("id" in taken)) throw new Error(taken.refused);
  if (read) await processImport(taken.id);
  return taken.id;
}

const sendFile = async (content: string | Buffer, name = "people.csv") => {
  const form = new FormData();
  form.set("list", new File([new Uint8Array(Buffer.from(content))], name));
  return await postAtDesk(listsScreen, { form });
};

const expectNothingStored = async () =>
  expect(
    await Promise.all([
      db.subscriberImport.count(),
      db.subscriberImportChunk.count(),
      db.subscriberImportRow.count(),
      db.newsletterSubscription.count(),
    ]),
  ).toEqual([0, 0, 0, 0]);

test("a file is taken in, read by a job that changes nothing, shown, and imported on one word", async () => {
  await aSubscriber({ email: "has@example.org" });
  const answer = await sendFile(buildCsv("ada@example.org", "has@example.org", "nobody", "ADA@example.org"));
  expect(answer).toMatchObject({ status: 303 });
  const [{ id } = { id: "" }] = await db.subscriberImport.findMany();
  expect(answer.headers.get("location")).toBe(`/desk/newsletter/lists/${id}`);
  expectNoPersonalData((await waitingJobs()).map((job) => JSON.stringify(job)));
  const params = { id };
  const waiting = await loadAtDesk(listScreen, { params });
  expect(waiting).toMatchObject({ data: { state: "checking", autoRefreshes: true, shown: null } });
  expect(waiting.headers.get("Refresh")).toBe(`4; url=/desk/newsletter/lists/${id}`);
  expect((await loadAtDesk(listScreen, { params, query: "?still" })).headers.has("Refresh")).toBe(false);

  await processImport(id);
  expect(await loadAtDesk(listScreen, { params })).toMatchObject({
    data: {
      state: "checked",
      subscribed: 1,
      refused: 1,
      unchanged: 2,
      autoRefreshes: false,
      shown: { lines: [{ line: 4, reason: expect.stringContaining("no @") as string }] },
    },
  });
  expect(await loadAtDesk(listScreen, { params, query: "?lines=left&after=3" })).toMatchObject({
    data: { shown: { lines: [{ line: 5, reason: "stands in line 2 already" }], next: null } },
  });
  expect(await db.newsletterSubscription.count()).toBe(1);

  for (const _ of ["once", "and pressed again"])
    expect(await postAtDesk(listScreen, { params, form: { do: "import" } })).toMatchObject({ status: 303 });
  expect((await waitingJobs()).filter(({ task }) => task === "process-import")).toHaveLength(1);
  await processImport(id);
  expect(await findImport(id)).toMatchObject({
    status: "done",
    resultCounts: { subscribed: 1, refused: 1, duplicate: 1, "already-subscribed": 1 },
  });
  expect(await db.subscriberImportChunk.count()).toBe(0);
  const file = await linesAsFile.loader({ request: await deskRequest(), params, context });
  expect(await file.text()).toBe(
    '"line","what happens","why"\r\n3,"left as it is","has the newsletter already"\r\n4,"not taken","email: it has no @. An address looks like name@example.org"\r\n5,"left as it is","stands in line 2 already"\r\n',
  );
  const everybody = await exported.action({ request: await deskRequest({ form: {} }), params: {}, context });
  expect(
    (await everybody.text())
      .split("\r\n")
      .filter((line) => line.includes("@"))
      .map((line) => line.split(",")[0]),
  ).toEqual(expect.arrayContaining(["ada@example.org", "has@example.org"]));
});

test("a file whose days can be read in two ways asks, and is imported as was answered", async () => {
  const id = await anImport(`${header}\nada@example.org,news,01/03/2026,Send me news,summer fair`);
  const params = { id };
  expect(await loadAtDesk(listScreen, { params })).toMatchObject({ data: { state: "asking", autoRefreshes: false, shown: null } });
  expect(await confirmImport("site", id)).toEqual({ refused: "not-checked" });
  for (const dateOrder of ["", "year_first"])
    expect(await postAtDesk(listScreen, { params, form: { do: "read", dateOrder } })).toMatchObject({
      status: 400,
      data: { errors: [{ field: "dateOrder" }] },
    });
  expect(await findImport(id)).toMatchObject({ status: "asking", dateOrder: null });

  for (const dateOrder of ["day_first", "month_first"])
    expect(await postAtDesk(listScreen, { params, form: { do: "read", dateOrder } })).toMatchObject({ status: 303 });
  await processImport(id);
  expect(await loadAtDesk(listScreen, { params })).toMatchObject({ data: { state: "checked", subscribed: 1, dateOrder: "day_first" } });
  await postAtDesk(listScreen, { params, form: { do: "import" } });
  await processImport(id);
  expect(await db.newsletterSubscription.findFirstOrThrow()).toMatchObject({ confirmedAt: new Date("2026-03-01T00:00:00Z") });
});

test("a file that asks can be thrown away, and says how it read days that show it", async () => {
  const asking = await anImport(`${header}\nada@example.org,news,01/03/2026,Send me news,summer fair`);
  expect(await postAtDesk(listScreen, { params: { id: asking }, form: { do: "drop" } })).toMatchObject({ status: 303 });
  expect(await findImport(asking)).toMatchObject({ status: "discarded" });
  const shown = await anImport(`${header}\nada@example.org,news,03/25/2026,Send me news,summer fair`);
  expect(await findImport(shown)).toMatchObject({ status: "checked", dateOrder: "month_first" });
});

test.each<[string, string | Buffer, RegExp]>([
  ["nothing in it", "", /empty/],
  ["an Excel workbook", "PK\u0003\u0004 and so on", /Excel workbook/],
  ["UTF-16", Buffer.from(`\uFEFF${buildCsv("ada@example.org")}`, "utf16le"), /not in UTF-8/],
  ["no evidence in its columns", "email,topics\nada@example.org,news", /Missing: consented_at, consent_words, consent_source/],
  ["something else", "hello", /must name the columns/],
  ["more than 50 MB", Buffer.alloc(50 * 1024 * 1024 + 1, "x"), /larger than 50 MB/],
])("a file with %s is answered at once, in words, and nothing of it is kept", async (_, content, words) => {
  expect(await sendFile(content)).toMatchObject({
    status: 400,
    data: { errors: [{ field: "list", message: expect.stringMatching(words) as string }] },
  });
  await expectNothingStored();
});

test("no file, or a form of another kind, asks for the file", async () => {
  for (const form of [new FormData(), { list: "people.csv" }])
    expect(await postAtDesk(listsScreen, { form })).toMatchObject({
      status: 400,
      data: { errors: [{ field: "list", message: "Choose the file with the list" }] },
    });
  await expectNothingStored();
});

test("an upload that breaks off leaves nothing", async () => {
  async function* broken() {
    yield Buffer.from(buildCsv(...many(9000)));
    throw new Error("the line is dead");
  }
  await expect(uploadImport("site", broken(), "Staff")).rejects.toThrow("the line is dead");
  await expectNothingStored();
});

test("a file that can't be read to its end imports nobody, says where, and is deleted", async () => {
  const id = await anImport(`${buildCsv(...many(9000))}\n${person("x")},news,2026-03-01,"${"x".repeat(10_000_000)}",fair\n`);
  expect(await findImport(id)).toMatchObject({
    status: "unreadable",
    unreadableReason: expect.stringMatching(/^Line 9002 has more than/) as string,
    resultCounts: {},
  });
  expect(await confirmImport("site", id)).toEqual({ refused: "not-checked" });
  expect([await db.subscriberImportChunk.count(), await db.subscriberImportRow.count(), await db.newsletterSubscription.count()]).toEqual([
    0, 0, 0,
  ]);
});

test("who leaves between the reading and the import is not brought back", async () => {
  const id = await anImport(buildCsv("gone@example.org", "ada@example.org"));
  const gone = await aSubscriber({ email: "gone@example.org" });
  await inTransaction((tx) => unsubscribe(tx, gone.id, "one-click"));
  await confirmImport("site", id);
  await processImport(id);
  expect(await findImport(id)).toMatchObject({ status: "done", resultCounts: { subscribed: 1, "unsubscribed-before": 1 } });
  expect(await db.newsletterSubscription.findUniqueOrThrow({ where: { id: gone.id } })).toMatchObject({ status: "unsubscribed" });
});

const importerScript = `
import { connectDatabase } from "./app/platform/database/db.server.ts";
import { processImport } from "./app/newsletter/imports/process-import.server.ts";
connectDatabase(process.argv[1]);
await processImport(process.argv[2]);
`;

test("an import that is killed goes on where it was: everybody once, and the report counts each line once", async () => {
  // Every fifth stands there twice, far from the first time.
  const id = await anImport(buildCsv(...many(2500), ...many(2500).filter((_, place) => place % 5 === 0)));
  await confirmImport("site", id);
  const child = runInChild(importerScript, databaseUrl, id);
  await vi.waitUntil(async () => ((await findImport(id))?.lastProcessedLine ?? 0) > 0, { timeout: patienceMs, interval: 5 });
  await child.kill();
  const { status, lastProcessedLine } = (await findImport(id)) ?? {};
  expect(status).toBe("importing");
  expect(lastProcessedLine).toBeLessThan(3001);
  // The rest of a list goes before the news for Resend of those who are in already.
  const { rows } = await pool.query<{ task: string }>(
    "SELECT task_identifier AS task FROM graphile_worker.jobs ORDER BY priority DESC LIMIT 1",
  );
  expect(rows).toEqual([{ task: "sync-contact" }]);
  await processImport(id);
  expect(await findImport(id)).toMatchObject({
    status: "done",
    lastProcessedLine: 3001,
    resultCounts: { subscribed: 2500, duplicate: 500 },
  });
  expect([await db.newsletterSubscription.count(), await db.consent.count(), await db.subscriberImportRow.count()]).toEqual([
    2500, 2500, 500,
  ]);
});

test("two runs at once settle each line once", async () => {
  const id = await anImport(buildCsv(...many(1200)));
  await confirmImport("site", id);
  const runs = await Promise.allSettled([processImport(id), processImport(id)]);
  expect(runs.filter(({ status }) => status === "fulfilled").length).toBeGreaterThan(0);
  expect(await findImport(id)).toMatchObject({ status: "done", resultCounts: { subscribed: 1200 } });
  expect([await db.newsletterSubscription.count(), await db.consent.count()]).toEqual([1200, 1200]);
});

test("a file is dropped when its day is over, and nothing more is done with it", async () => {
  const id = await anImport(buildCsv("ada@example.org"));
  const drop = (await waitingJobs()).find(({ task }) => task === "discard-import");
  expect(drop).toMatchObject({ key: `discard-import:${id}`, payload: { importId: id } });
  expect([await discardImport("site", id), await discardImport("site", id)]).toEqual([true, false]);
  expect(await findImport(id)).toMatchObject({ status: "discarded" });
  expect(await db.subscriberImportChunk.count()).toBe(0);
  expect([await confirmImport("site", id), await processImport(id)]).toEqual([{ refused: "not-checked" }, "nothing-to-do"]);
  expect(await db.newsletterSubscription.count()).toBe(0);
});
