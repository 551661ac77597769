import pg from "pg";
import { unlessExpected } from "tests/support/expected-failure";
import { patienceMs } from "tests/support/wait-until";

export const place = { folder: "", dataDir: "" };

export const isConnectionLost = (error: unknown) => error instanceof Error && /terminat|ECONNRESET|EPIPE/.test(error.message);

export async function query<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await unlessExpected(client.end(), isConnectionLost, null);
  }
}

/** Patient, for a machine that does much else. */
export async function eventually<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (const deadline = Date.now() + patienceMs; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}
