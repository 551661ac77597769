import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { stringify } from "csv-stringify";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { escapeFormula } from "./columns";
import { isPaused, topics, type Topic } from "../subscription";

type Row = Record<string, string>;
type ConsentRow = { person: string; purpose: Topic; action: string; wording: string; via: string; evidence: string | null; agreedAt: Date };

const pageSize = 1000;

/**
 * Writes everybody who has or had the newsletter as CSV: how it stands with them, and the evidence for each topic.
 * Memory stays the same for any number. No cell begins with a formula: programs that open it must not run what a visitor
 * typed.
 * @param onProgress is told how many were written, now and then
 */
export async function exportSubscribers(to: Writable, onProgress: (people: number) => void = () => {}): Promise<void> {
  const columns = [
    "email",
    "state",
    "topics",
    "rhythm",
    "paused_until",
    "confirmed_at",
    "left_at",
    "suppressed",
    ...topics.map((topic) => `${topic}_consent`),
  ];
  const csv = stringify({ header: true, bom: true, columns, escape_formulas: true, record_delimiter: "windows" });
  await pipeline(Readable.from(exportRows(onProgress)), csv, to);
}

async function* exportRows(onProgress: (count: number) => void): AsyncGenerator<Row> {
  let people = 0;
  for (let after = ""; ;) {
    const page = await db.subscription.findMany({
      where: { id: { gt: after }, state: { not: "erasing" } },
      orderBy: { id: "asc" },
      take: pageSize,
    });
    const keys = page.map(({ person }) => person);
    const suppressions = await db.suppression.findMany({ where: { person: { in: keys } }, orderBy: { suppressedAt: "asc" } });
    const lines = await db.$queryRaw<ConsentRow[]>`
      SELECT DISTINCT ON (person, purpose) person, purpose, action, wording, via, evidence, "agreedAt" FROM consent
      WHERE person = ANY (${keys}) ORDER BY person, purpose, line DESC`;
    const reasons = groupByPerson(suppressions);
    const evidence = groupByPerson(lines);
    for (const subscription of page) {
      const { person, email, state, rhythm, pausedUntil, confirmedAt, leftAt } = subscription;
      yield {
        email: escapeFormula(email),
        state,
        topics: subscription.topics.join(" "),
        rhythm,
        paused_until: pausedUntil && isPaused(subscription, now()) ? pausedUntil.toISOString() : "",
        confirmed_at: confirmedAt.toISOString(),
        left_at: leftAt?.toISOString() ?? "",
        suppressed: (reasons.get(person) ?? []).map(({ reason }) => reason).join(" "),
        ...Object.fromEntries((evidence.get(person) ?? []).map((line) => [`${line.purpose}_consent`, formatConsent(line)])),
      };
    }
    people += page.length;
    onProgress(people);
    const last = page.at(-1);
    if (!last || page.length < pageSize) return;
    after = last.id;
  }
}

const formatConsent = ({ action, agreedAt, via, wording, evidence }: ConsentRow): string =>
  [action, agreedAt.toISOString(), `via ${via}`, wording, evidence ?? ""].filter(Boolean).join(", ");

function groupByPerson<Of extends { person: string }>(items: Of[]): Map<string, Of[]> {
  const groups = new Map<string, Of[]>();
  for (const row of items) groups.set(row.person, [...(groups.get(row.person) ?? []), row]);
  return groups;
}
