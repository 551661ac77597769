import type pg from "pg";
import { now } from "~/platform/clock";
import { inTransaction, pool, type Tx } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { personKey } from "~/supporters/consent/email-hash.server";
import { recordConsents } from "~/supporters/consent/record-consent.server";
import { knownPeople } from "./existing-subscribers.server";
import { preferenceToken, tokenHash } from "../link-tokens.server";
import { readListLine, verdictOf, type ListedPerson, type Verdict } from "./columns";
import { queueFirstSyncs } from "../queue-sync.server";
import type { Topic } from "../subscription";
import { readList, UnreadableList, type ListSource, type NumberedLine } from "./parse-csv.server";

export type ImportOptions = {
  /** Says what would happen, and changes nothing. */
  dryRun: boolean;
  /** Is told of each line, in their order. */
  onLine?: (number: number, verdict: Verdict) => void;
  /** Is told how many lines were read, now and then. */
  onProgress?: (lines: number, phase: "checking" | "importing") => void;
  /** The last line that an earlier run settled: this one goes on after it. 0 where there was none. */
  after?: number;
  /** Writes down what became of some lines, in the transaction in which it happens. */
  save?: (tx: Tx, verdicts: Map<number, Verdict>) => Promise<void>;
  /** Ends the run between two batches. */
  signal?: AbortSignal;
};

export type ImportCounts = { lines: number; subscribed: number; nothing: number; refused: number };

const batchSize = 500;

type Candidate = { number: number; person: ListedPerson; key: string };

/**
 * Imports a list of people with the evidence of their consent. The whole file is read before the first line counts: one
 * that can't be read to its end changes nothing. Lines that are wrong are refused one by one. Nobody who left, took
 * consent back or is suppressed is brought back; nobody who has the newsletter is changed. The same file again changes nothing.
 * @returns the counts of this run, or why the file can't be read, in words
 */
export async function importList(list: ListSource, options: ImportOptions): Promise<ImportCounts | { unreadable: string }> {
  try {
    if (!options.dryRun) {
      let lines = 0;
      for await (const _ of readList(list)) if (++lines % 5000 === 0) options.onProgress?.(lines, "checking");
    }
    return await run(list, options);
  } catch (error) {
    if (error instanceof UnreadableList) return { unreadable: error.message };
    throw error;
  }
}

