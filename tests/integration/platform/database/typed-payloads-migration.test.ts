import { expect, it } from "vitest";
import { databaseBefore } from "tests/support/database";

it("what was stored before its parts were named (jobs, events, emails, how far a comparison came) is read as it is written now", async () => {
  const { client, finish, drop } = await databaseBefore("20261127200000_typed_payloads");
  try {
    await client.query(`
      SELECT graphile_worker.add_job('sync-plan', '{"subscription": "sub_1"}');
      SELECT graphile_worker.add_job('start-issue', '{"issue": "i1"}', job_key := 'start-issue:i1');
      SELECT graphile_worker.add_job('process-import', '{"importId": "m1"}');
      SELECT graphile_worker.add_job('purge', '{}');
      INSERT INTO stripe_event (id, type, created_at, task, payload, job_key)
        VALUES ('evt_1', 'charge.succeeded', now(), 'sync-donation', '{"payment": "pi_1"}', 'sync-donation:pi_1'),
          ('evt_2', 'product.created', now(), NULL, NULL, NULL);
      INSERT INTO outgoing_email (id, kind, about) VALUES
        ('1', 'receipt', 'd1'),
        ('2', 'plan-alert', 'p1:Stripe says "late": twice'),
        ('3', 'plan-anniversary', 'p1:2'),
        ('4', 'issue-overdue', 'i1 2026-11-27T18:00:00.000Z'),
        ('5', 'collections-summary', 'p1:2026/27'),
        ('6', 'no-longer-a-kind', 'x:y'),
        ('7', 'database-restarted', '2026-11-27T18');
      INSERT INTO plan_reconciliation (id, started_at, cursor) VALUES ('1', now(), NULL), ('2', now(), 'invoices:in_1'), ('3', now(), 'rest:')`);
    await finish();
    const rows = async (sql: string) => (await client.query<{ value: unknown }>(sql)).rows.map(({ value }) => value);
    expect(await rows("SELECT payload AS value FROM graphile_worker._private_jobs ORDER BY id")).toEqual([
      { stripeSubscriptionId: "sub_1" },
      { issueId: "i1" },
      { importId: "m1" },
      {},
    ]);
    expect(await rows("SELECT payload AS value FROM stripe_event ORDER BY id")).toEqual([{ stripePaymentIntentId: "pi_1" }, null]);
    expect(await rows("SELECT about AS value FROM outgoing_email ORDER BY id")).toEqual([
      { donationId: "d1" },
      { planId: "p1", problem: 'Stripe says "late": twice' },
      { planId: "p1", years: 2 },
      { issueId: "i1", sendAt: "2026-11-27T18:00:00.000Z" },
      { planId: "p1", period: "2026/27" },
      { id: "x:y" },
      { hour: "2026-11-27T18" },
    ]);
    expect(await rows("SELECT json_build_array(pass, cursor) AS value FROM reconciliation ORDER BY id")).toEqual([
      ["subscriptions", null],
      ["invoices", "in_1"],
      ["unlisted", null],
    ]);
  } finally {
    await drop();
  }
});
