import type { GiftImport, GiftImportRow, Prisma } from "~/../prisma/client/client";
import postcode from "postcode";
import { now } from "~/platform/clock";
import { db, inTransaction, type Tx } from "~/platform/database/db.server";
import { londonDate } from "~/platform/london-dates";
import { DateOrderFinder, shownDateOrder } from "~/platform/spreadsheets/date-order";
import { UnreadableFile, type NumberedRow } from "~/platform/spreadsheets/read-csv.server";
import type { DateOrder } from "~/platform/typed-date";
import { findCandidates, findDoubles } from "../find-giver.server";
import { parseOfflineGift, type OfflineGift, type OpenFund } from "../offline-gift-form";
import { listOpenFunds, lockOfflineGifts, recordOfflineGift, resolveGiver } from "../record-offline-gift.server";
import { lineMistake, toGiftInput } from "./gift-columns";
import { emptied, readGiftFile } from "./gift-imports.server";

const batchSize = 50;
/** Whoever enters a gift at the desk meanwhile waits for so many. */
const importBatchSize = 10;

/**
 * Goes through a list of gifts: first without changing anything, and once staff said so, for good. The work of the job
 * "process-gift-import". Each batch commits by itself, so that a run which was killed goes on behind it, and two runs at once do no line twice.
 */
export async function processGiftImport(id: string, signal?: AbortSignal): Promise<void> {
  const found = await db.giftImport.findUnique({ where: { id } });
  if (found?.status === "checking" && found.file) await checkFile(found, found.file, signal);
  if (found?.status === "importing") await importRows(id, found, signal);
}

async function checkFile(list: GiftImport, file: Uint8Array, signal?: AbortSignal): Promise<void> {
  const { id } = list;
  try {
    const finder = new DateOrderFinder();
    for await (const { number, line } of readGiftFile(file)) finder.add(number, shownDateOrder(line["date"] ?? ""));
    const found = finder.result(list.dateOrder);
    if ("wrong" in found) throw new UnreadableFile(found.wrong);
    if (found.order === "unclear") {
      await db.giftImport.updateMany({ where: { id, status: "checking" }, data: { status: "asking" } });
      return;
    }
    await checkLines(list, file, found.order, signal);
    await db.giftImport.updateMany({
      where: { id, status: "checking" },
      data: { status: "checked", dateOrder: found.order, file: null },
    });
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    await inTransaction(async (tx) => {
      const { count } = await tx.giftImport.updateMany({
        where: { id, status: "checking" },
        data: { status: "unreadable", unreadableReason: error.message, file: null, finishedAt: now() },
      });
      if (count > 0) await tx.giftImportRow.deleteMany({ where: { importId: id } });
    });
  }
}

type Read = { line: number } & ({ gift: OfflineGift } | { wrong: string });

async function checkLines(list: GiftImport, file: Uint8Array, order: DateOrder | null, signal?: AbortSignal): Promise<void> {
  const funds = await listOpenFunds();
  const today = londonDate(now());
  const seen = new Map<string, number>();
  let [batch, mark]: [Read[], number] = [[], list.lastReadLine];
  const flush = async () => {
    signal?.throwIfAborted();
    if (batch.length > 0) mark = await saveLines(list, batch, mark, seen);
    batch = [];
  };
  for await (const row of readGiftFile(file)) {
    const read = readLine(row, { today, funds, order: order ?? "day_first" });
    if (row.number <= list.lastReadLine) {
      // A run before this one saved it; later lines may be the same.
      if ("gift" in read) seen.set(likeness(read.gift), seen.get(likeness(read.gift)) ?? read.line);
      continue;
    }
    batch.push(read);
    if (batch.length === batchSize) await flush();
  }
  await flush();
}

function readLine({ number, line }: NumberedRow, how: { today: string; funds: OpenFund[]; order: DateOrder }): Read {
  const cells = toGiftInput(line);
  if ("wrong" in cells) return { line: number, wrong: cells.wrong };
  const parsed = parseOfflineGift(cells.input, how.today, (text) => postcode.parse(text).postcode ?? null, how);
  const [first] = "errors" in parsed ? parsed.errors : [];
  return "gift" in parsed ? { line: number, gift: parsed.gift } : { line: number, wrong: first ? lineMistake(first) : "" };
}

/** What two lines of one file have in common that are the same gift, as far as can be told. */
const likeness = (gift: OfflineGift): string =>
  JSON.stringify([
    gift.receivedOn,
    gift.pence,
    gift.bankReference.toLowerCase(),
    gift.email || [gift.firstName, gift.lastName, gift.postcode].join(" ").toLowerCase(),
  ]);

/** The form id of a line: the same line of the same file is the same gift, however often it is brought. */
const keyOfLine = (fileHash: string, line: number): string => `file ${fileHash} line ${line}`;