async function run(list: ListSource, options: ImportOptions): Promise<ImportCounts> {
  const counts: ImportCounts = { lines: 0, subscribed: 0, nothing: 0, refused: 0 };
  // Whom the file named before is kept by the database, in a table that ends with this session.
  const seen = await pool.connect();
  try {
    await seen.query("CREATE TEMP TABLE seen (person text PRIMARY KEY, line int NOT NULL)");
    for await (const batch of inBatches(readList(list))) {
      options.signal?.throwIfAborted();
      // Batches are settled as a whole, and cut the same each time.
      if ((batch.at(-1)?.number ?? 0) <= (options.after ?? 0)) {
        await firstTimes(candidatesIn(batch).candidates, seen);
        continue;
      }
      const verdicts = await judge(batch, seen, options);
      for (const { number } of batch) {
        const verdict = verdicts.get(number);
        if (!verdict) throw new Error(`line ${number} was not judged`);
        counts[verdict.does === "subscribe" ? "subscribed" : verdict.does === "refuse" ? "refused" : "nothing"] += 1;
        options.onLine?.(number, verdict);
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

async function* inBatches(lines: AsyncIterable<NumberedLine>): AsyncGenerator<NumberedLine[]> {
  let batch: NumberedLine[] = [];
  for await (const line of lines) {
    batch.push(line);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Those lines of a batch that can be read, and what is wrong with the rest. */
function candidatesIn(batch: NumberedLine[]): { candidates: Candidate[]; refused: Map<number, Verdict> } {
  const refused = new Map<number, Verdict>();
  const candidates: Candidate[] = [];
  for (const { number, line } of batch) {
    const person = readListLine(line, now());
    if ("wrong" in person) refused.set(number, { does: "refuse", because: person.wrong });
    else candidates.push({ number, person, key: personKey(person.email) });
  }
  return { candidates, refused };
}

/** What happens with each line of a batch; unless it is a dry run, it has happened. */
async function judge(batch: NumberedLine[], seen: pg.PoolClient, { dryRun, save }: ImportOptions): Promise<Map<number, Verdict>> {
  const { candidates, refused: verdicts } = candidatesIn(batch);
  const first = await firstTimes(candidates, seen);
  for (const { number, key } of candidates) {
    const line = first.get(key) ?? number;
    if (line !== number) verdicts.set(number, { does: "nothing", because: "twice", line });
  }
  const fresh = candidates.filter(({ number }) => !verdicts.has(number));
  await inTransaction(async (tx) => {
    const known = await knownPeople(
      tx,
      fresh.map(({ key }) => key),
    );
    const wanted: (Candidate & { verdict: Verdict })[] = fresh.map((each) => ({
      ...each,
      verdict: verdictOf(each.person, known.get(each.key) ?? { state: null, suppressed: false, takenBack: [] }),
    }));
    for (const { number, verdict } of wanted) verdicts.set(number, verdict);
    // Whoever confirmed in the very moment has it already: nothing is added for them.
    const there = dryRun ? [] : await subscribeAll(tx, wanted);
    for (const number of there) verdicts.set(number, { does: "nothing", because: "has-it-already" });
    await save?.(tx, verdicts);
  });
  return verdicts;
}

/** The line in which each person of the file stood first. */
async function firstTimes(candidates: Candidate[], seen: pg.PoolClient): Promise<Map<string, number>> {
  if (candidates.length === 0) return new Map();
  const keys = candidates.map(({ key }) => key);
  await seen.query(
    "INSERT INTO seen SELECT DISTINCT ON (person) person, line FROM unnest($1::text[], $2::int[]) AS t (person, line) ORDER BY person, line ON CONFLICT DO NOTHING",
    [keys, candidates.map(({ number }) => number)],
  );
  const { rows } = await seen.query<{ person: string; line: number }>("SELECT person, line FROM seen WHERE person = ANY ($1)", [keys]);
  return new Map(rows.map(({ person, line }) => [person, line]));
}

type NewRow = { id: string; number: number; key: string; person: ListedPerson; topics: Topic[] };

const asRow = ({ id, key, person, topics }: NewRow) => ({
  id,
  topics,
  person: key,
  email: person.email,
  rhythm: person.rhythm,
  confirmedAt: person.agreedAt,
  preferenceHash: tokenHash(preferenceToken(id)),
});

/** One statement for all, as lists are long. @returns the lines of those who turned out to be there */
async function subscribeAll(tx: Tx, wanted: (Candidate & { verdict: Verdict })[]): Promise<number[]> {
  const rows: NewRow[] = wanted.flatMap(({ number, person, key, verdict }) =>
    verdict.does === "subscribe" ? [{ number, id: newId(), key, person, topics: verdict.topics }] : [],
  );
  const made = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO subscription (id, person, email, topics, rhythm, "confirmedAt", "preferenceHash")
    SELECT id, person, email, topics, rhythm, "confirmedAt", "preferenceHash"
    FROM jsonb_to_recordset(${JSON.stringify(rows.map(asRow))}::jsonb) AS line (
      id text, person text, email text, topics "NewsTopic"[], rhythm "NewsRhythm", "confirmedAt" timestamptz, "preferenceHash" text)
    ON CONFLICT DO NOTHING RETURNING id`;
  const ids = new Set(made.map(({ id }) => id));
  const created = rows.filter(({ id }) => ids.has(id));
  await recordConsents(
    tx,
    created.flatMap(({ id, person, topics }) =>
      topics.map((purpose) => ({
        email: person.email,
        purpose,
        action: "confirmed" as const,
        wording: "",
        via: "import",
        about: id,
        evidence: person.evidence,
        agreedAt: person.agreedAt,
      })),
    ),
  );
  await queueFirstSyncs(
    tx,
    created.map(({ id }) => id),
  );
  return rows.filter(({ id }) => !ids.has(id)).map(({ number }) => number);
}
