import type pg from "pg";
import { firstNames, lastNames } from "./names";

/** How much of everything belongs to so many gifts: to a million, 100,000 people, 30,000 plans and 200,000 subscribers. */
const partsOf = (gifts: number) => ({
  gifts,
  people: gifts / 10,
  plans: (gifts * 3) / 100,
  subscribers: gifts / 5,
  /** The gifts of the one who gave most. */
  heaviest: gifts / 200,
});

/** A number from 0 to 1 that is always the same for the same text. */
const chance = (of: string) => `((('x' || left(md5(${of}), 8))::bit(32)::bigint & 2147483647) / 2147483648.0)`;
/** Days ago, over six years: more in the last ones, and most of each year's before Christmas. */
const daysAgo = (of: string) => `(0.2 + 2188 * power(${chance(`${of} || 'when'`)}, 1.6))`;
const pick = (list: string, of: string) => `(${list})[1 + floor(array_length(${list}, 1) * power(${chance(of)}, 1.8))::int]`;

const people = `
  INSERT INTO supporter (id, email, first_name, last_name, created_at)
  SELECT md5('s' || n), 'person' || n || (ARRAY['@example.org', '@example.net', '@mail.example', '@post.example'])[1 + n % 4],
    ${pick("$2::text[]", "'f' || n")}, ${pick("$3::text[]", "'l' || n")}, now() - interval '6 years' + n * (interval '6 years' / $1::int)
  FROM generate_series(1, $1::int) n`;

/** Half declared Gift Aid on their own pages; one in twenty of them has cancelled since. */
const declarations = `
  INSERT INTO declaration (id, charity_name, wording, scope, giver_verified, first_name, last_name, house, postcode, via, declared_at, cancelled_at, supporter_id)
  SELECT md5('d' || s.id), 'Roomlight', 'gift-aid-2026-1', CASE WHEN ${chance("'c' || s.id")} < 0.5 THEN 'this_future_and_past' ELSE 'this_and_future' END::declaration_scope,
    true, s.first_name, s.last_name, 1 + floor(120 * ${chance("'h' || s.id")}) || ' Mill Lane',
    CASE WHEN ${chance("'p' || s.id")} < 0.03 THEN NULL ELSE
      (ARRAY['EX', 'BS', 'LS', 'M', 'B', 'NE', 'CF', 'EH'])[1 + floor(8 * ${chance("'a' || s.id")})::int] || 1 + floor(20 * ${chance("'b' || s.id")})
        || ' ' || 1 + floor(9 * ${chance("'e' || s.id")}) || chr(65 + floor(2 * ${chance("'i' || s.id")})::int) || 'B' END,
    'supporter', s.created_at, CASE WHEN ${chance("'x' || s.id")} < 0.05 THEN now() - interval '100 days' END, s.id
  FROM supporter s WHERE ${chance("'g' || s.id")} < 0.5`;

const plans = `
  INSERT INTO plan (id, reference, token, status, idempotency_key, form_hash, first_name, last_name, email, supporter_id, room_id, weekly_pence,
    billing_interval, collection_pence, wants_anniversary_email, declaration_id, stripe_customer_id, payment_method, next_collection_at, paid_until,
    created_at, agreed_at, ended_at, synced_at)
  SELECT md5('p' || n), 'RP-' || n, md5('pt' || n), status::plan_status, md5('pi' || n), '', s.first_name, s.last_name, s.email, s.id,
    CASE WHEN n % 3 > 0 THEN 'room' || n % 24 END, weekly, billing::billing_interval, weekly * CASE billing WHEN 'weekly' THEN 1 ELSE 4 END, false,
    (SELECT id FROM declaration WHERE supporter_id = s.id), 'cus_' || md5('p' || n), 'card',
    CASE WHEN status IN ('active', 'late') THEN now() + interval '9 days' END, now() + interval '9 days', agreed_at, agreed_at,
    CASE WHEN status IN ('cancelled', 'lapsed') THEN agreed_at + (now() - agreed_at) * ${chance("'z' || n")} END, now()
  FROM generate_series(1, $1::int) n
    CROSS JOIN LATERAL (SELECT now() - interval '1 day' * ${daysAgo("'p' || n")} AS agreed_at,
      (ARRAY[250, 250, 250, 500, 500, 1000, 2500])[1 + n % 7] AS weekly,
      (ARRAY['weekly', 'four_weekly', 'four_weekly', 'monthly'])[1 + n % 4] AS billing,
      (ARRAY['active', 'active', 'active', 'active', 'active', 'active', 'late', 'cancelled', 'cancelled', 'cancelled', 'lapsed', 'pending'])[1 + n % 12] AS status) facts
    JOIN supporter s ON s.id = md5('s' || 1 + floor($2::int * ${chance("'w' || n")})::int)`;

