import { logError } from "../log.server";

/** A page about something else does not wait longer for a part of it. */
const timeoutMs = 2000;

/** What a page can do without: null where the database can't be asked, or takes too long. @param what names it in the log */
export async function readOrNull<Read>(what: string, read: Promise<Read>): Promise<Read | null> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("the database took too long")), timeoutMs);
  });
  try {
    return await Promise.race([read, timeout]);
  } catch (error) {
    logError(what, error);
    return null;
  } finally {
    clearTimeout(timer);
  }
}
