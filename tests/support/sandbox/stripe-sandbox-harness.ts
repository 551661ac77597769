import Stripe from "stripe";
import { afterEach, beforeEach, expect } from "vitest";
import { startStripeSandbox, type SandboxOptions, type StripeSandbox } from "~/sandbox/stripe/server";
import { startWebhookReceiver } from "./webhook-receiver";

const secret = "whsec_for_these_tests_only";

/** A sandbox, the real client to speak with it, and a receiver of its webhooks that verifies every signature. */
export type SandboxHarness = {
  sandbox: StripeSandbox;
  stripe: Stripe;
  control: StripeSandbox["control"];
  /** Every event that arrived, in the order of arrival. */
  receivedEvents: Stripe.Event[];
  /** How many webhooks were not signed as they should be. */
  getForgedCount: () => number;
  /** What the receiver answers. */
  respondWith: (status: number) => void;
  /** Waits for the webhooks under way, then gives and forgets the types that arrived. */
  takeTypes: () => Promise<string[]>;
  close: () => Promise<void>;
};

/** The sandbox of the test that runs, once `useSandboxHarness` has been called at the top of its file. */
export let harness: SandboxHarness;

/** Gives each test a sandbox of its own. Afterwards nothing was said against Stripe's contract, and no webhook was forged. */
export function useSandboxHarness(): void {
  beforeEach(async () => {
    harness = await startHarness();
  });
  afterEach(async () => {
    const violations = harness.control.violations();
    const forged = harness.getForgedCount();
    await harness.close();
    expect(violations).toEqual([]);
    expect(forged).toBe(0);
  });
}

export async function startHarness(options: Partial<SandboxOptions> = {}): Promise<SandboxHarness> {
  const arrived: Stripe.Event[] = [];
  let status = 200;
  let forged = 0;
  const verifier = new Stripe("sk_test_verifier_only");
  const receiver = await startWebhookReceiver(async (body, { headers }) => {
    try {
      const event = await verifier.webhooks.constructEventAsync(body, String(headers["stripe-signature"]), secret);
      if (status === 200) arrived.push(event);
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeSignatureVerificationError)) throw error;
      forged++;
    }
    return status;
  });
  const sandbox = await startStripeSandbox({
    port: 0,
    webhook: { url: `${receiver.url}/webhooks/stripe`, secret },
    retryDelays: [20, 40, 80],
    feeDelaySeconds: 30,
    // Tests of other things count every event.
    payouts: "manual",
    ...options,
  });
  return {
    sandbox,
    stripe: createClient(sandbox),
    control: sandbox.control,
    receivedEvents: arrived,
    getForgedCount: () => forged,
    respondWith: (next) => void (status = next),
    async takeTypes() {
      await sandbox.control.idle();
      return arrived.splice(0).map((event) => event.type);
    },
    async close() {
      await sandbox.stop();
      await receiver.stop();
    },
  };
}

export function createClient(sandbox: StripeSandbox, maxNetworkRetries = 0, key = "sk_test_for_these_tests"): Stripe {
  const { hostname, port } = new URL(sandbox.url);
  return new Stripe(key, { host: hostname, port, protocol: "http", telemetry: false, maxNetworkRetries });
}

/** What a session for a gift of so many pence asks for. */
export function donationSessionParams(
  pence: number,
  more: Partial<Stripe.Checkout.SessionCreateParams> = {},
): Stripe.Checkout.SessionCreateParams {
  return {
    mode: "payment",
    submit_type: "donate",
    success_url: "http://127.0.0.1:3000/thank-you/1?session={CHECKOUT_SESSION_ID}",
    cancel_url: "http://127.0.0.1:3000/donate",
    line_items: [{ price_data: { currency: "gbp", unit_amount: pence, product_data: { name: "Donation" } }, quantity: 1 }],
    allowed_payment_method_types: ["card", "bacs_debit"],
    ...more,
  };
}

export const daySeconds = 86_400;
