import type { House } from "emails/newsletter/issue-blocks";
import { now } from "~/platform/clock";
import { formatDate } from "~/platform/london-dates";
import { pence } from "~/platform/money";
import { houseFacts, moneySentence } from "./house-facts";
import { findRoomsThisWeek } from "./rooms.server";

/** The house of windows as it is now, for an email; null where the figures can't be read. */
export async function getHouseSnapshot(): Promise<House | null> {
  const week = await findRoomsThisWeek(now());
  if (!week) return null;
  const windows = week.rooms.map(({ name, funded }) => ({ name, funded }));
  const money = moneySentence({ neededPence: pence(week.neededPence), netPence: pence(week.netPence) });
  return { windows, sentence: `${houseFacts(windows).sentence} ${money}`.trim(), date: formatDate(now()) };
}
