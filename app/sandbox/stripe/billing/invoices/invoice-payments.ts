import type Stripe from "stripe";
import { find } from "../../records";
import type { World } from "../../world";

/** Which invoice an intent pays, so that a payment finds its invoice days later; kept by either's id. */
type Link = { id: string; invoicePayment: string };
const links = (world: World) => world.store.table<Link>("_invoice_payment_of");

/** The invoice's payment by this intent or of this invoice. */
export function invoicePaymentOf(world: World, intentOrInvoice: string): Stripe.InvoicePayment | undefined {
  return find(world, "invoice_payment", links(world).get(intentOrInvoice)?.invoicePayment ?? "");
}

/** Remembers that this is the payment of an invoice by an intent. */
export function linkPayment(world: World, payment: Stripe.InvoicePayment, intent: string, invoice: string): void {
  for (const id of [intent, invoice]) links(world).put({ id, invoicePayment: payment.id });
}
