import { expect, it } from "vitest";
import { databaseUrl, useDatabase } from "tests/support/database";
import { isDoneWithin } from "tests/support/wait-until";
import { createPool, db, inTransaction, pool } from "~/platform/database/db.server";
import { isDatabaseUnavailable } from "~/platform/database/retryable-errors";

useDatabase();

const supporter = { email: "ada@example.org", firstName: "Ada", lastName: "Day" };
const createSupporter = (id: string) => db.supporter.create({ data: { id, ...supporter } });

async function failureOf(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error("it did not fail");
}

/** The ways in which the site asks. */
const ways: [string, (id: string) => Promise<unknown>][] = [
  ["a query", createSupporter],
  ["a transaction", (id) => inTransaction((tx) => tx.supporter.create({ data: { id, ...supporter } }))],
  ["raw SQL", (id) => db.$executeRaw`INSERT INTO supporter (id, email, first_name, last_name) VALUES (${id}, 'a', 'b', 'c')`],
  ["the pool", (id) => pool.query("INSERT INTO supporter (id, email, first_name, last_name) VALUES ($1, 'a', 'b', 'c')", [id])],
];

it.each(ways)("that waits for a lock which somebody holds is refused within three seconds, by %s", async (_way, insert) => {
  // The first question of a kind takes longer.
  await insert("first");
  await db.supporter.deleteMany();
  const others = createPool(databaseUrl, { max: 1 });
  const client = await others.connect();
  try {
    await client.query("BEGIN; LOCK TABLE supporter IN ACCESS EXCLUSIVE MODE");
    const failure = failureOf(() => insert("locked"));
    expect(await isDoneWithin(3000, failure)).toBe(true);
    expect(isDatabaseUnavailable(await failure)).toBe(true);
    await client.query("ROLLBACK");
    await insert("free");
  } finally {
    client.release();
    await others.end();
  }
});

it.each(ways)("says that its disk is full, by %s, and that is no bug", async (_way, insert) => {
  await pool.query(
    `CREATE OR REPLACE FUNCTION disk_full() RETURNS trigger AS $$ BEGIN
       RAISE EXCEPTION USING ERRCODE = '53100', MESSAGE = 'could not extend file: No space left on device'; END $$ LANGUAGE plpgsql;
     CREATE TRIGGER full_disk BEFORE INSERT ON supporter EXECUTE FUNCTION disk_full()`,
  );
  try {
    expect(isDatabaseUnavailable(await failureOf(() => insert("full")))).toBe(true);
  } finally {
    await pool.query("DROP TRIGGER full_disk ON supporter");
  }
});

it("ends a statement that runs too long, and that is no bug", async () => {
  const slow = () =>
    inTransaction(async (tx) => {
      await tx.$executeRaw`SET LOCAL statement_timeout = '50ms'`;
      await tx.$executeRaw`SELECT pg_sleep(5)`;
    });
  expect(isDatabaseUnavailable(await failureOf(slow))).toBe(true);
});

it("that refuses what was asked is a bug", async () => {
  await createSupporter("one");
  for (const work of [() => createSupporter("one"), () => db.$executeRaw`SELECT nothing`, () => pool.query("SELECT 1 / 0")])
    expect(isDatabaseUnavailable(await failureOf(work))).toBe(false);
  expect(isDatabaseUnavailable(new Error("a bug"))).toBe(false);
});
