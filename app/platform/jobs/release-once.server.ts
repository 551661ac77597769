import type pg from "pg";

/**
 * Makes connections that a pool lends by callback safe to give back twice. The queue's listener does so when it is told to stop
 * while its connection breaks (graphile-worker up to 0.18), and the pool's error for it, which nobody awaits, would end the process.
 */
export function releaseOnce(pool: pg.Pool): pg.Pool {
  const connect = pool.connect.bind(pool);
  pool.connect = ((callback?: Parameters<typeof connect>[0]) => {
    if (!callback) return connect();
    return connect((error, client, release) => {
      if (!client) return callback(error, client, release);
      let released = false;
      callback(error, client, (reason) => {
        if (released) return;
        released = true;
        release(reason);
      });
    });
  }) as typeof pool.connect;
  return pool;
}
