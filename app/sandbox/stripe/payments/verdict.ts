import type Stripe from "stripe";
import type { World } from "../world";
import type { Declined } from "./charge";
import { cardBehind } from "./instrument";

type How = { onSession: boolean; authenticated?: boolean };
type Kept = { id: string; declined?: Declined };

const declinedPlainly: Declined = { code: "card_declined", declineCode: "generic_decline", message: "Your card was declined." };
const expired: Declined = { code: "expired_card", declineCode: "expired_card", message: "Your card has expired." };
const unauthenticated: Declined = {
  code: "authentication_required",
  declineCode: "authentication_required",
  message: "Your card was declined. This transaction requires authentication.",
};

/** What a card's bank says to a payment: "ask" for 3-D Secure, why not, or null for yes. */
export function cardVerdict(world: World, method: Stripe.PaymentMethod, how: How): Declined | "ask" | null {
  const card = cardBehind(world, method.id);
  if (card?.authenticates && !how.authenticated && !isSetUp(world, method.id)) return how.onSession ? "ask" : unauthenticated;
  if (card?.declines) return card.declines;
  if (hasExpired(method, world.clock.now())) return expired;
  return card?.declinesLater && !how.onSession ? declinedPlainly : null;
}

/** Remembers that the payer authenticated the card for payments to come: those are not asked again. */
export const setUp = (world: World, method: string): void => void setUps(world).put({ id: method });
const isSetUp = (world: World, method: string): boolean => setUps(world).get(method) !== undefined;
const setUps = (world: World) => world.store.table<Kept>("_set_up");

/** Makes the next attempt of this payment intent fail, by whatever it is paid. */
export function failNextAttempt(world: World, intent: string, declined: Declined = declinedPlainly): void {
  failures(world).put({ id: intent, declined });
}

/** Whether this attempt is to fail on purpose. Asked once, it is forgotten. */
export function takeFailure(world: World, intent: string): Declined | null {
  const kept = failures(world).get(intent);
  if (kept) failures(world).remove(intent);
  return kept?.declined ?? null;
}

const failures = (world: World) => world.store.table<Kept>("_fail_next");

function hasExpired({ card }: Stripe.PaymentMethod, now: Date): boolean {
  return card !== undefined && card.exp_year * 12 + card.exp_month < now.getUTCFullYear() * 12 + now.getUTCMonth() + 1;
}
