import { Temporal } from "temporal-polyfill";
import type { FormError } from "~/platform/http/forms/form-fields";
import { addDays, formatLondonDate, fromDateColumn, mondayOfWeek } from "~/platform/london-dates";
import { formatPoundsShort, parseAmount, pence, type AmountRefusal, type Pence } from "~/platform/money";
import { parseTypedDate } from "~/platform/typed-date";

/** What a room takes in a week from a Monday on. */
export type RoomCost = { fromWeek: string; weeklyPence: number };

/** The rows of a room's costs, earliest first. */
export const listCosts = (rows: readonly { fromWeek: Date; weeklyPence: number }[]): RoomCost[] =>
  rows
    .map(({ fromWeek, weeklyPence }) => ({ fromWeek: fromDateColumn(fromWeek), weeklyPence }))
    .toSorted((a, b) => (a.fromWeek < b.fromWeek ? -1 : 1));

/** What a room takes in the week that begins on a Monday. @param room its cost before the first change, and the changes, earliest first */
export function costInWeek({ weeklyPence, costs }: { weeklyPence: number; costs: readonly RoomCost[] }, monday: string): Pence {
  return pence(costs.findLast(({ fromWeek }) => fromWeek <= monday)?.weeklyPence ?? weeklyPence);
}

const bounds = { min: pence(100), max: pence(500_000) };
const maxWeeksAhead = 104;

const sumMessages: Record<AmountRefusal, string> = {
  empty: "Enter what the room takes in a week, such as 110",
  "not-a-number": "Enter the weekly cost in pounds, such as 110 or 112.50",
  "too-precise": "Enter pounds and whole pence, such as 112.50",
  negative: "Enter a weekly cost above nothing",
  "too-small": `Enter a weekly cost of at least ${formatPoundsShort(bounds.min)}`,
  "too-large": `Enter a weekly cost of at most ${formatPoundsShort(bounds.max)}`,
};

/** Reads a weekly cost in pounds. */
export function parseWeeklyCost(input: string | undefined): { weeklyPence: Pence } | FormError {
  const sum = parseAmount(input ?? "", bounds);
  return sum.ok ? { weeklyPence: sum.pence } : { field: "weekly", message: sumMessages[sum.reason] };
}

/** The first Monday that is on or after a date. */
export const mondayFrom = (date: string): string => (mondayOfWeek(date) === date ? date : addDays(mondayOfWeek(date), 7));

/**
 * Reads from when a cost counts. Weeks have one cost each, so any other day means the Monday after it.
 * @param today a London date. Weeks that are over keep their cost; this week's may still be put right
 */
export function parseCostStart(input: string | undefined, today: string): { fromWeek: string } | FormError {
  const wrong = (message: string): FormError => ({ field: "from", message });
  const date = parseTypedDate(input ?? "");
  const thisWeek = mondayOfWeek(today);
  if (date === null) return wrong("Enter the day from which it counts, such as 7/12/2026");
  if (date < thisWeek)
    return wrong(`Weeks that are over keep what they cost. Choose this week’s Monday, ${formatLondonDate(thisWeek)}, or a later day`);
  const fromWeek = mondayFrom(date);
  if (Temporal.PlainDate.compare(fromWeek, addDays(thisWeek, maxWeeksAhead * 7)) > 0)
    return wrong("Choose a day within the next two years");
  return { fromWeek };
}
