import { formatPounds, type Pence } from "~/platform/money";

const nightsPerWeek = 7;

/** How many nights of one room a sum pays for. @param roomWeek what a room takes in a week */
export const nightsOf = (sum: Pence, roomWeek: Pence): number => (sum * nightsPerWeek) / roomWeek;

/** Whole nights of one room that a donation pays for, at most a week's seven. */
export const wholeNights = (gift: Pence, roomWeek: Pence): number => Math.min(nightsPerWeek, Math.floor(nightsOf(gift, roomWeek)));

/** How far a donation lights each of the seven nights of a room's week, from 0 to 1. */
export const litNights = (gift: Pence, roomWeek: Pence): number[] =>
  Array.from({ length: nightsPerWeek }, (_, night) => Math.min(1, Math.max(0, nightsOf(gift, roomWeek) - night)));

const nightsTexts = ["", "one night", "two nights", "three nights", "four nights", "five nights", "six nights"];

/** What a donation pays for, in a sentence. */
export function impactText(gift: Pence, roomWeek: Pence): string {
  const nights = wholeNights(gift, roomWeek);
  const examples = "the rent, the heating, the lock on the door";
  if (nights === 0) return `Your ${formatPounds(gift)} goes towards a night in a safe room: ${examples}.`;
  if (nights === 7) return `Your ${formatPounds(gift)} keeps one room going for a week or more: ${examples}.`;
  return `Your ${formatPounds(gift)} pays for one room for ${nightsTexts[nights] ?? ""}: ${examples}.`;
}
