import { formatPoundsShort, pence, type Pence } from "~/platform/money";
import { surplus } from "./room";

/** A window of the picture: a room's name, and how much of its week is paid for, from 0 to 1. */
export type RoomWindow = { name: string; funded: number };

/** What a window shows, in tenths of a percent. Only a whole week is 1000, and only nothing is 0. */
export function litPermille(funded: number): number {
  if (!(funded > 0)) return 0;
  if (funded >= 1) return 1000;
  return Math.min(999, Math.max(1, Math.round(funded * 1000)));
}

/** 72.5%, or 100%: as the table and the picture's description have it. */
export const formatPercent = (funded: number): string => `${litPermille(funded) / 10}%`;

export type HouseFacts = { count: number; fullyLit: number; partLit: number; waiting: number; sentence: string };

/** The picture in numbers and as a sentence. */
export function houseFacts(rooms: readonly RoomWindow[]): HouseFacts {
  const permilles = rooms.map((room) => litPermille(room.funded));
  const fullyLit = permilles.filter((light) => light === 1000).length;
  const waiting = permilles.filter((light) => light === 0).length;
  const partLit = permilles.length - fullyLit - waiting;
  return { count: permilles.length, fullyLit, partLit, waiting, sentence: houseSentence({ fullyLit, partLit, waiting }) };
}

function houseSentence({ fullyLit, partLit, waiting }: Pick<HouseFacts, "fullyLit" | "partLit" | "waiting">): string {
  const count = fullyLit + partLit + waiting;
  const states = [
    [fullyLit, "fully lit"],
    [partLit, "part lit"],
    [waiting, "waiting"],
  ] as const;
  const present = states.filter(([some]) => some > 0);
  if (count === 0) return "No rooms are listed yet.";
  if (count === 1) return `1 room this week: ${present.map(([, label]) => label).join()}.`;
  if (present.length === 1) return `${count} rooms this week: all ${count} ${present.map(([, label]) => label).join()}.`;
  return `${count} rooms this week: ${present.map(([some, label]) => `${some} ${label}`).join(", ")}.`;
}

/** How far the week is paid for, in money. Empty while there is nothing to pay for. */
export function moneySentence({ neededPence, netPence }: { neededPence: Pence; netPence: Pence }): string {
  if (neededPence === 0) return "";
  const surplusPence = surplus(netPence, neededPence);
  if (surplusPence > 0)
    return `The whole week is paid for: ${formatPoundsShort(neededPence)}. Another ${formatPoundsShort(surplusPence)} came in, and is used as the foot of this page says.`;
  if (netPence >= neededPence) return `The whole week is paid for: ${formatPoundsShort(neededPence)}.`;
  return `${formatPoundsShort(pence(Math.max(0, netPence)))} of ${formatPoundsShort(neededPence)} so far.`;
}
