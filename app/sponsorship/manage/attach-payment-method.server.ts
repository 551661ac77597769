import type { Plan, PaymentMethodUpdate } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db, inTransaction } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { queueEmail } from "~/platform/mail/queue-email.server";
import {
  createSetupCheckout,
  fetchSetupCheckout,
  payInvoice,
  setDefaultPaymentMethod,
} from "~/platform/payments/subscriptions/update-subscription.server";
import { isStripeUnavailable } from "~/platform/payments/stripe.server";
import { allowsDirectDebit } from "../plan";
import { syncPlan } from "../billing/sync-plan.server";
import { hasEnded } from "../plan-status";
import type { OwnActor } from "./actor.server";
import {
  hasSubscription,
  lockPlan,
  refusalIfEnded,
  refusalIfNotStarted,
  type CommandRefusal,
  type PlanWithSubscription,
} from "./plan-command.server";

export type PaymentMethodRefusal = { refused: "not-started" | "already-cancelled" | "already-lapsed" };

/** Stripe closes a page after 24 hours: one that is nearly as old is not offered again. */
const reusableForMs = 23 * 60 * 60 * 1000;

/**
 * Opens Stripe's page for a new card, or bank account where the billing interval allows it. The same page as long as it is open
 * and unused, however often it is asked for.
 * @param cancelPath where its own link out leads: the plan's pages, or the link's own
 * @returns where the browser goes next
 */
export async function openPaymentMethodPage(
  planId: string,
  { by, cancelPath }: { by: OwnActor; cancelPath: string },
): Promise<{ goTo: string } | PaymentMethodRefusal | CommandRefusal> {
  const found = await findOrCreatePage(planId, by);
  if (!("page" in found)) return found;
  const { plan, page } = found;
  if (page.stripeCheckoutUrl) return { goTo: page.stripeCheckoutUrl };
  try {
    const { id, url } = await createSetupCheckout(
      {
        clientReferenceId: page.id,
        customerId: plan.stripeCustomerId,
        paymentMethodTypes: allowsDirectDebit(plan.nextBillingInterval ?? plan.billingInterval) ? ["card", "bacs_debit"] : ["card"],
        successUrl: `${config.baseUrl}${paymentMethodDonePath(page)}`,
        cancelUrl: `${config.baseUrl}${cancelPath}`,
      },
      `plan-card-page/${page.id}`,
    );
    await db.paymentMethodUpdate.updateMany({
      where: { id: page.id, stripeCheckoutSessionId: null },
      data: { stripeCheckoutSessionId: id, stripeCheckoutUrl: url },
    });
    return { goTo: url };
  } catch (error) {
    if (isStripeUnavailable(error)) return { refused: "stripe-unreachable" };
    throw error;
  }
}

/** Where Stripe's page leads back to, signed in or not: nobody can guess it. */
const paymentMethodDonePath = (page: { id: string }): string => `/new-card/done/${page.id}`;

async function findOrCreatePage(
  planId: string,
  by: OwnActor,
): Promise<{ plan: PlanWithSubscription; page: PaymentMethodUpdate } | PaymentMethodRefusal | { refused: "no-such-plan" }> {
  return await inTransaction(async (tx) => {
    const plan = await lockPlan(tx, planId);
    if (!plan) return { refused: "no-such-plan" };
    const refusal = refusalIfEnded(plan.status) ?? refusalIfNotStarted(plan.status);
    if (refusal) return refusal;
    if (!hasSubscription(plan)) return { refused: "not-started" };
    const where = { planId, by, closedAt: null, openedAt: { gt: new Date(now().getTime() - reusableForMs) } };
    const open = await tx.paymentMethodUpdate.findFirst({ where, orderBy: { openedAt: "desc" } });
    return { plan, page: open ?? (await tx.paymentMethodUpdate.create({ data: { id: newId(), planId, by, openedAt: now() } })) };
  });
}

export type AttachResult =
  | { plan: Plan; openInvoice: "none" | "paid" | "processing" }
  /** The card is kept, and refused what is open. Stripe's code says why. */
  | { plan: Plan; openInvoice: "declined"; declineCode: string | null }
  | { refused: "no-such-page" | "not-finished" }
  /** The plan was over before it was finished: nothing was changed. */
  | { refused: "already-cancelled" | "already-lapsed"; plan: Plan }
  | { refused: "stripe-unreachable" };

