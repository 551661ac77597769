import Stripe from "stripe";
import { judgeWebhook, right, wrong, type Finding } from "../setup/finding";
import { createStripeClient } from "./stripe.server";

type Account = { key: string; apiUrl: string | null };
type WantedWebhook = { url: string; events: readonly string[] };

const dashboard = "https://dashboard.stripe.com/settings/payment_methods";

/** Asks Stripe whether a key is one, whether its account may take cards and Direct Debits in pounds, and how its webhook stands. */
export async function inspectStripe(account: Account, webhook: WantedWebhook): Promise<Finding[]> {
  const client = clientOf(account);
  try {
    const found = await client.accounts.retrieveCurrent();
    return [right("Stripe key", `it is one of the account ${found.id}`), ...judgeAccount(found), await inspectWebhook(client, webhook)];
  } catch (error) {
    return [failure(error)];
  }
}

const clientOf = ({ key, apiUrl }: Account): Stripe => createStripeClient(key, apiUrl, { maxNetworkRetries: 1, timeout: 10_000 });

function judgeAccount({ charges_enabled: takesPayments, default_currency: currency, capabilities }: Stripe.Account): Finding[] {
  const state = (name: "card_payments" | "bacs_debit_payments", about: string): Finding => {
    const is = capabilities?.[name];
    if (is === "active") return right(about, "it is switched on");
    return is === "pending"
      ? wrong(about, "Stripe is still looking into it", "Wait for Stripe's email, and answer what it asks for in the dashboard")
      : wrong(about, "it is switched off", `Switch it on at ${dashboard}`);
  };
  return [
    takesPayments
      ? right("Stripe account", "it may take payments")
      : wrong("Stripe account", "it may not take payments yet", "Finish what Stripe asks for at https://dashboard.stripe.com/account"),
    ...(currency === "gbp" ? [] : [wrong("Stripe account", `its currency is ${currency}`, "Use an account of the charity's in the UK")]),
    state("card_payments", "Cards"),
    state("bacs_debit_payments", "Direct Debit"),
  ];
}

async function inspectWebhook(client: Stripe, { url, events }: WantedWebhook): Promise<Finding> {
  const registered = await listEndpoints(client);
  return judgeWebhook(
    "Stripe",
    url,
    registered.map(({ id, url: to, status, enabled_events }) => ({ id, url: to, isEnabled: status === "enabled", events: enabled_events })),
    events,
  );
}

async function listEndpoints(client: Stripe): Promise<Stripe.WebhookEndpoint[]> {
  const endpoints: Stripe.WebhookEndpoint[] = [];
  for await (const endpoint of client.webhookEndpoints.list({ limit: 100 })) endpoints.push(endpoint);
  return endpoints;
}

/**
 * Registers the site's webhook, or gives the one that is there exactly these events.
 * @returns the signing secret of a new one, which Stripe tells this once; null: there was one, whose secret the dashboard shows
 */
export async function registerStripeWebhook(account: Account, { url, events }: WantedWebhook): Promise<{ secret: string | null }> {
  const client = clientOf(account);
  const known = (await listEndpoints(client)).find((endpoint) => endpoint.url.replace(/\/+$/, "") === url);
  const enabled_events = [...events] as Stripe.WebhookEndpointCreateParams.EnabledEvent[];
  if (known) {
    await client.webhookEndpoints.update(known.id, { enabled_events, disabled: false });
    return { secret: null };
  }
  const made = await client.webhookEndpoints.create({ url, enabled_events, description: "The charity's site" });
  return { secret: made.secret ?? null };
}

function failure(error: unknown): Finding {
  if (error instanceof Stripe.errors.StripeAuthenticationError)
    return wrong(
      "Stripe key",
      "Stripe does not know it",
      "Copy the secret key from https://dashboard.stripe.com/apikeys into STRIPE_SECRET_KEY",
    );
  if (error instanceof Stripe.errors.StripePermissionError)
    return wrong("Stripe key", "it may not see all that is needed", "Enter the secret key, not a restricted one, as STRIPE_SECRET_KEY");
  const reason = error instanceof Stripe.errors.StripeError ? error.type : "no answer";
  return wrong("Stripe", `it could not be asked (${reason})`, "See that this machine reaches api.stripe.com, and try again");
}
