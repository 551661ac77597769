import { expect, it } from "vitest";
import { pool } from "~/platform/database/db.server";
import { useDatabase } from "tests/support/database";

useDatabase({ keepRows: true });

const list = async (sql: string) => (await pool.query<{ line: string }>(sql)).rows.map(({ line }) => line).toSorted();
const ours = "t.relnamespace = 'public'::regnamespace AND t.relkind = 'r' AND t.relname <> '_prisma_migrations'";

it("whatever points to a row has an index, so that a row that goes is not looked for in whole tables", async () => {
  const unindexed = await list(`
    SELECT t.relname || '.' || a.attname AS line FROM pg_constraint c
    JOIN pg_class t ON t.oid = c.conrelid JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.conkey[1]
    WHERE ${ours} AND c.contype = 'f'
      AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = t.oid AND i.indpred IS NULL AND i.indkey[0] = c.conkey[1])`);
  expect(unindexed).toEqual([]);
});

it("every id of ours that a row names is a foreign key, but where the row is meant to outlive what it names", async () => {
  const loose = await list(`
    SELECT t.relname || '.' || a.attname AS line FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0
    WHERE ${ours} AND a.attname LIKE '%\\_id' AND a.attname NOT LIKE 'stripe\\_%' AND a.attname NOT LIKE 'resend\\_%'
      AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conrelid = t.oid AND c.contype = 'f' AND a.attnum = ANY (c.conkey))`);
  expect(loose).toEqual([
    // The log outlives everything that it names.
    "audit_entry.about_id",
    "audit_entry.staff_id",
    // Stripe's own.
    "balance_transaction.charge_id",
    "balance_transaction.source_id",
    // HMRC's own.
    "claim_submission.correlation_id",
    // A plus and a minus of donations: what it names may be gone before they are merged.
    "donation_daily_total.appeal_id",
    "donation_daily_total.fund_id",
    // It is finished after the supporter's own row is gone.
    "erasure.supporter_id",
    // What is told in one email has one id, and no row.
    "health_alert.green_notice_id",
    "health_alert.red_notice_id",
    // A copy for pages and what it is told of: they hold no lock of the rows that they name, and may outlive them for a moment.
    "open_gift.donation_id",
    "open_gift_mark.donation_id",
    "open_gift_mark.supporter_id",
    // The authenticator's own.
    "passkey.credential_id",
    // Resend's and Stripe's own, as their events name them.
    "resend_event.broadcast_id",
    "resend_event.email_id",
    "stripe_event.object_id",
    // The record that went into another: it comes back when that is undone.
    "supporter_merge.other_id",
  ]);
});

it("every sum has a check", async () => {
  const unchecked = await list(`
    SELECT t.relname || '.' || a.attname AS line FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0
    WHERE ${ours} AND a.attname ~ '(^|_)pence$'
      AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conrelid = t.oid AND c.contype = 'c' AND a.attnum = ANY (c.conkey))`);
  expect(unchecked).toEqual([
    // Movements of money, which have a sign.
    "balance_transaction.fee_pence",
    "balance_transaction.pence",
    "donation_daily_total.given_pence",
    "donation_daily_total.refunded_pence",
    "open_gift_total.pence",
    "payout.pence",
  ]);
});

it.each([
  ["donation", "gift_pence", 0],
  ["donation", "cover_pence", -1],
  ["refund", "pence", 0],
  ["plan", "weekly_pence", 0],
  ["plan", "next_collection_pence", -1],
  ["plan", "link_version", 0],
  ["issue", "audience_size", -1],
  ["newsletter_image", "width", 0],
  ["newsletter_subscription", "synced_version", -1],
  ["subscriber_import", "line_count", -1],
  ["reconciliation", "open", -1],
] as const)("%s.%s is refused as %i by the database itself", async (table, column, value) => {
  const { rows } = await pool.query<{ rule: string }>(
    "SELECT pg_get_expr(conbin, conrelid) AS rule FROM pg_constraint WHERE conrelid = $1::regclass AND contype = 'c'",
    [table],
  );
  const { rows: names } = await pool.query<{ name: string; type: string }>(
    `SELECT quote_ident(attname) AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`,
    [table],
  );
  // No check refuses a row of nulls: what is left is this column's own rule.
  const columns = names.map(({ name, type }) => `${name === column ? value : "NULL"}::${type} AS ${name}`).join(", ");
  const rules = rows.map(({ rule }) => `coalesce(${rule}, true)`).join(" AND ") || "true";
  expect((await pool.query(`SELECT ${rules} AS allowed FROM (SELECT ${columns}) AS given`)).rows).toEqual([{ allowed: false }]);
});
