import { afterEach, expect, it } from "vitest";
import { runInChild } from "tests/support/child-process";
import { databaseUrl, useDatabase } from "tests/support/database";
import { waitUntil } from "tests/support/wait-until";
import { pool } from "~/platform/database/db.server";
import { followChangedPages, replaceKeptPages } from "~/platform/http/page-cache/changed-pages.server";
import { cacheSecondsHeader, createPageCache } from "~/platform/http/page-cache/page-cache.server";

useDatabase();

let stop: (() => Promise<void>) | undefined;
afterEach(async () => await stop?.());

/** A cache that follows the others of its site, and the paths of the pages that it made so far. */
async function followingCache() {
  const made: string[] = [];
  const pages = createPageCache((path) => {
    made.push(path);
    return Promise.resolve(new Response(path, { headers: { [cacheSecondsHeader]: "60" } }));
  });
  stop = followChangedPages(databaseUrl, pages);
  await waitUntil(isListening, () => "it never listened");
  return made;
}
const listeners = `FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'roomlight-pages %'`;
const isListening = async () => (await pool.query(`SELECT ${listeners} AND query LIKE 'LISTEN%' AND state = 'idle'`)).rowCount === 1;

const changeElsewhere = (path: string) =>
  runInChild(
    `import { connectDatabase, disconnectDatabase } from "./app/platform/database/db.server.ts";
     import { replaceKeptPages } from "./app/platform/http/page-cache/changed-pages.server.ts";
     connectDatabase(process.argv[1]);
     await replaceKeptPages([process.argv[2]]);
     await disconnectDatabase();`,
    databaseUrl,
    path,
  ).stop();

it("pages that another process says have changed are made anew here, and what this one says is not heard by itself", async () => {
  const made = await followingCache();
  await replaceKeptPages(["/own"]);
  await changeElsewhere("/sponsor");
  await waitUntil(
    () => made.includes("/sponsor"),
    () => made.join(),
  );
  expect(made).toEqual(["/sponsor"]);
});

it("what is no list of pages is passed over, and a connection that broke is made again", async () => {
  const made = await followingCache();
  for (const nonsense of ["", "{", '{"from":"x"}']) await pool.query("SELECT pg_notify('roomlight_pages_changed', $1)", [nonsense]);
  await pool.query(`SELECT pg_terminate_backend(pid) ${listeners}`);
  await waitUntil(
    async () => !(await isListening()),
    () => "it is still there",
  );
  await waitUntil(isListening, () => "it never came back");
  await changeElsewhere("/");
  await waitUntil(
    () => made.includes("/"),
    () => made.join(),
  );
  expect(made).toEqual(["/"]);
});
