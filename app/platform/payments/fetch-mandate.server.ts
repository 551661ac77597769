import { getId, ifExpanded } from "./expandable";
import { stripe } from "./stripe.server";

/** A payer's permission for Direct Debits. */
export type MandateDetails = { hasEnded: boolean; paymentMethodId: string | null; customerId: string | null };

/** Asks Stripe whether a mandate still holds, and whose it is. Throws when Stripe can't be asked (`isStripeUnavailable`). */
export async function fetchMandate(id: string): Promise<MandateDetails> {
  const mandate = await stripe().mandates.retrieve(id, { expand: ["payment_method"] });
  return {
    hasEnded: mandate.status === "inactive",
    paymentMethodId: getId(mandate.payment_method),
    customerId: getId(ifExpanded(mandate.payment_method)?.customer),
  };
}