const planChanges = `
  INSERT INTO plan_change (id, plan_id, kind, old_value, new_value, by, changed_at)
  SELECT md5('c' || step || p.id), p.id, kind::plan_change_kind, was, became, 'site', p.agreed_at + age * part
  FROM plan p CROSS JOIN LATERAL (SELECT coalesce(p.ended_at, now()) - p.agreed_at AS age) lived
    CROSS JOIN (VALUES (1, 'status', 'starting', 'active', 0.01, 1), (2, 'amount', '250', '500', 0.3, 0.3), (3, 'status', 'active', 'late', 0.6, 0.3),
      (4, 'status', 'late', 'active', 0.62, 0.25)) step (step, kind, was, became, part, share)
  WHERE p.status <> 'pending' AND ${chance("'y' || p.id")} < share`;

/** The columns of a gift, from: n, at, giver, plan, given (pence), own (its declaration's id). */
const gifts = (source: string, first: string) => `
  INSERT INTO donation (id, reference, token, status, idempotency_key, form_hash, gift_pence, cover_pence, refunded_pence, fee_pence, first_name,
    last_name, email, giver_verified, payment_method, stripe_checkout_session_id, stripe_payment_intent_id, stripe_charge_id, created_at, agreed_at, paid_at, synced_at,
    plan_id, stripe_invoice_id, supporter_id, declaration_id, fund_id)
  SELECT key, 'RG-' || ${first} + n, md5('t' || key), status::donation_status, key, '', given, CASE WHEN n % 5 = 0 THEN 45 ELSE 0 END,
    CASE status WHEN 'refunded' THEN given + CASE WHEN n % 5 = 0 THEN 45 ELSE 0 END WHEN 'paid' THEN CASE WHEN n % 150 = 7 THEN given / 2 ELSE 0 END ELSE 0 END,
    20 + given / 60, s.first_name, s.last_name, s.email, true, CASE WHEN n % 6 = 0 THEN 'bacs_debit' ELSE 'card' END::payment_method, 'cs_' || key,
    'pi_' || key, 'ch_' || key, at, at, CASE WHEN status NOT IN ('failed', 'expired', 'collecting') THEN at END, at, plan, CASE WHEN plan IS NOT NULL THEN 'in_' || key END, s.id, own,
    CASE WHEN plan IS NULL THEN 'general-fund' ELSE 'rooms-fund' END
  FROM (${source}) gift (n, at, giver, plan, given, own) JOIN supporter s ON s.id = giver
    CROSS JOIN LATERAL (SELECT md5('g' || ${first} + n) AS key, CASE WHEN n % 120 = 1 THEN 'refunded' WHEN n % 400 = 2 THEN 'disputed'
      WHEN n % 700 = 3 THEN 'charged_back' WHEN n % 60 = 4 THEN 'failed' WHEN plan IS NULL AND n % 15 = 5 THEN 'expired'
      WHEN n % 300 = 6 AND at > now() - interval '10 days' THEN 'collecting' ELSE 'paid' END AS status) fate
  ORDER BY at`;

