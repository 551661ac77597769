import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { newToken } from "~/platform/ids.server";
import { maxSearchLength } from "./search-term";

/** How long an address with a search in it works: bookmarks and the way back. */
const searchDays = 30;

/**
 * Keeps what somebody searches for, so that the address of what was found bears a token and no name or email address: addresses
 * end up in histories and logs.
 */
export async function keepSearch(staffId: string, text: string): Promise<string> {
  const id = newToken();
  await db.deskSearch.create({ data: { id, staffId, text: text.slice(0, maxSearchLength), createdAt: now() } });
  return id;
}

/** What a token in an address stands for; "": nothing any more. Everybody at the desk may follow a colleague's address. */
export async function findSearch(id: string | null): Promise<string> {
  if (!id || !/^[\w-]{32}$/.test(id)) return "";
  return (await db.deskSearch.findUnique({ where: { id } }))?.text ?? "";
}

/** Forgets old searches; a nightly purge. @returns how many */
export async function purgeSearches(): Promise<number> {
  const { count } = await db.deskSearch.deleteMany({
    where: { createdAt: { lt: new Date(now().getTime() - searchDays * 24 * 3_600_000) } },
  });
  return count;
}
