import { expect, it } from "vitest";
import { databaseBefore } from "tests/support/database";

it("gifts that were there before funds are general, and those of sponsorships are for the rooms", async () => {
  const { client, finish, drop } = await databaseBefore("20261128140000_funds_and_appeals");
  try {
    await client.query(`
      INSERT INTO plan (id, reference, token, idempotency_key, form_hash, first_name, last_name, email, weekly_pence, billing_interval, collection_pence)
        VALUES ('p', 'RL-222222', 'token-p', 'k', 'h', 'Ada', 'Byron', 'ada@example.org', 250, 'weekly', 250);
      INSERT INTO donation (id, reference, token, idempotency_key, form_hash, gift_pence, first_name, last_name, email, plan_id) VALUES
        ('once', 'RL-333333', 'token-1', 'k1', 'h', 1000, 'Ada', 'Byron', 'ada@example.org', NULL),
        ('collected', 'RL-444444', 'token-2', 'k2', 'h', 250, 'Ada', 'Byron', 'ada@example.org', 'p')`);
    await finish();
    const { rows } = await client.query("SELECT id, fund_id FROM donation ORDER BY id");
    expect(rows).toEqual([
      { id: "collected", fund_id: "rooms-fund" },
      { id: "once", fund_id: "general-fund" },
    ]);
    await expect(client.query("DELETE FROM fund WHERE id = 'rooms-fund'"), "a fund with donations").rejects.toThrow("foreign key");
    await expect(client.query("UPDATE fund SET closed_at = now() WHERE id = 'general-fund'")).rejects.toThrow("check constraint");
  } finally {
    await drop();
  }
});
