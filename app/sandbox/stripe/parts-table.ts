import type { Part } from "./world";
import { cancellations } from "./billing/cancel";
import { collections } from "./billing/invoices/collect";
import { billingFees } from "./billing/fee";
import { renewals } from "./billing/renew";
import { checkoutSessions } from "./checkout/sessions";
import { fees } from "./payments/balance";
import { disputeSteps } from "./payments/dispute";
import { mandateSteps } from "./payments/mandate";
import { payoutSteps } from "./payments/payout";
import { refundSteps } from "./payments/refund";
import { debitSteps } from "./payments/debit";
import { account } from "./resources/account";
import { charges, refunds } from "./resources/charges";
import { customers } from "./resources/customers";
import { disputes, mandates } from "./resources/disputes";
import { events, webhookEndpoints } from "./resources/events";
import { invoicePayments, invoices } from "./resources/invoices";
import { paymentIntents } from "./resources/payment-intents";
import { paymentMethods } from "./resources/payment-methods";
import { balanceTransactions, payouts } from "./resources/payouts";
import { portalSessions } from "./resources/portal-sessions";
import { productsAndPrices } from "./resources/products-and-prices";
import { setupIntents } from "./resources/setup-intents";
import { subscriptions } from "./resources/subscriptions";

/** Everything the sandbox can do. Another capability is a file of its own and a line here. */
export const partsTable: Part[] = [
  account,
  customers,
  productsAndPrices,
  checkoutSessions,
  paymentMethods,
  paymentIntents,
  setupIntents,
  charges,
  refunds,
  disputes,
  mandates,
  balanceTransactions,
  payouts,
  events,
  webhookEndpoints,
  fees,
  debitSteps,
  mandateSteps,
  refundSteps,
  disputeSteps,
  payoutSteps,
  subscriptions,
  invoices,
  invoicePayments,
  collections,
  renewals,
  cancellations,
  billingFees,
  portalSessions,
];
