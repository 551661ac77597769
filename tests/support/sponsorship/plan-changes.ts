import Stripe from "stripe";
import type { Plan } from "~/../prisma/client/client";
import { config } from "~/platform/config/config.server";
import { stripeControl } from "../giving/donation-harness";

function client(): Stripe {
  const { hostname, port } = new URL(config.stripe.apiUrl ?? "");
  return new Stripe("sk_test_for_these_tests", { host: hostname, port, protocol: "http", telemetry: false });
}

/** What Stripe says was paid for a plan, in pence, oldest first. */
export async function listPaidInvoices({ stripeSubscriptionId }: Plan): Promise<number[]> {
  const { data } = await client().invoices.list({ subscription: stripeSubscriptionId ?? "", status: "paid", limit: 100 });
  return data
    .map((invoice) => invoice.amount_paid)
    .filter((sum) => sum > 0)
    .toReversed();
}

/** The subscription behind a plan and its customer, as Stripe has them. */
export const fetchSubscription = ({ stripeSubscriptionId }: Plan): Promise<Stripe.Subscription> =>
  client().subscriptions.retrieve(stripeSubscriptionId ?? "", { expand: ["customer"] });

/** Lets time pass at the pretend Stripe, whose time the site lives in. */
export const advanceSeconds = (seconds: number) => stripeControl().advance({ seconds });

export const getRefusal = (answer: object): unknown => ("refused" in answer ? answer.refused : answer);
