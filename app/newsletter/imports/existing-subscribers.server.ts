import type { Tx } from "~/platform/database/db.server";
import type { KnownPerson } from "./columns";
import { topics, type Topic } from "../subscription";

/** What is known of some people, in three questions for all of them together. Whoever nothing is known of is not in the map. */
export async function findKnownPeople(tx: Tx, people: string[]): Promise<Map<string, KnownPerson>> {
  const subscriptions = await tx.newsletterSubscription.findMany({
    where: { emailHash: { in: people } },
    select: { emailHash: true, status: true },
  });
  const suppressions = await tx.suppression.findMany({ where: { emailHash: { in: people } }, select: { emailHash: true } });
  const lines = await tx.$queryRaw<{ emailHash: string; purpose: Topic; action: string }[]>`
    SELECT DISTINCT ON (email_hash, purpose) email_hash AS "emailHash", purpose, action FROM consent
    WHERE email_hash = ANY (${people}) AND action IN ('confirmed', 'withdrawn')
    ORDER BY email_hash, purpose, sequence DESC`;
  const known = new Map<string, { state: KnownPerson["state"]; suppressed: boolean; withdrawnTopics: Topic[] }>();
  const entryFor = (person: string) => {
    const entry = known.get(person) ?? { state: null, suppressed: false, withdrawnTopics: [] };
    known.set(person, entry);
    return entry;
  };
  for (const { emailHash: person, status } of subscriptions) entryFor(person).state = status;
  for (const { emailHash } of suppressions) entryFor(emailHash).suppressed = true;
  for (const { emailHash, purpose, action } of lines)
    if (action === "withdrawn" && topics.includes(purpose)) entryFor(emailHash).withdrawnTopics.push(purpose);
  return known;
}
