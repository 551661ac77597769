import pg from "pg";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { pool, processId } from "../../database/db.server";
import { log, logError } from "../../log.server";
import type { PageCache } from "./page-cache.server";

/** Where processes of one site tell each other which pages changed. */
const channel = "roomlight_pages_changed";
const messageSchema = z.object({ from: z.string(), paths: z.array(z.string()) });
const retryMs = 2000;

let kept: PageCache | null = null;

/** Names the pages that this process keeps; null: none any more. */
export const usePageCache = (pages: PageCache | null): void => void (kept = pages);

/**
 * Has kept pages made anew, where something that they say was changed: whoever comes next sees it, whichever process answers. One that
 * can't be told keeps its pages for their minute.
 */
export async function replaceKeptPages(paths: readonly string[]): Promise<void> {
  const tell = async () => {
    try {
      await pool.query("SELECT pg_notify($1, $2)", [channel, JSON.stringify({ from: processId, paths })]);
    } catch (error) {
      logError("page-cache", error);
    }
  };
  await Promise.all([kept?.replace(paths), tell()]);
}

/**
 * Follows what other processes on the same database say of changed pages. While it can't hear them, pages live for their minute; once it
 * can again, all are made anew.
 * @returns what ends it
 */
export function followChangedPages(url: string, pages: PageCache): () => Promise<void> {
  const stopping = new AbortController();
  const listenOnce = async (isFirst: boolean) => {
    const client = new pg.Client({ connectionString: url, application_name: `roomlight-pages ${processId}`, keepAlive: true });
    const ended = new Promise<void>((resolve) => void client.once("error", () => resolve()).once("end", () => resolve()));
    client.on("error", () => {});
    client.on("notification", ({ payload }) => {
      const message = messageSchema.safeParse(parseJson(payload));
      if (message.success && message.data.from !== processId) void pages.replace(message.data.paths);
    });
    const stop = () => void client.end().catch(() => {});
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
      if (!isFirst) pages.clear();
      if (stopping.signal.aborted) return;
      stopping.signal.addEventListener("abort", stop, { once: true });
      await ended;
    } finally {
      stopping.signal.removeEventListener("abort", stop);
      await client.end().catch(() => {});
    }
  };
  const following = (async () => {
    for (let isFirst = true; !stopping.signal.aborted; isFirst = false) {
      await listenOnce(isFirst).catch((error: unknown) =>
        log.debug({ failure: String(error) }, "what other processes change is not heard"),
      );
      await sleep(retryMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  })();
  return async () => {
    stopping.abort();
    await following;
  };
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return null;
  }
}
