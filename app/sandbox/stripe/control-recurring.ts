import type Stripe from "stripe";
import { Refusal } from "./api/refusal";
import { failNextCollections } from "./billing/invoices/collect";
import { defaultMethod } from "./billing/payment-method";
import { lateRetries } from "./billing/invoices/retries";
import { endMandate, mandateOf } from "./payments/mandate";
import { all, change, find, need } from "./records";
import { emit } from "./webhooks/emit";
import { seconds, type World } from "./world";

/** What happens to subscriptions from outside: the bank's and the payer's doings. */
export function recurringControlOf(world: World, act: <T>(action: () => T) => T) {
  /** By its own id, or what a subscription is paid by. */
  const methodBy = (id: string): Stripe.PaymentMethod => {
    const subscription = find(world, "subscription", id);
    const method = subscription ? defaultMethod(world, subscription) : need(world, "payment_method", id);
    if (!method) throw new Refusal(404, { type: "invalid_request_error", message: `Subscription ${id} has no payment method.` });
    return method;
  };

  return {
    /** Makes the next so many attempts to collect fail, whatever the payment method. */
    failNextRenewal: (subscription: string, times = 1): void =>
      act(() => failNextCollections(world, need(world, "subscription", subscription).id, times)),

    /** The payer takes a Direct Debit's mandate back with the bank. @param id of the mandate, its method or subscription */
    revokeMandate: (id: string): Stripe.Mandate =>
      act(() => {
        const mandate = find(world, "mandate", id) ?? mandateOf(world, methodBy(id).id);
        if (!mandate || mandate.status === "inactive")
          throw new Refusal(404, { type: "invalid_request_error", message: `There is no mandate to revoke for ${id}.` });
        endMandate(world, mandate);
        return mandate;
      }),

    /**
     * Sets a card's expiry: last month where no other is given.
     * @param id of the card or of a subscription that is paid by it
     */
    expireCard: (id: string, expires?: { month: number; year: number }): Stripe.PaymentMethod =>
      act(() => {
        const method = methodBy(id);
        if (!method.card) throw new Refusal(400, { type: "invalid_request_error", message: "Only a card expires." });
        const { month, year } = expires ?? monthBefore(world);
        const previous = change(world, method, { card: { ...method.card, exp_month: month, exp_year: year } });
        emit(world, "payment_method.updated", method, previous);
        return method;
      }),

    /** Open invoices that will be tried again only after their plan's next collection: the schedule is too long. */
    lateRetries: (): { invoice: string; tries: number | null }[] =>
      lateRetries(world).map(({ id, next_payment_attempt: tries }) => ({ invoice: id, tries })),

    /** What happened since the clock was last moved. */
    happened: (): Stripe.Event[] => all(world, "event").slice(moments(world).get("moved")?.events ?? 0),
  };
}

type Moment = { id: "moved"; events: number };
const moments = (world: World) => world.store.table<Moment>("_moment");

/** Notes that the clock is about to be moved. */
export const noteMove = (world: World): void => void moments(world).put({ id: "moved", events: all(world, "event").length });

function monthBefore(world: World): { month: number; year: number } {
  const now = new Date(seconds(world) * 1000);
  const month = now.getUTCMonth();
  return month === 0 ? { month: 12, year: now.getUTCFullYear() - 1 } : { month, year: now.getUTCFullYear() };
}
