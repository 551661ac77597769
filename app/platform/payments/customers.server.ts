import Stripe from "stripe";
import { stripe } from "./stripe.server";

/** Stripe's customers: who pays. Each function throws when Stripe can't be asked (`isStripeUnavailable`). */

const isMissing = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeInvalidRequestError && error.code === "resource_missing";

/** Tells Stripe the address that its emails to a customer go to. One that was deleted stays so. */
export async function updateCustomerEmail(customerId: string, email: string, idempotencyKey: string): Promise<void> {
  try {
    await stripe().customers.update(customerId, { email }, { idempotencyKey });
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** Deletes a customer with what Stripe knows of the person; every subscription of theirs ends. Done twice it is done once. */
export async function deleteCustomer(customerId: string): Promise<void> {
  try {
    await stripe().customers.del(customerId);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** Deletes the customer that a payment page made for its one payment. A page that Stripe no longer knows has none. */
export async function deletePayer(checkoutSessionId: string): Promise<void> {
  try {
    const { customer } = await stripe().checkout.sessions.retrieve(checkoutSessionId);
    if (customer) await deleteCustomer(typeof customer === "string" ? customer : customer.id);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** The ids of all customers with an email address: each single gift makes one. Stripe tells capitals from small letters. */
export async function listCustomerIdsByEmail(email: string): Promise<string[]> {
  const customerIds: string[] = [];
  for await (const { id } of stripe().customers.list({ email, limit: 100 })) customerIds.push(id);
  return customerIds;
}