/** Writes down what would become of some lines, with how far the file is read. @returns the new mark */
async function saveLines({ id, fileHash }: GiftImport, batch: readonly Read[], mark: number, seen: Map<string, number>): Promise<number> {
  const last = batch.at(-1)?.line ?? mark;
  const firstLines = new Map<number, number>();
  for (const read of batch) {
    if (!("gift" in read)) continue;
    const first = seen.get(likeness(read.gift));
    if (first === undefined) seen.set(likeness(read.gift), read.line);
    else firstLines.set(read.line, first);
  }
  await inTransaction(async (tx) => {
    const { count } = await tx.giftImport.updateMany({
      where: { id, status: "checking", lastReadLine: mark },
      data: { lastReadLine: last },
    });
    if (count === 0) throw new Error("somebody else goes on with this list, or it was dropped");
    const keys = batch.map(({ line }) => keyOfLine(fileHash, line));
    const known = await tx.donation.findMany({ where: { idempotencyKey: { in: keys } }, select: { idempotencyKey: true } });
    const knownKeys = new Set(known.map(({ idempotencyKey }) => idempotencyKey));
    const rows: Prisma.GiftImportRowCreateManyInput[] = [];
    for (const read of batch) {
      const isKnown = knownKeys.has(keyOfLine(fileHash, read.line));
      rows.push({ importId: id, line: read.line, ...(await judge(tx, read, isKnown, firstLines.get(read.line) ?? null)) });
    }
    await tx.giftImportRow.createMany({ data: rows });
  });
  return last;
}

type Verdict = Omit<Prisma.GiftImportRowCreateManyInput, "importId" | "line">;

/** What would become of a line. Somebody of the very same name and postcode is taken to be the giver, and staff see it and can change it. */
async function judge(tx: Tx, read: Read, isKnown: boolean, firstLine: number | null): Promise<Verdict> {
  if ("wrong" in read) return { status: "refused", reason: read.wrong };
  if (isKnown) return { status: "known", reason: "this line of this very file was brought in before" };
  const { gift } = read;
  if (firstLine !== null) return { status: "double", reason: `looks the same as line ${firstLine}`, gift };
  const giver = await resolveGiver(tx, gift, null);
  if ("ask" in giver) {
    const exact = giver.ask.filter(({ isExact }) => isExact);
    const [only] = exact.length === 1 ? exact : [];
    if (only) {
      const [double] = await findDoubles(tx, gift, only.id);
      if (double) return { status: "double", reason: `looks the same as ${double.reference}`, gift, candidates: [only.id] };
    }
    return {
      status: "ask",
      reason: "somebody with this postcode and much the same name is known",
      gift,
      candidates: giver.ask.map(({ id }) => id),
      choice: only?.id ?? null,
    };
  }
  const [double] = await findDoubles(tx, gift, giver.supporterId);
  return double ? { status: "double", reason: `looks the same as ${double.reference}`, gift } : { status: "ready", gift };
}

/** The rest of a list: lines that are to be recorded, until none is left. */
async function importRows(id: string, { fileHash, uploadedBy }: GiftImport, signal?: AbortSignal): Promise<void> {
  for (;;) {
    signal?.throwIfAborted();
    const left = await inTransaction(async (tx) => {
      await lockOfflineGifts(tx);
      const list = await tx.giftImport.findUnique({ where: { id }, select: { status: true } });
      if (list?.status !== "importing") return 0;
      const rows = await tx.giftImportRow.findMany({
        where: {
          importId: id,
          OR: [{ status: "ready" }, { status: "ask", choice: { not: null } }, { status: "double", choice: "another" }],
        },
        orderBy: { line: "asc" },
        take: importBatchSize,
      });
      for (const row of rows) {
        const isAnother = row.status === "double";
        const recorded = await recordOfflineGift(tx, {
          key: keyOfLine(fileHash, row.line),
          gift: row.gift as OfflineGift,
          choice: (await giverOfThisList(tx, row)) ?? (isAnother ? (row.candidates[0] ?? null) : row.choice),
          isAnother,
          sendReceipt: false,
          recordedBy: uploadedBy,
        });
        await tx.giftImportRow.update({ where: { importId_line: { importId: id, line: row.line } }, data: settled(recorded) });
      }
      return rows.length;
    });
    if (left === 0) break;
  }
  await inTransaction(async (tx) => {
    const { count } = await tx.giftImport.updateMany({ where: { id, status: "importing" }, data: { status: "done", finishedAt: now() } });
    if (count > 0) await tx.giftImportRow.updateMany({ where: { importId: id }, data: emptied });
  });
}

/** Somebody who came to be known by an earlier line of the same list: whoever gives each month stands in it many times. */
async function giverOfThisList(tx: Tx, { importId, gift, candidates }: GiftImportRow): Promise<string | null> {
  const exact = (await findCandidates(tx, gift as OfflineGift)).filter(({ id, isExact }) => isExact && !candidates.includes(id));
  if (exact.length === 0) return null;
  const ids = exact.map(({ id }) => id);
  const row = await tx.giftImportRow.findFirst({
    where: { importId, donation: { supporterId: { in: ids } } },
    select: { donation: { select: { supporterId: true } } },
  });
  return row?.donation?.supporterId ?? null;
}

function settled(recorded: Awaited<ReturnType<typeof recordOfflineGift>>): Prisma.GiftImportRowUncheckedUpdateInput {
  if ("donationId" in recorded) return { status: "recorded", reason: "", donationId: recorded.donationId, ...emptied };
  if ("doubles" in recorded)
    return { status: "double", choice: null, reason: `looks the same as ${recorded.doubles[0]?.reference ?? "another donation"}` };
  return { status: "ask", choice: null, reason: "somebody with this postcode and much the same name came to be known meanwhile" };
}