/**
 * Makes what was given on a page for a new card the plan's own: for the subscription and its customer. A late plan is
 * collected with it at once. Whoever comes first, the browser or Stripe's event, does it; others find it done.
 */
export async function attachPaymentMethod(pageId: string): Promise<AttachResult> {
  const page = await db.paymentMethodUpdate.findUnique({ where: { id: pageId } });
  const plan = page && (await db.plan.findUnique({ where: { id: page.planId } }));
  if (!page?.stripeCheckoutSessionId || !plan || !hasSubscription(plan)) return { refused: "no-such-page" };
  try {
    const setup = await fetchSetupCheckout(page.stripeCheckoutSessionId);
    if (setup.status !== "given") {
      if (setup.status === "expired") await closePage(page, null, false);
      return { refused: "not-finished" };
    }
    const synced = (await syncPlan(plan.id))?.plan ?? plan;
    if (page.closedAt) return { plan: synced, openInvoice: synced.status === "late" ? "processing" : "none" };
    if (hasEnded(synced.status)) return await discardPage(page);
    const attached = await setDefaultPaymentMethod(
      plan.stripeSubscriptionId,
      plan.stripeCustomerId,
      setup.paymentMethodId,
      `plan-card/${page.id}`,
    );
    if (attached === "ended") return await discardPage(page);
    const payment = synced.stripeOpenInvoiceId
      ? await payInvoice(synced.stripeOpenInvoiceId, `plan-card/${page.id}/pay/${synced.stripeOpenInvoiceId}`)
      : null;
    const updated = (await syncPlan(plan.id))?.plan ?? synced;
    const hasRecovered = payment !== null && "paid" in payment;
    await closePage(page, updated, !hasRecovered);
    if (payment && "declined" in payment) return { plan: updated, openInvoice: "declined", declineCode: payment.declined };
    return { plan: updated, openInvoice: hasRecovered ? "paid" : updated.status === "late" ? "processing" : "none" };
  } catch (error) {
    if (isStripeUnavailable(error)) return { refused: "stripe-unreachable" };
    throw error;
  }
}

/** The work of the job "attach-payment-method": Stripe says that a page is finished. Throws while it can't be asked. */
export async function attachPaymentMethodBySession(stripeCheckoutSessionId: string): Promise<void> {
  const page = await db.paymentMethodUpdate.findUnique({ where: { stripeCheckoutSessionId } });
  const result = page && !page.closedAt ? await attachPaymentMethod(page.id) : null;
  if (result && "refused" in result && result.refused === "stripe-unreachable")
    throw new Error("Stripe can’t be asked for a new card just now");
}

/** Nothing was changed, and the page is done with. */
async function discardPage(page: PaymentMethodUpdate): Promise<AttachResult> {
  const plan = (await syncPlan(page.planId))?.plan ?? (await db.plan.findUniqueOrThrow({ where: { id: page.planId } }));
  await closePage(page, null, false);
  return { refused: plan.status === "lapsed" ? "already-lapsed" : "already-cancelled", plan };
}

/** @param updatedPlan the plan whose means of payment changed by it; null: nothing changed @param sendsEmail not where the email about the recovery says it */
async function closePage(page: PaymentMethodUpdate, updatedPlan: Plan | null, sendsEmail: boolean): Promise<void> {
  await inTransaction(async (tx) => {
    const { count } = await tx.paymentMethodUpdate.updateMany({ where: { id: page.id, closedAt: null }, data: { closedAt: now() } });
    if (count === 0 || !updatedPlan) return;
    const { id: planId, paymentMethodLabel } = updatedPlan;
    await tx.planChange.create({
      data: { id: page.id, planId, kind: "payment_method", newValue: paymentMethodLabel, by: page.by, changedAt: now() },
    });
    if (sendsEmail) await queueEmail(tx, { kind: "plan-payment-method-changed", about: { planChangeId: page.id } });
  });
}
