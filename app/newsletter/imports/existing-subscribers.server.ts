import type { Tx } from "~/platform/database/db.server";
import type { KnownPerson } from "./columns";
import { topics, type Topic } from "../subscription";

/** What is known of some people, in three questions for all of them together. Whoever nothing is known of is not in the map. */
export async function findKnownPeople(tx: Tx, people: string[]): Promise<Map<string, KnownPerson>> {
  const subscriptions = await tx.subscription.findMany({ where: { person: { in: people } }, select: { person: true, state: true } });
  const suppressions = await tx.suppression.findMany({ where: { person: { in: people } }, select: { person: true } });
  const lines = await tx.$queryRaw<{ person: string; purpose: Topic; action: string }[]>`
    SELECT DISTINCT ON (person, purpose) person, purpose, action FROM consent
    WHERE person = ANY (${people}) AND action IN ('confirmed', 'withdrawn')
    ORDER BY person, purpose, line DESC`;
  const known = new Map<string, { state: KnownPerson["state"]; suppressed: boolean; withdrawnTopics: Topic[] }>();
  const entryFor = (person: string) => {
    const entry = known.get(person) ?? { state: null, suppressed: false, withdrawnTopics: [] };
    known.set(person, entry);
    return entry;
  };
  for (const { person, state } of subscriptions) entryFor(person).state = state;
  for (const { person } of suppressions) entryFor(person).suppressed = true;
  for (const { person, purpose, action } of lines)
    if (action === "withdrawn" && topics.includes(purpose)) entryFor(person).withdrawnTopics.push(purpose);
  return known;
}
