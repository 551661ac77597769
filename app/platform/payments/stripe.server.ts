import Stripe from "stripe";
import { assertNotFenced } from "../fence.server";
import { config } from "../config/config.server";
import { observeStripe } from "../telemetry/metrics.server";
import { errorKind, measure, pathPattern } from "../telemetry/traces.server";

let cachedClient: { stripe: Stripe; apiUrl: string | null } | null = null;

/**
 * The one client of Stripe. STRIPE_API_URL points it at the sandbox or at a recording proxy: the same client, the
 * same bytes. It retries dropped connections, 409 and 5xx with the same key by itself.
 */
export function stripe(): Stripe {
  assertNotFenced();
  const { key, apiUrl } = config.stripe;
  if (cachedClient?.apiUrl !== apiUrl) {
    const client = createStripeClient(key, apiUrl, { maxNetworkRetries: 3, timeout: 15_000, httpClient: measuredHttpClient() });
    cachedClient = { stripe: client, apiUrl };
  }
  return cachedClient.stripe;
}

/** A client for a key that may be another than the configuration's. @param apiUrl null: Stripe itself */
export const createStripeClient = (
  key: string,
  apiUrl: string | null,
  options: Pick<Stripe.StripeConfig, "maxNetworkRetries" | "timeout" | "httpClient">,
) => new Stripe(key, { telemetry: false, ...options, ...hostOptions(apiUrl) });

/** Stripe's own way to send requests, which counts and traces each, also those that it sends again. */
function measuredHttpClient(): Stripe.HttpClient {
  const client = Stripe.createNodeHttpClient();
  const send = client.makeRequest.bind(client);
  client.makeRequest = async (host, port, path, method, ...rest) => {
    const endpoint = pathPattern(path);
    const facts = { "http.request.method": method, "url.template": endpoint };
    return await measure({ kind: "client", name: `Stripe ${method} ${endpoint}`, facts }, async (end) => {
      try {
        const answer = await send(host, port, path, method, ...rest);
        const status = answer.getStatusCode();
        observeStripe(method, endpoint, status, end({ facts: { "http.response.status_code": status }, failed: status >= 400 }));
        return answer;
      } catch (error) {
        observeStripe(method, endpoint, "none", end({ failed: errorKind(error) }));
        throw error;
      }
    });
  };
  return client;
}

function hostOptions(apiUrl: string | null): Stripe.StripeConfig {
  if (apiUrl === null) return {};
  const { protocol, hostname, port } = new URL(apiUrl);
  return protocol === "https:"
    ? { protocol: "https", host: hostname, port: Number(port || 443) }
    : { protocol: "http", host: hostname, port: Number(port || 80) };
}

/** Where Stripe's payment pages live: the content security policy names it, or a form could not lead there. */
export const checkoutOrigin = (): string => (config.stripe.apiUrl ? new URL(config.stripe.apiUrl).origin : "https://checkout.stripe.com");

/** Whether Stripe could not be asked just now (down, busy, unreachable, still at the same request), as opposed to having said no. */
export const isStripeUnavailable = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeConnectionError ||
  error instanceof Stripe.errors.StripeRateLimitError ||
  (error instanceof Stripe.errors.StripeAPIError &&
    (error.statusCode === undefined || error.statusCode >= 500 || error.statusCode === 409));
