import type { Tx } from "~/platform/database/db.server";
import type { Known } from "./columns";
import { topics, type Topic } from "../subscription";

/** What is known of some people, in three questions for all of them together. Whoever nothing is known of is not in the map. */
export async function knownPeople(tx: Tx, people: string[]): Promise<Map<string, Known>> {
  const subscriptions = await tx.subscription.findMany({ where: { person: { in: people } }, select: { person: true, state: true } });
  const suppressions = await tx.suppression.findMany({ where: { person: { in: people } }, select: { person: true } });
  const lines = await tx.$queryRaw<{ person: string; purpose: Topic; action: string }[]>`
    SELECT DISTINCT ON (person, purpose) person, purpose, action FROM consent
    WHERE person = ANY (${people}) AND action IN ('confirmed', 'withdrawn')
    ORDER BY person, purpose, line DESC`;
  const known = new Map<string, { state: Known["state"]; suppressed: boolean; takenBack: Topic[] }>();
  const of = (person: string) => {
    const there = known.get(person) ?? { state: null, suppressed: false, takenBack: [] };
    known.set(person, there);
    return there;
  };
  for (const { person, state } of subscriptions) of(person).state = state;
  for (const { person } of suppressions) of(person).suppressed = true;
  for (const { person, purpose, action } of lines)
    if (action === "withdrawn" && topics.includes(purpose)) of(person).takenBack.push(purpose);
  return known;
}
