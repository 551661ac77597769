import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { stringify } from "csv-stringify";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { escapeFormula } from "./columns";
import { isPaused, topics, type Topic } from "../subscription";

type Row = Record<string, string>;
type ConsentRow = {
  emailHash: string;
  purpose: Topic;
  action: string;
  wordingVersion: string;
  via: string;
  evidence: string | null;
  agreedAt: Date;
};

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
    "frequency",
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
    const page = await db.newsletterSubscription.findMany({
      where: { id: { gt: after }, status: { not: "erasing" } },
      orderBy: { id: "asc" },
      take: pageSize,
    });
    const keys = page.map(({ emailHash }) => emailHash);
    const suppressions = await db.suppression.findMany({ where: { emailHash: { in: keys } }, orderBy: { suppressedAt: "asc" } });
    const lines = await db.$queryRaw<ConsentRow[]>`
      SELECT DISTINCT ON (email_hash, purpose) email_hash AS "emailHash", purpose, action, wording_version AS "wordingVersion", via, evidence,
        agreed_at AS "agreedAt"
      FROM consent
      WHERE email_hash = ANY (${keys}) ORDER BY email_hash, purpose, sequence DESC`;
    const reasons = groupByPerson(suppressions);
    const evidence = groupByPerson(lines);
    for (const subscription of page) {
      const { emailHash, email, status, emailFrequency, pausedUntil, confirmedAt, leftAt } = subscription;
      yield {
        email: escapeFormula(email),
        state: status,
        topics: subscription.topics.join(" "),
        frequency: emailFrequency,
        paused_until: pausedUntil && isPaused(subscription, now()) ? pausedUntil.toISOString() : "",
        confirmed_at: confirmedAt.toISOString(),
        left_at: leftAt?.toISOString() ?? "",
        suppressed: (reasons.get(emailHash) ?? []).map(({ reason }) => reason).join(" "),
        ...Object.fromEntries((evidence.get(emailHash) ?? []).map((line) => [`${line.purpose}_consent`, formatConsent(line)])),
      };
    }
    people += page.length;
    onProgress(people);
    const last = page.at(-1);
    if (!last || page.length < pageSize) return;
    after = last.id;
  }
}

const formatConsent = ({ action, agreedAt, via, wordingVersion, evidence }: ConsentRow): string =>
  [action, agreedAt.toISOString(), `via ${via}`, wordingVersion, evidence ?? ""].filter(Boolean).join(", ");

function groupByPerson<Of extends { emailHash: string }>(items: Of[]): Map<string, Of[]> {
  const groups = new Map<string, Of[]>();
  for (const row of items) groups.set(row.emailHash, [...(groups.get(row.emailHash) ?? []), row]);
  return groups;
}
