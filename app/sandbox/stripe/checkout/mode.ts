import type Stripe from "stripe";
import type { Outcome, World } from "../world";

/** Who pays, as they said on the hosted page. */
export type Payer = { email: string; name: string; address?: { line1?: string; postal_code?: string; city?: string } };

/** What the sandbox remembers of a session beside what Stripe's interface shows. */
export type Memory = {
  id: string;
  params: Stripe.Checkout.SessionCreateParams;
  items: string[];
  /** Set at the first attempt to pay. */
  payer?: Payer;
  customer?: string;
  /** The payment or setup intent that was begun, which not every mode shows in the session. */
  intent?: string;
};

/** What a session is for. Another mode is a file with one of these, and a line in `modes.ts`. */
export type Mode = {
  /** The parameters that only this mode takes. */
  takes: string[];
  /** @throws Refusal when the parameters don't fit the mode */
  check: (world: World, params: Stripe.Checkout.SessionCreateParams) => void;
  /** What is to be paid at once, in pence. @throws Refusal when the lines don't fit the mode */
  dueNow: (world: World, params: Stripe.Checkout.SessionCreateParams, lines: Stripe.LineItem[]) => number;
  /** Tries to pay, or to keep the payment method. The payer may have been authenticated. */
  attempt: (
    world: World,
    session: Stripe.Checkout.Session,
    memory: Memory,
    method: Stripe.PaymentMethod,
    authenticated: boolean,
  ) => Outcome;
};
