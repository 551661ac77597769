import type { Client } from "pg";

/** How many gifts of each kind were added, and how many each sponsor gave. */
export type SponsorsGifts = { claimable: number; undeclared: number; unsendable: number; ofEach: number };

/**
 * Three thousand gifts of three hundred sponsors, ten each, all of one day and so of one accounting year: one sponsor made no declaration,
 * and one has a name that HMRC's form loses.
 */
export async function insertSponsorsGifts(client: Client): Promise<SponsorsGifts> {
  const [sponsors, ofEach] = [300, 10];
  await client.query(`
    INSERT INTO supporter (id, email, first_name, last_name)
    SELECT md5('supporter' || n), 'sponsor' || n || '@example.org', 'Ada', 'Byron' FROM generate_series(1, ${sponsors}) AS n`);
  await client.query(`
    INSERT INTO declaration (id, charity_name, wording, scope, giver_verified, first_name, last_name, house, postcode, via, declared_at, supporter_id)
    SELECT md5('declaration' || n), 'Roomlight', 'gift-aid-2026-1', 'this_and_future', true, 'Ada', CASE n WHEN 2 THEN 'Łukasiewicz' ELSE 'Byron' END,
      n || ' Mill Lane', 'SW1A 1AA', 'supporter', now() - interval '1 year', md5('supporter' || n)
    FROM generate_series(2, ${sponsors}) AS n`);
  await client.query(`
    INSERT INTO donation (id, reference, token, status, idempotency_key, form_hash, gift_pence, first_name, last_name, email, giver_verified,
      supporter_id, created_at, paid_at)
    SELECT md5('gift' || n), 'RL-S' || n, md5('token' || n), 'paid', md5('form' || n), '', 250 + sponsor, 'Ada', 'Byron',
      'sponsor' || sponsor || '@example.org', true, md5('supporter' || sponsor), paid_at, paid_at
    FROM generate_series(0, ${sponsors * ofEach - 1}) AS n,
      LATERAL (SELECT n / ${ofEach} + 1 AS sponsor,
        date_trunc('day', now()) - interval '2 days' + interval '12 hours' + (n % ${ofEach}) * interval '1 minute' AS paid_at) AS facts`);
  return { claimable: (sponsors - 2) * ofEach, undeclared: ofEach, unsendable: ofEach, ofEach };
}
