import { runTaskList } from "graphile-worker";
import { expect, it } from "vitest";
import { databaseUrl, useDatabase } from "tests/support/database";
import { createPool } from "~/platform/database/db.server";
import { releaseOnce } from "~/platform/jobs/release-once.server";

useDatabase();

it("a queue that stops while its listening connection breaks gives that back once, and nothing is thrown that nobody awaits", async () => {
  const pool = createPool(databaseUrl);
  const connect = pool.connect.bind(pool);
  const asked: unknown[] = [];
  let breakConnection = (_error: Error) => {};
  const listen = new Promise<never>((_, reject) => (breakConnection = reject));
  let began = () => {};
  const listening = new Promise<void>((resolve) => (began = resolve));
  // LISTEN waits, and fails when the test says so: as when a database goes away in that moment.
  pool.connect = ((callback?: Parameters<typeof connect>[0]) => {
    if (!callback) return connect();
    return connect((error, client, release) => {
      if (!client) return callback(error, client, release);
      const query = client.query.bind(client) as (...question: unknown[]) => unknown;
      client.query = ((...question: unknown[]) => {
        if (!String(question[0]).startsWith("LISTEN")) {
          const answer = query(...question);
          asked.push(answer);
          return answer;
        }
        began();
        return listen;
      }) as typeof client.query;
      callback(error, client, release);
    });
  }) as typeof pool.connect;
  const unhandled: unknown[] = [];
  const note = (error: unknown) => unhandled.push(error);
  process.on("unhandledRejection", note);

  const queue = runTaskList({ noHandleSignals: true, pollInterval: 60_000 }, {}, releaseOnce(pool));
  await listening;
  const stopped = queue.gracefulShutdown();
  breakConnection(new Error("the connection is gone"));
  await stopped;
  await pool.end();
  await Promise.allSettled(asked);
  await new Promise(setImmediate);
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
});
