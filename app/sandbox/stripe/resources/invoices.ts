import type Stripe from "stripe";
import { onlyKnown } from "../api/known";
import { page, shortList, within, matches } from "../api/list";
import { invalid, Refusal } from "../api/refusal";
import { route } from "../api/route";
import { checkPayable, collect } from "../billing/invoices/collect";
import { finalizeInvoice } from "../billing/invoices/invoice";
import { defaultMethod, intentOf } from "../billing/payment-method";
import { previewInvoice } from "../billing/preview";
import { subscriptionOf } from "../billing/status";
import { withdraw } from "../billing/invoices/close-invoice";
import { methodOf } from "../payments/instrument";
import { all, change, idOf, mergeMetadata, need } from "../records";
import { emit } from "../webhooks/emit";
import type { Part, World } from "../world";
import { refuseFailed } from "./payment-intents";

const path = "/v1/invoices";

/** Somebody pays an invoice now. @throws Refusal 402 where the payment is declined, after it was tried */
function pay(world: World, params: Stripe.InvoicePayParams, id: string): object {
  onlyKnown(params, ["payment_method", "off_session"]);
  const invoice = need(world, "invoice", id);
  checkPayable(world, invoice);
  const subscription = need(world, "subscription", subscriptionOf(invoice));
  const method = params.payment_method ? methodOf(world, params.payment_method, "payment_method") : defaultMethod(world, subscription);
  if (!method) {
    const message = "There is no `default_payment_method` set on this Customer or Invoice. Please set a `default_payment_method`.";
    throw new Refusal(400, { type: "invalid_request_error", message });
  }
  if (method.customer && idOf(method.customer) !== idOf(invoice.customer))
    throw invalid("The payment method does not belong to this invoice's customer.", { param: "payment_method" });
  if (invoice.status === "draft") finalizeInvoice(world, invoice);
  const outcome = collect(world, invoice, { byHand: true, onSession: params.off_session === false, method });
  const intent = intentOf(world, invoice);
  if (outcome === "failed" && intent) refuseFailed(intent);
  if (outcome === "requires_action")
    throw invalid("This payment requires additional user action.", { code: "invoice_payment_intent_requires_action" });
  return invoice;
}

function list(world: World, params: Stripe.InvoiceListParams): object {
  const fits = (row: Stripe.Invoice) =>
    matches(params.customer, idOf(row.customer)) &&
    matches(params.subscription, subscriptionOf(row)) &&
    matches(params.status, row.status) &&
    matches(params.collection_method, row.collection_method) &&
    within(row.created, params.created);
  return page(all(world, "invoice"), path, params, fits);
}

const paymentsOf = (world: World, invoice: string) => all(world, "invoice_payment").filter((payment) => payment.invoice === invoice);

export const invoices: Part = {
  routes: [
    route("GET", path, list),
    route("POST", `${path}/create_preview`, previewInvoice),
    route("GET", `${path}/{id}`, (world, _params, id) => need(world, "invoice", id)),
    route<Stripe.InvoiceUpdateParams>("POST", `${path}/{id}`, (world, params, id) => {
      onlyKnown(params, ["metadata", "auto_advance"]);
      const invoice = need(world, "invoice", id);
      const { auto_advance: advances } = params;
      const changes = {
        metadata: mergeMetadata(invoice.metadata, params.metadata),
        ...(advances !== undefined && { auto_advance: advances }),
        ...(advances === false && { next_payment_attempt: null, automatically_finalizes_at: null }),
      };
      emit(world, "invoice.updated", invoice, change(world, invoice, changes));
      return invoice;
    }),
    route<Stripe.InvoiceListLineItemsParams>("GET", `${path}/{id}/lines`, (world, params, id) => {
      const { lines } = need(world, "invoice", id);
      return page(lines.data.toReversed(), `${path}/${id}/lines`, params);
    }),
    route("POST", `${path}/{id}/pay`, pay),
    route("POST", `${path}/{id}/void`, (world, _params, id) => {
      const invoice = need(world, "invoice", id);
      withdraw(world, invoice);
      return invoice;
    }),
  ],
  includes: {
    invoice: { payments: (world, id) => shortList(paymentsOf(world, id).toReversed(), `/v1/invoice_payments?invoice=${id}`) },
  },
};

export const invoicePayments: Part = {
  routes: [
    route<Stripe.InvoicePaymentListParams>("GET", "/v1/invoice_payments", (world, params) => {
      const fits = (row: Stripe.InvoicePayment) =>
        matches(params.invoice, idOf(row.invoice as string)) &&
        matches(params.status, row.status) &&
        matches(params.payment?.payment_intent, idOf(row.payment.payment_intent)) &&
        within(row.created, params.created);
      return page(all(world, "invoice_payment"), "/v1/invoice_payments", params, fits);
    }),
    route("GET", "/v1/invoice_payments/{id}", (world, _params, id) => need(world, "invoice_payment", id)),
  ],
};
