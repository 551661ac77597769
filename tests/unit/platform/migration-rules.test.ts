import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { firstLinted, lintMigration } from "~/platform/database/migrations/lint-migration";
import { siteFolders } from "~/platform/database/migrations/migration-files.server";

const folder = siteFolders().migrations;
const migrations = readdirSync(folder).filter((name) => existsSync(join(folder, name, "migration.sql")));
const read = (name: string) => readFileSync(join(folder, name, "migration.sql"), "utf8");

it("no migration since sites may be live locks a table or takes away what the running version reads", () => {
  expect(
    migrations.filter((name) => name >= firstLinted).flatMap((name) => lintMigration(read(name)).map((line) => `${name}: ${line}`)),
  ).toEqual([]);
});

it("the rules find what they are for in the migrations of before", () => {
  const found = migrations.filter((name) => name < firstLinted).flatMap((name) => lintMigration(read(name)));
  const reasons = ["while the index is made", "reads it by this name", "every row is written anew", "NOT VALID"];
  expect(reasons.filter((reason) => !found.some((line) => line.includes(reason)))).toEqual([]);
});

it.each([
  [`CREATE INDEX "x" ON "donation" ("paid_at")`, /while the index is made/],
  [`CREATE UNIQUE INDEX x ON donation (token)`, /while the index is made/],
  [`DROP INDEX x`, /holds up/],
  [`ALTER TABLE "donation" ADD COLUMN "fund" TEXT NOT NULL`, /does not fill it in/],
  [`ALTER TABLE donation ADD COLUMN token uuid DEFAULT gen_random_uuid()`, /written anew/],
  [`ALTER TABLE donation ALTER COLUMN pence TYPE bigint`, /written anew/],
  [`ALTER TABLE donation ALTER COLUMN "pence" SET DATA TYPE bigint`, /written anew/],
  [`ALTER TABLE donation ALTER COLUMN pence SET NOT NULL`, /whole table is read/],
  [`ALTER TABLE donation ADD CONSTRAINT x FOREIGN KEY (fund_id) REFERENCES fund(id)`, /NOT VALID/],
  [`ALTER TABLE donation ADD CONSTRAINT x CHECK (pence > 0)`, /NOT VALID/],
  [`ALTER TABLE donation\n  ADD CONSTRAINT x UNIQUE (token)`, /USING INDEX/],
  [`ALTER TABLE donation DROP COLUMN pence`, /reads it by this name/],
  [`ALTER TABLE donation RENAME COLUMN pence TO gift_pence`, /reads it by this name/],
  [`DROP TABLE donation`, /reads it by this name/],
  [`LOCK TABLE donation`, /without a lock/],
  [`UPDATE donation SET fund_id = 'general-fund'`, /some at a time/],
  [`CREATE TABLE note (id text); CREATE INDEX CONCURRENTLY x ON donation (token)`, /alone in its migration/],
  [`-- a remark; DROP\nUPDATE donation SET a = 'WHERE'`, /some at a time/],
])("%s is refused", (sql, reason) => {
  expect(lintMigration(sql)).toEqual([expect.stringMatching(reason)]);
});

it.each([
  `CREATE TABLE "note" ("id" text NOT NULL); CREATE INDEX "note_x" ON "note" ("id"); ALTER TABLE "note" ADD CONSTRAINT x CHECK (id <> '')`,
  `CREATE INDEX CONCURRENTLY x ON donation (token)`,
  `ALTER TABLE donation ADD COLUMN note TEXT`,
  `ALTER TABLE donation ADD COLUMN is_new BOOLEAN NOT NULL DEFAULT false`,
  `ALTER TABLE donation ADD CONSTRAINT x CHECK (pence > 0) NOT VALID`,
  `ALTER TABLE donation VALIDATE CONSTRAINT x`,
  `ALTER TABLE donation ADD CONSTRAINT x UNIQUE USING INDEX y`,
  `UPDATE fund SET name = 'Rooms' WHERE id = 'rooms-fund'`,
  `-- safe: nothing has read it since version 3\nALTER TABLE donation DROP COLUMN pence`,
  `CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN DELETE FROM x; DROP TABLE y; END $$ LANGUAGE plpgsql`,
  `INSERT INTO fund VALUES ('a; DROP TABLE fund', 'x')`,
])("%s is let pass", (sql) => {
  expect(lintMigration(sql)).toEqual([]);
});
