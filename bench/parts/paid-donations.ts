import { randomUUID } from "node:crypto";
import type pg from "pg";
import { sandboxValues } from "../../app/platform/config/sandbox-values";

type Session = { id: string; payment_intent: string };
/** The site is given these too: what it would use by itself is known only to a process with a whole configuration. */
export const stripeKeys = { STRIPE_SECRET_KEY: sandboxValues.stripeKey, STRIPE_WEBHOOK_SECRET: sandboxValues.stripeWebhookSecret };

export type PaidDonation = { id: string; session: string };

const pence = 1250;

/**
 * Makes gifts that are paid at the pretend Stripe and still pending in the site's database: what a site finds when
 * webhooks come that it missed.
 */
export async function createPaidDonations(count: number, stripeUrl: string, pool: pg.Pool): Promise<PaidDonation[]> {
  const gifts: PaidDonation[] = [];
  const ids = Array.from({ length: count }, () => randomUUID());
  const next = async () => {
    for (let id = ids.pop(); id !== undefined; id = ids.pop()) gifts.push({ id, session: await createPaidSession(id, stripeUrl) });
  };
  await Promise.all(Array.from({ length: 8 }, next));
  await pool.query(
    `INSERT INTO donation (id, reference, token, idempotency_key, form_hash, gift_pence, first_name, last_name, email, stripe_checkout_session_id)
     SELECT id, 'RL-' || id, id, id, 'bench', $3, 'Robin', 'Example', 'robin@roomlight.example', session
     FROM unnest($1::text[], $2::text[]) AS gift(id, session)`,
    [gifts.map(({ id }) => id), gifts.map(({ session }) => session), pence],
  );
  return gifts;
}

async function createPaidSession(gift: string, stripeUrl: string): Promise<string> {
  const session = await post<Session>(
    `${stripeUrl}/v1/checkout/sessions`,
    new URLSearchParams({
      mode: "payment",
      success_url: "https://roomlight.example/thanks",
      customer_email: "robin@roomlight.example",
      client_reference_id: gift,
      "line_items[0][quantity]": "1",
      "line_items[0][price_data][currency]": "gbp",
      "line_items[0][price_data][unit_amount]": String(pence),
      "line_items[0][price_data][product_data][name]": "Donation",
      "metadata[reference]": gift,
      "payment_intent_data[metadata][reference]": gift,
    }),
  );
  await post(`${stripeUrl}/_sandbox/sessions/${session.id}/complete`, JSON.stringify({ card: "visa" }));
  return session.id;
}

async function post<Answer>(url: string, body: URLSearchParams | string): Promise<Answer> {
  const type = typeof body === "string" ? { "content-type": "application/json" } : undefined;
  const answer = await fetch(url, { method: "POST", body, headers: { authorization: `Bearer ${stripeKeys.STRIPE_SECRET_KEY}`, ...type } });
  if (!answer.ok) throw new Error(`the pretend Stripe answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

export type StripeEvent = { id: string; type: string; data: { object: { metadata?: { reference?: string } } } };

/** The same events under other ids and about other gifts, which no site knows: as many to a gift as before. */
export function withUnknownDonations(events: readonly StripeEvent[]): StripeEvent[] {
  const strangers = new Map<string, string>();
  return events.map((event) => {
    const reference = event.data.object.metadata?.reference;
    if (!reference) throw new Error(`an event about no gift: ${event.type}`);
    const stranger = strangers.get(reference) ?? randomUUID();
    strangers.set(reference, stranger);
    const changed = JSON.parse(JSON.stringify(event).replaceAll(reference, stranger)) as StripeEvent;
    return { ...changed, id: `evt_${randomUUID()}` };
  });
}

/** Every event that the pretend Stripe knows, oldest first. */
export async function listAllEvents(stripeUrl: string): Promise<StripeEvent[]> {
  const events: StripeEvent[] = [];
  for (let more = true; more;) {
    const after = events.at(-1);
    const query = `limit=100${after ? `&starting_after=${after.id}` : ""}`;
    const answer = await fetch(`${stripeUrl}/v1/events?${query}`, { headers: { authorization: `Bearer ${stripeKeys.STRIPE_SECRET_KEY}` } });
    const page = (await answer.json()) as { data: StripeEvent[]; has_more: boolean };
    events.push(...page.data);
    more = page.has_more;
  }
  return events.toReversed();
}
