import { londonDate, londonInstant } from "~/platform/london-dates";

/** How people tell staff that they want letters again. */
export const askedWays = ["in-writing", "by-telephone", "in-person"] as const;
export type AskedWay = (typeof askedWays)[number];
export const askedWords: Record<AskedWay, string> = {
  "in-writing": "In writing",
  "by-telephone": "By telephone",
  "in-person": "In person",
};

/** What was said to staff, for ever kept and naming nobody. `askedOn`: a London date. */
export type LiftWish = { asked: AskedWay; askedOn: string; words: string };
export type LiftMistake = { field: keyof LiftWish; words: string };
export type TypedLift = Record<keyof LiftWish, string>;

/** Reads what staff wrote of a person's wish to hear from us again. */
export function readLiftForm(typed: TypedLift, now: Date): { wish: LiftWish } | { mistakes: LiftMistake[] } {
  const mistakes: LiftMistake[] = [];
  const asked = askedWays.find((way) => way === typed.asked);
  const words = typed.words.replace(/\s+/g, " ").trim();
  if (!asked) mistakes.push({ field: "asked", words: "Choose how they asked" });
  const isDay = /^\d{4}-\d\d-\d\d$/.test(typed.askedOn) && londonInstant(`${typed.askedOn}T00:00`) !== null;
  if (!isDay) mistakes.push({ field: "askedOn", words: "Write the day on which they asked" });
  else if (typed.askedOn > londonDate(now)) mistakes.push({ field: "askedOn", words: "This day has not come yet" });
  if (words === "") mistakes.push({ field: "words", words: "Write what they said" });
  if (words.length > 200) mistakes.push({ field: "words", words: "Write at most 200 letters" });
  if (words.includes("@")) mistakes.push({ field: "words", words: "Leave addresses out: this is kept for ever" });
  return mistakes.length > 0 || !asked ? { mistakes } : { wish: { asked, askedOn: typed.askedOn, words } };
}
