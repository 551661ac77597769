import type pg from "pg";
import { now } from "~/platform/clock";
import { inTransaction, pool, type Tx } from "~/platform/database/db.server";
import { hashToken, newId } from "~/platform/ids.server";
import { hashEmail } from "~/supporters/consent/email-hash.server";
import { recordConsents } from "~/supporters/consent/record-consent.server";
import { UnreadableFile, type CsvSource, type NumberedRow } from "~/platform/spreadsheets/read-csv.server";
import type { DateOrder } from "~/platform/typed-date";
import { findDateOrder } from "./date-order.server";
import { findKnownPeople } from "./existing-subscribers.server";
import { preferenceToken } from "../link-tokens.server";
import { parseRow, evaluateRow, type ImportedPerson, type RowResult } from "./columns";
import { queueInitialSyncs } from "../queue-sync.server";
import type { Topic } from "../subscription";
import { parseCsv } from "./parse-csv.server";

export type ImportOptions = {
  /** Says what would happen, and changes nothing. */
  dryRun: boolean;
  /** What somebody said of how the file writes its days, where it does not show that itself. */
  dateOrder?: DateOrder | null;
  /** Is told how the file's days are read, before its lines; null: none of them needs an order. */
  onDateOrder?: (order: DateOrder | null) => void;
  /** Is told of each line, in their order. */
  onRow?: (number: number, result: RowResult) => void;
  /** Is told how many lines were read, now and then. */
  onProgress?: (lines: number, phase: "checking" | "importing") => void;
  /** The last line that an earlier run settled: this one goes on after it. 0 where there was none. */
  afterLine?: number;
  /** Writes down what became of some lines, in the transaction in which it happens. */
  saveResults?: (tx: Tx, results: Map<number, RowResult>) => Promise<void>;
  /** Ends the run between two batches. */
  signal?: AbortSignal;
};

export type ImportCounts = { lines: number; subscribed: number; unchanged: number; refused: number };

const batchSize = 500;

type BatchOptions = ImportOptions & { dateOrder: DateOrder | null };

type Candidate = { number: number; person: ImportedPerson; emailHash: string };

/**
 * Imports a list of people with the evidence of their consent. The whole file is read before the first line counts: one
 * that can't be read to its end changes nothing. Lines that are wrong are refused one by one. Nobody who left, took
 * consent back or is suppressed is brought back; nobody who has the newsletter is changed. The same file again changes nothing.
 * @returns the counts of this run; or why the file can't be read, in words; or that its days can be read in two ways, and
 * options.dateOrder has to say which: then nothing was done
 */
export async function importRows(
  source: CsvSource,
  options: ImportOptions,
): Promise<ImportCounts | { unreadable: string } | { unclear: "date-order" }> {
  try {
    let lines = 0;
    const onRow = () => void (++lines % 5000 === 0 && !options.dryRun && options.onProgress?.(lines, "checking"));
    const dateOrder = await findDateOrder(source, options.dateOrder ?? null, onRow);
    if (dateOrder === "unclear") return { unclear: "date-order" };
    options.onDateOrder?.(dateOrder);
    return await importAllBatches(source, { ...options, dateOrder });
  } catch (error) {
    if (error instanceof UnreadableFile) return { unreadable: error.message };
    throw error;
  }
}

async function importAllBatches(source: CsvSource, options: BatchOptions): Promise<ImportCounts> {
  const counts: ImportCounts = { lines: 0, subscribed: 0, unchanged: 0, refused: 0 };
  // Whom the file named before is kept by the database, in a table that ends with this session.
  const seen = await pool.connect();
  try {
    await seen.query("CREATE TEMP TABLE seen (person text PRIMARY KEY, line int NOT NULL)");
    for await (const batch of batchesOf(parseCsv(source))) {
      options.signal?.throwIfAborted();
      // Batches are settled as a whole, and cut the same each time.
      if ((batch.at(-1)?.number ?? 0) <= (options.afterLine ?? 0)) {
        await findFirstLines(parseBatch(batch, options.dateOrder).candidates, seen);
        continue;
      }
      const results = await processBatch(batch, seen, options);
      for (const { number } of batch) {
        const result = results.get(number);
        if (!result) throw new Error(`line ${number} was not judged`);
        counts[result.outcome === "subscribe" ? "subscribed" : result.outcome === "refuse" ? "refused" : "unchanged"] += 1;
        options.onRow?.(number, result);
      }
      counts.lines += batch.length;
      options.onProgress?.(counts.lines, options.dryRun ? "checking" : "importing");
    }
    return counts;
  } finally {
    await seen.query("DROP TABLE IF EXISTS seen").catch(() => {});
    seen.release();
  }
}

