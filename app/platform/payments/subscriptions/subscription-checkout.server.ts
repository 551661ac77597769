import type Stripe from "stripe";
import type { Pence } from "~/platform/money";
import { stripe } from "../stripe.server";

/** A page on which somebody agrees to pay the same sum again and again. */
export type PlanPage = {
  /** Ours: it comes back in every list and event, of the page, the subscription and its invoices. */
  reference: string;
  /** What each collection is for, as Stripe's page and receipts have it. */
  name: string;
  /** One collection, whole. */
  pence: Pence;
  every: { interval: "week" | "month" | "year"; interval_count: number };
  methods: ("card" | "bacs_debit")[];
  /** When the first collection is taken; null: as soon as it is agreed to. */
  startsAt: Date | null;
  /** When our row was written. The request depends on it and not on the clock, or its repetition would be another request. */
  writtenAt: Date;
  email: string;
  /** Shown to staff at Stripe: never personal data. */
  metadata: Record<string, string>;
  description: string;
  successUrl: string;
  cancelUrl: string;
};

const hour = 60 * 60 * 1000;
/** For so long after our row was written the same form may still ask for its page. */
const askedForHours = 12;
/** Stripe takes a trial's end from 48 hours ahead; an hour more for clocks that differ. */
const leastTrialHours = 49;

/** How near a first day may be when its page is opened: the page has to close before it. */
export const leastHoursAhead = 3;

const seconds = (instant: Date | number) => Math.floor(Number(instant) / 1000);

/**
 * Opens Stripe's hosted page for a plan. Both sums of a collection, gift and fee cover, are one line of one price, so
 * that a change of amount changes one thing.
 * @param key derived from our own row, so that any repetition opens the same page
 * @returns the session's id and the page's address. Throws when Stripe refuses or can't be asked (`isOutage`).
 */
export async function openPlanPage(page: PlanPage, key: string): Promise<{ id: string; url: string }> {
  const session = await stripe().checkout.sessions.create(
    {
      mode: "subscription",
      ui_mode: "hosted_page",
      submit_type: "donate",
      locale: "en-GB",
      allowed_payment_method_types: page.methods,
      customer_email: page.email,
      client_reference_id: page.reference,
      line_items: [
        {
          quantity: 1,
          price_data: { currency: "gbp", unit_amount: page.pence, recurring: page.every, product_data: { name: page.name } },
        },
      ],
      metadata: page.metadata,
      subscription_data: {
        billing_mode: { type: "flexible" },
        description: page.description,
        metadata: page.metadata,
        ...(page.startsAt && beginning(page.startsAt, page.writtenAt)),
      },
      ...(page.startsAt && { expires_at: closing(page.startsAt, page.writtenAt) }),
      success_url: page.successUrl,
      cancel_url: page.cancelUrl,
    },
    { idempotencyKey: key },
  );
  if (!session.url) throw new Error("Stripe opened a page for a plan without an address");
  return { id: session.id, url: session.url };
}

/** A first day further ahead is a trial's end; for a nearer one, which Stripe refuses as that, the collections are anchored to it. */
function beginning(startsAt: Date, writtenAt: Date): Stripe.Checkout.SessionCreateParams.SubscriptionData {
  const ahead = (startsAt.getTime() - writtenAt.getTime()) / hour;
  return ahead >= leastTrialHours + askedForHours
    ? { trial_end: seconds(startsAt) }
    : { billing_cycle_anchor: seconds(startsAt), proration_behavior: "none" };
}

/** A page may not be open when its first day has come, nor for longer than Stripe's 24 hours. */
const closing = (startsAt: Date, writtenAt: Date): number =>
  seconds(Math.min(startsAt.getTime() - hour, writtenAt.getTime() + 24 * hour - 60_000));
