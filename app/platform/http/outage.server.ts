import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "hono";
import { isDatabaseUnavailable } from "../database/retryable-errors";
import { fallbackPage, type FallbackNumber } from "./fallback-page.server";

/** A form's fields, to be sent again as they were. */
type FormFields = [name: string, value: string][];

const checkIntervalMs = 500;
/** For so long a page may wait for figures that it can do without. */
const pagePatienceMs = 2500;

/**
 * Waits for work that may hang on a database that does not answer.
 * @param isUp whether the database answers; itself answers within two seconds
 * @param isPage somebody only looks: nothing of theirs can be lost
 * @returns "outage" as soon as the database is found down while the work is not done: whether it will be, nobody can say
 */
export async function raceOutage<Result>(
  work: Promise<Result>,
  isUp: () => Promise<boolean>,
  { isPage = false } = {},
): Promise<Result | "outage"> {
  const done = new AbortController();
  const watch = async (): Promise<Result | "outage"> => {
    for (let wait = isPage ? pagePatienceMs : checkIntervalMs; ; wait = checkIntervalMs) {
      await sleep(wait, undefined, { signal: done.signal, ref: false });
      if (!(await isUp())) return "outage";
    }
  };
  const watching = watch();
  // What comes after the race was lost is nobody's any more.
  watching.catch(() => {});
  work.catch(() => {});
  return await Promise.race([work, watching]).finally(() => done.abort());
}

/** Notes what a screen fails with, and tells whether that was the database. */
export function createFailureNote(): { onFailure: (error: unknown) => void; isDatabaseFailure: () => boolean } {
  let found = false;
  return {
    onFailure: (error) => {
      found ||= isDatabaseUnavailable(error);
    },
    isDatabaseFailure: () => found,
  };
}

/** The fields of a form of words, read whole; null where the request is none, or holds a file. */
export async function readFormFields(c: Context): Promise<{ body: string; fields: FormFields } | null> {
  if (c.req.method !== "POST" || !c.req.header("content-type")?.startsWith("application/x-www-form-urlencoded")) return null;
  const body = await c.req.text();
  return { body, fields: [...new URLSearchParams(body)] };
}

/**
 * The answer to whoever asked for something while the database was away: what happened, and the form, to be sent again as it was.
 * @param form null: what was typed is in their browser alone
 * @param wasBegun it was handed on, so that nobody can say how far it came
 */
export function outagePage(c: Context, urgentNumbers: readonly FallbackNumber[], form: FormFields | null, wasBegun: boolean): Response {
  c.header("retry-after", "60");
  c.header("cache-control", "no-store");
  if (c.req.method === "GET" || c.req.method === "HEAD")
    return c.html(
      fallbackPage("We can’t show this right now", "Please try again in a few minutes. Nothing was changed.", urgentNumbers),
      503,
    );
  const kept = form ? "What you typed is still on this page." : "Go back in your browser: what you wrote is still there.";
  const message = wasBegun
    ? `Our database did not answer in time. Nothing was taken from you, and we can’t say whether the rest was saved. ${kept} Please send it again in a few minutes: what is sent twice counts once.`
    : `Nothing was saved, and no money was taken. ${kept} Please send it again in a few minutes.`;
  const { pathname, search } = new URL(c.req.url);
  const again = form && { action: pathname + search, fields: form };
  return c.html(fallbackPage("We can’t take this right now", message, urgentNumbers, again), 503);
}