async function* batchesOf(lines: AsyncIterable<NumberedRow>): AsyncGenerator<NumberedRow[]> {
  let batch: NumberedRow[] = [];
  for await (const line of lines) {
    batch.push(line);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Those lines of a batch that can be read, and what is wrong with the rest. */
function parseBatch(batch: NumberedRow[], dateOrder: DateOrder | null): { candidates: Candidate[]; refused: Map<number, RowResult> } {
  const refused = new Map<number, RowResult>();
  const candidates: Candidate[] = [];
  for (const { number, line } of batch) {
    const person = parseRow(line, now(), dateOrder);
    if ("wrong" in person) refused.set(number, { outcome: "refuse", reason: person.wrong });
    else candidates.push({ number, person, emailHash: hashEmail(person.email) });
  }
  return { candidates, refused };
}

/** What happens with each line of a batch; unless it is a dry run, it has happened. */
async function processBatch(
  batch: NumberedRow[],
  seen: pg.PoolClient,
  { dryRun, dateOrder, saveResults }: BatchOptions,
): Promise<Map<number, RowResult>> {
  const { candidates, refused: results } = parseBatch(batch, dateOrder);
  const firstLines = await findFirstLines(candidates, seen);
  for (const { number, emailHash } of candidates) {
    const line = firstLines.get(emailHash) ?? number;
    if (line !== number) results.set(number, { outcome: "unchanged", reason: "duplicate", line });
  }
  const fresh = candidates.filter(({ number }) => !results.has(number));
  await inTransaction(async (tx) => {
    const known = await findKnownPeople(
      tx,
      fresh.map(({ emailHash }) => emailHash),
    );
    const evaluated: (Candidate & { result: RowResult })[] = fresh.map((each) => ({
      ...each,
      result: evaluateRow(each.person, known.get(each.emailHash) ?? { state: null, suppressed: false, withdrawnTopics: [] }),
    }));
    for (const { number, result } of evaluated) results.set(number, result);
    // Whoever confirmed in the very moment has it already: nothing is added for them.
    const existing = dryRun ? [] : await createSubscriptions(tx, evaluated);
    for (const number of existing) results.set(number, { outcome: "unchanged", reason: "already-subscribed" });
    await saveResults?.(tx, results);
  });
  return results;
}

/** The line in which each person of the file stood first. */
async function findFirstLines(candidates: Candidate[], seen: pg.PoolClient): Promise<Map<string, number>> {
  if (candidates.length === 0) return new Map();
  const emailHashes = candidates.map(({ emailHash }) => emailHash);
  await seen.query(
    "INSERT INTO seen SELECT DISTINCT ON (person) person, line FROM unnest($1::text[], $2::int[]) AS t (person, line) ORDER BY person, line ON CONFLICT DO NOTHING",
    [emailHashes, candidates.map(({ number }) => number)],
  );
  const { rows } = await seen.query<{ person: string; line: number }>("SELECT person, line FROM seen WHERE person = ANY ($1)", [
    emailHashes,
  ]);
  return new Map(rows.map(({ person, line }) => [person, line]));
}

type NewRow = { id: string; number: number; emailHash: string; person: ImportedPerson; topics: Topic[] };

const toRow = ({ id, emailHash, person, topics }: NewRow) => ({
  id,
  topics,
  emailHash,
  email: person.email,
  emailFrequency: person.emailFrequency,
  confirmedAt: person.agreedAt,
  preferenceTokenHash: hashToken(preferenceToken(id, 1)),
});

/** One statement for all, as lists are long. @returns the lines of those who turned out to be there */
async function createSubscriptions(tx: Tx, evaluated: (Candidate & { result: RowResult })[]): Promise<number[]> {
  const rows: NewRow[] = evaluated.flatMap(({ number, person, emailHash, result }) =>
    result.outcome === "subscribe" ? [{ number, id: newId(), emailHash, person, topics: result.topics }] : [],
  );
  const inserted = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO newsletter_subscription (id, email_hash, email, topics, email_frequency, confirmed_at, preference_token_hash)
    SELECT id, "emailHash", email, topics, "emailFrequency", "confirmedAt", "preferenceTokenHash"
    FROM jsonb_to_recordset(${JSON.stringify(rows.map(toRow))}::jsonb) AS line (
      id text, "emailHash" text, email text, topics newsletter_topic[], "emailFrequency" email_frequency, "confirmedAt" timestamptz,
      "preferenceTokenHash" text)
    ON CONFLICT DO NOTHING RETURNING id`;
  const ids = new Set(inserted.map(({ id }) => id));
  const created = rows.filter(({ id }) => ids.has(id));
  await recordConsents(
    tx,
    created.flatMap(({ id, person, topics }) =>
      topics.map((purpose) => ({
        email: person.email,
        purpose,
        action: "confirmed" as const,
        wordingVersion: "",
        via: "import",
        about: id,
        evidence: person.evidence,
        agreedAt: person.agreedAt,
      })),
    ),
  );
  await queueInitialSyncs(
    tx,
    created.map(({ id }) => id),
  );
  return rows.filter(({ id }) => !ids.has(id)).map(({ number }) => number);
}
