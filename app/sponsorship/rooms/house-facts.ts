import { pence, poundsShort, type Pence } from "~/platform/money";
import { beyondNeed } from "./room";

/** A window of the picture: a room's name, and how much of its week is paid for, from 0 to 1. */
export type Window = { name: string; funded: number };

/** What a window shows, in tenths of a percent. Only a whole week is 1000, and only nothing is 0. */
export function lightOf(funded: number): number {
  if (!(funded > 0)) return 0;
  if (funded >= 1) return 1000;
  return Math.min(999, Math.max(1, Math.round(funded * 1000)));
}

/** 72.5%, or 100%: as the table and the picture's description have it. */
export const percent = (funded: number): string => `${lightOf(funded) / 10}%`;

export type HouseFacts = { count: number; full: number; part: number; waiting: number; sentence: string };

/** The picture in numbers and as a sentence. */
export function factsOf(rooms: readonly Window[]): HouseFacts {
  const lights = rooms.map((room) => lightOf(room.funded));
  const full = lights.filter((light) => light === 1000).length;
  const waiting = lights.filter((light) => light === 0).length;
  const part = lights.length - full - waiting;
  return { count: lights.length, full, part, waiting, sentence: sentenceOf({ full, part, waiting }) };
}

function sentenceOf({ full, part, waiting }: { full: number; part: number; waiting: number }): string {
  const count = full + part + waiting;
  const states = [
    [full, "fully lit"],
    [part, "part lit"],
    [waiting, "waiting"],
  ] as const;
  const present = states.filter(([some]) => some > 0);
  if (count === 0) return "No rooms are listed yet.";
  if (count === 1) return `1 room this week: ${present.map(([, words]) => words).join()}.`;
  if (present.length === 1) return `${count} rooms this week: all ${count} ${present.map(([, words]) => words).join()}.`;
  return `${count} rooms this week: ${present.map(([some, words]) => `${some} ${words}`).join(", ")}.`;
}

/** How far the week is paid for, in money. Empty while there is nothing to pay for. */
export function moneySentence({ neededPence, keptPence }: { neededPence: Pence; keptPence: Pence }): string {
  if (neededPence === 0) return "";
  const beyond = beyondNeed(keptPence, neededPence);
  if (beyond > 0)
    return `The whole week is paid for: ${poundsShort(neededPence)}. Another ${poundsShort(beyond)} came in, and is used as the foot of this page says.`;
  if (keptPence >= neededPence) return `The whole week is paid for: ${poundsShort(neededPence)}.`;
  return `${poundsShort(pence(Math.max(0, keptPence)))} of ${poundsShort(neededPence)} so far.`;
}
