import { setClock } from "~/platform/clock";
import { addDays, startOfLondonDate } from "~/platform/london-dates";
import { purgeAll } from "~/purge.server";

/** The site at the end of a London date: what the night's purge forgets on it is gone. */
export async function purgeOn(date: string): Promise<void> {
  setClock(() => new Date(startOfLondonDate(addDays(date, 1)).getTime() - 60_000));
  await purgeAll();
}
