import { expect, it } from "vitest";
import { personalColumns } from "~/about/privacy/personal-columns";
import { pool } from "~/platform/database/db.server";
import { useDatabase } from "tests/support/database";

useDatabase({ keepRows: true });

it("the register of personal data names every column of every table once for each purpose, and no other", async () => {
  // A foreign key says as much as what it leads to and no more.
  const { rows } = await pool.query<{ line: string; leads: boolean }>(`
    SELECT t.relname || '.' || a.attname AS line,
      EXISTS (SELECT FROM pg_constraint c WHERE c.conrelid = t.oid AND c.contype = 'f' AND a.attnum = ANY (c.conkey)) AS leads
    FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r' AND t.relname <> '_prisma_migrations'`);
  const registered = Object.entries(personalColumns).flatMap(([table, columns]) =>
    [...new Set(Object.values(columns).flat())].map((column) => `${table}.${column}`),
  );
  const existing = new Set(rows.map(({ line }) => line));
  expect(registered.filter((line) => !existing.has(line))).toEqual([]);
  const known = new Set(registered);
  expect(rows.filter(({ line, leads }) => !leads && !known.has(line)).map(({ line }) => line)).toEqual([]);
  for (const columns of Object.values(personalColumns)) {
    const personal = Object.entries(columns).flatMap(([purpose, names]) => (purpose === "none" ? [] : names));
    expect((columns.none ?? []).filter((column) => personal.includes(column))).toEqual([]);
  }
});
