import type Stripe from "stripe";
import { periodOf, intervalOfSubscription, totalOf } from "../billing/invoices/items";
import { defaultMethod } from "../billing/payment-method";
import { intervalText } from "../billing/interval";
import { hasEnded } from "../billing/status";
import type { Control } from "../control";
import { all } from "../records";
import type { World } from "../world";
import { button, newest, table, time } from "./control-parts";
import { pounds } from "./frame";
import { html, type Html } from "../../html";

type Row = (string | Html)[];

/** What happened since the clock was last moved. */
export function happened(control: Control): Html {
  const rows = newest(control.happened()).map((event): Row => [time(event.created), event.type, aboutWhat(event)]);
  return table("What happened since the clock was last moved", ["When", "Event", "About"], rows);
}

export function subscriptionTable(world: World): Html {
  const rows = newest(all(world, "subscription")).map((subscription): Row => {
    const often = `${pounds(totalOf(subscription.items.data))} ${intervalText(intervalOfSubscription(subscription))}`;
    return [time(subscription.created), often, stateOf(world, subscription), actions(world, subscription)];
  });
  return table("Subscriptions", ["Made", "Amount", "State", "Do"], rows);
}

export function invoiceTable(world: World, control: Control): Html {
  const late = new Set(control.lateRetries().map(({ invoice }) => invoice));
  const rows = newest(all(world, "invoice")).map((invoice): Row => {
    const next = invoice.next_payment_attempt;
    const tries = next === null ? "" : `, next attempt ${time(next)}`;
    const failed = invoice.attempt_count > 0 ? `, tried ${invoice.attempt_count === 1 ? "once" : `${invoice.attempt_count} times`}` : "";
    const warning = late.has(invoice.id) && html` <strong class="bad">Its retries run past the next collection.</strong>`;
    return [
      time(invoice.created),
      pounds(invoice.total),
      (invoice.billing_reason ?? "").replace("subscription_", ""),
      html`${invoice.status}${failed}${tries}${warning}`,
    ];
  });
  return table("Invoices", ["Made", "Amount", "Why", "State"], rows);
}

function stateOf(world: World, subscription: Stripe.Subscription): Html {
  const { status, pause_collection: pause, cancel_at: ends, cancellation_details: why } = subscription;
  const method = defaultMethod(world, subscription);
  const paidBy = method ? `${method.card ? "card" : "Direct Debit"} …${method.card?.last4 ?? method.bacs_debit?.last4 ?? ""}` : "nothing";
  const reason = status === "canceled" && why?.reason ? ` (${why.reason})` : "";
  const next = hasEnded(subscription) || status === "paused" ? "" : `, period ends ${time(periodOf(subscription).end)}`;
  const skips = pause ? `, collection paused${pause.resumes_at ? ` until ${time(pause.resumes_at)}` : ""}` : "";
  const ending = ends && !hasEnded(subscription) ? `, ends ${time(ends)}` : "";
  return html`<strong>${status}</strong>${reason}${next}${skips}${ending}, by ${paidBy}`;
}

function actions(world: World, subscription: Stripe.Subscription): Html | string {
  if (hasEnded(subscription)) return "";
  const method = defaultMethod(world, subscription);
  return html`${button("failNext", "Fail the next collection", subscription.id)}
  ${method?.card && button("expireCard", "Expire the card", subscription.id)}
  ${method?.bacs_debit && button("revoke", "Revoke the mandate", subscription.id)}`;
}

/** Which object an event is about, and how it stands; nothing personal. */
function aboutWhat(event: Stripe.Event): string {
  const { id, status } = event.data.object as { id?: string; status?: string | null };
  return [id, status].filter(Boolean).join(", ");
}
