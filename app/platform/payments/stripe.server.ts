import Stripe from "stripe";
import { config } from "~/platform/config.server";

const { key, apiUrl } = config.stripe;
const address = apiUrl ? new URL(apiUrl) : null;

/**
 * The one client of Stripe. STRIPE_API_URL points it at the sandbox or at a recording proxy: the same client, the
 * same bytes. It retries dropped connections, 409 and 5xx with the same key by itself.
 */
export const stripe = new Stripe(key, {
  maxNetworkRetries: 3,
  timeout: 15_000,
  telemetry: false,
  ...(address && {
    protocol: address.protocol === "https:" ? "https" : "http",
    host: address.hostname,
    port: Number(address.port || (address.protocol === "https:" ? 443 : 80)),
  }),
});

/** Where Stripe's payment pages live: the content security policy names it, or a form could not lead there. */
export const paymentPageOrigin = address ? address.origin : "https://checkout.stripe.com";

/** Whether Stripe could not be asked just now (down, busy, unreachable), as opposed to having said no. */
export const isOutage = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeConnectionError ||
  error instanceof Stripe.errors.StripeRateLimitError ||
  (error instanceof Stripe.errors.StripeAPIError && (error.statusCode ?? 500) >= 500) ||
  (error instanceof Stripe.errors.StripeIdempotencyError && error.statusCode === 409);

/** Whether Stripe says that there is no such thing. */
export const isMissing = (error: unknown): boolean => error instanceof Stripe.errors.StripeInvalidRequestError && error.code === "resource_missing";