/** A plan's collections, until it ended; seven in ten of all gifts at most. */
const collections = gifts(
  `SELECT row_number() OVER (ORDER BY at) AS n, at, p.supporter_id, p.id, p.collection_pence, p.declaration_id
   FROM plan p CROSS JOIN LATERAL generate_series(p.agreed_at, coalesce(p.ended_at, now() - interval '1 hour'),
     CASE p.billing_interval WHEN 'weekly' THEN interval '7 days' WHEN 'monthly' THEN interval '1 month' ELSE interval '28 days' END) at
   WHERE p.status <> 'pending' ORDER BY md5(p.id || at) LIMIT ($1::int * 7) / 10`,
  "0",
);

/** Given once: by people as they come, some much more often than others. */
const single = gifts(
  `SELECT n, now() - interval '1 day' * ${daysAgo("'o' || n")} AS at, s.id, NULL::text,
     (ARRAY[500, 1000, 1000, 1500, 2000, 2500, 3000, 5000, 10000, 25000])[1 + n % 10] + (n % 7) * 25,
     CASE WHEN n % 4 = 0 THEN (SELECT id FROM declaration WHERE supporter_id = s.id) END
   FROM generate_series(1, $1::int) n
     JOIN supporter s ON s.id = md5('s' || CASE WHEN n <= $3::int THEN 7 ELSE 1 + floor($2::int * power(${chance("'u' || n")}, 1.5))::int END)`,
  "1000000000",
);

const moneyBack = [
  `INSERT INTO refund (id, donation_id, pence, status, refunded_at)
   SELECT 're_' || id, id, refunded_pence, 'succeeded', paid_at + interval '3 days' FROM donation WHERE refunded_pence > 0`,
  `INSERT INTO dispute (id, donation_id, pence, status, reason, opened_at)
   SELECT 'dp_' || id, id, gift_pence, CASE status WHEN 'disputed' THEN 'needs_response' ELSE 'lost' END, 'fraudulent', paid_at + interval '20 days'
   FROM donation WHERE status IN ('disputed', 'charged_back')`,
];

const emails = `
  INSERT INTO outgoing_email (id, kind, about, created_at, first_tried_at, sent_at, resend_email_id)
  SELECT md5('e' || id), CASE WHEN plan_id IS NULL THEN 'receipt' ELSE 'collection-receipt' END, jsonb_build_object('donationId', id), paid_at, paid_at,
    paid_at + interval '2 seconds', 'resend' || id FROM donation WHERE paid_at IS NOT NULL`;

const notes = `
  INSERT INTO staff_note (id, supporter_id, text, written_by, written_at)
  SELECT md5('n' || id), id, 'Rang to say thank you; likes the newsletter.', 'bench', created_at + interval '40 days' FROM supporter WHERE ${chance("'q' || id")} < 0.05`;

const subscribers = [
  `INSERT INTO newsletter_subscription (id, email, email_hash, status, topics, preference_token_hash, created_at, confirmed_at, resend_contact_id, synced_version)
   SELECT md5('r' || n), coalesce(s.email, 'reader' || n || '@example.org'), 'hash' || n, CASE WHEN n % 9 = 0 THEN 'unsubscribed' ELSE 'subscribed' END::subscription_status,
     CASE WHEN n % 5 = 0 THEN '{news,events,appeals}' ELSE '{news}' END::newsletter_topic[], 'hash' || n, now() - interval '1 year', now() - interval '1 year', 'contact' || n, 1
   FROM generate_series(1, $1::int) n LEFT JOIN supporter s ON s.id = md5('s' || n)`,
  `INSERT INTO consent (id, email_hash, purpose, action, basis, wording_version, via, agreed_at)
   SELECT md5(step || 'k' || n), 'hash' || n, 'news', action::consent_action, 'consent', '', 'newsletter', now() - interval '1 year'
   FROM generate_series(1, $1::int) n CROSS JOIN (VALUES (1, 'asked'), (2, 'confirmed'), (3, 'withdrawn')) step (step, action)
   WHERE step < 3 OR n % 9 = 0 ORDER BY n, step`,
];

