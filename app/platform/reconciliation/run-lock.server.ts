import type { ReconciliationKind } from "~/../prisma/client/client";
import { pool } from "~/platform/database/db.server";

/** Any number will do, as long as nothing else uses it. */
const lockSpace = 720_042;

/**
 * Does work unless some process is at it already. The lock belongs to a database session, so it goes with the process that
 * holds it, however that ends, and whoever comes next can go on at once.
 * @param work gets what throws once the lock is lost, because the connection that held it is
 * @returns null: another is at it
 */
export async function withRunLock<Result>(
  kind: ReconciliationKind,
  work: (assertHeld: () => void) => Promise<Result>,
): Promise<Result | null> {
  const client = await pool.connect();
  let lost: Error | null = null;
  const onError = (error: Error) => void (lost = error);
  client.on("error", onError);
  const key = [lockSpace, kind];
  try {
    const { rows } = await client.query<{ taken: boolean }>("SELECT pg_try_advisory_lock($1, hashtext($2)) AS taken", key);
    if (!rows[0]?.taken) return null;
    try {
      return await work(() => {
        if (lost) throw new Error("the connection that a reconciliation holds its place by is gone", { cause: lost });
      });
    } finally {
      if (!lost) await client.query("SELECT pg_advisory_unlock($1, hashtext($2))", key).catch(onError);
    }
  } finally {
    client.off("error", onError);
    client.release(lost ?? undefined);
  }
}
