import type { House } from "emails/issue-blocks";
import { now } from "~/platform/clock";
import { inWords } from "~/platform/london-dates";
import { pence } from "~/platform/money";
import { factsOf, moneySentence } from "./house-facts";
import { roomsThisWeekIfKnown } from "./rooms.server";

/** The house of windows as it is now, for a letter; null where the figures can't be read. */
export async function houseNow(): Promise<House | null> {
  const week = await roomsThisWeekIfKnown(now());
  if (!week) return null;
  const windows = week.rooms.map(({ name, funded }) => ({ name, funded }));
  const money = moneySentence({ neededPence: pence(week.neededPence), keptPence: pence(week.keptPence) });
  return { windows, sentence: `${factsOf(windows).sentence} ${money}`.trim(), date: inWords(now()) };
}