/** What was given until a year ago under a declaration of one's own is claimed: a line for each donor and year. */
const claims = [
  `CREATE TEMPORARY TABLE line AS
   SELECT row_number() OVER (ORDER BY year, declaration_id) - 1 AS place, declaration_id, year, min(paid_at) AS first, max(paid_at) AS last, sum(pence) AS pence, array_agg(id) AS ids
   FROM (SELECT d.id, c.id AS declaration_id, extract(year FROM d.paid_at) AS year, d.paid_at, d.gift_pence + d.cover_pence - d.refunded_pence AS pence
     FROM donation d JOIN declaration c ON c.supporter_id = d.supporter_id AND c.cancelled_at IS NULL AND d.paid_at >= c.declared_at
     WHERE d.status = 'paid' AND d.paid_at < now() - interval '1 year') given GROUP BY year, declaration_id`,
  `INSERT INTO claim (id, number, status, row_count, gift_count, donated_pence, tax_pence, prepared_by, prepared_at, accepted_at, paid_on, paid_pence)
   SELECT 'claim' || place / 1000, 'BENCH-' || place / 1000, 'paid', count(*), sum(cardinality(ids)), sum(pence), sum(pence)::bigint / 4, 'bench', now() - interval '350 days',
     now() - interval '349 days', current_date - 330, sum(pence)::bigint / 4 FROM line GROUP BY place / 1000`,
  `INSERT INTO claim_row (id, claim_id, position, first_name, last_name, house, first_date, last_date, donated_pence)
   SELECT 'row' || place, 'claim' || place / 1000, 1 + place % 1000, 'A', 'Donor', '1 Mill Lane', first, last, pence FROM line`,
  `INSERT INTO claim_gift (id, row_id, donation_id, declaration_id, donated_pence)
   SELECT md5('m' || d.id), 'row' || place, d.id, line.declaration_id, d.gift_pence + d.cover_pence - d.refunded_pence
   FROM line CROSS JOIN unnest(ids) AS own JOIN donation d ON d.id = own`,
];

/**
 * Fills a migrated, empty database with six years of a charity: set by set, in minutes for a million gifts. Always the same for the same number.
 * @param pool with one connection
 */
export async function seedScale(pool: pg.Pool, size: number): Promise<void> {
  const parts = partsOf(size);
  const run = async (sql: string, values: unknown[] = []) => (await pool.query(sql, values)).rowCount ?? 0;
  await run(
    `INSERT INTO room (id, name, weekly_pence, position) SELECT 'room' || n, 'Tree ' || n, $1::int, n FROM generate_series(0, 23) n`,
    [Math.max(10_000, size / 2)],
  );
  await run(
    `INSERT INTO staff_member (id, email, name, role, status, created_at) VALUES ('bench', 'bench@example.org', 'Bench', 'viewer', 'active', now())`,
  );
  await run("SET synchronous_commit = off");
  await run(people, [parts.people, firstNames, lastNames]);
  await run(declarations);
  await run("ANALYZE supporter, declaration");
  await run(plans, [parts.plans, parts.people]);
  await run(planChanges);
  // Made once at the end they take a fraction of the time that row by row takes.
  const { rows: indexes } = await pool.query<{ name: string; definition: string }>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
     WHERE indrelid IN ('donation'::regclass, 'outgoing_email'::regclass) AND NOT indisprimary`,
  );
  await run(`DROP INDEX ${indexes.map(({ name }) => name).join(", ")}`);
  const collected = await run(collections, [size]);
  await run(single, [size - collected, parts.people, parts.heaviest]);
  for (const step of [...moneyBack, emails, notes]) await run(step);
  await run("SET maintenance_work_mem = '512MB'");
  for (const { definition } of indexes) await run(definition);
  await run("SELECT merge_daily_totals()");
  for (const step of subscribers) await run(step, [parts.subscribers]);
  for (const step of claims) await run(step);
  await run("VACUUM ANALYZE");
}
