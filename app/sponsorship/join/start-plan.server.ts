import type { Plan } from "~/../prisma/client/client";
import { hashForm, withUniqueReference } from "~/giving/checkout/form-id.server";
import { hashIp, minutesUntilAllowed } from "~/giving/checkout/checkout-limits.server";
import { isGiverVerified, type FormOrigin } from "~/giving/checkout/start-donation.server";
import { recordDeclaration } from "~/giving/gift-aid/record-declaration.server";
import { config } from "~/platform/config/config.server";
import { now } from "~/platform/clock";
import { db, inTransaction, type Tx } from "~/platform/database/db.server";
import { hashBrowserId } from "~/platform/http/forms/browser-cookie.server";
import { newId, newReference, newToken } from "~/platform/ids.server";
import { enqueue, removeJob } from "~/platform/jobs/enqueue.server";
import { add, formatPoundsShort, pence, zero } from "~/platform/money";
import { createSubscriptionCheckout, minHoursAhead } from "~/platform/payments/subscriptions/subscription-checkout.server";
import { isStripeUnavailable } from "~/platform/payments/stripe.server";
import { recordNewsRequest } from "~/supporters/consent/record-consent.server";
import { fromDateColumn, instantOf, toDateColumn } from "~/platform/london-dates";
import { allowsDirectDebit, billingIntervalLabels, collectionAmount, stripeIntervals } from "../plan";
import { planFeeCover } from "../plan-fees";
import type { PlanForm } from "./plan-form";

export type StartResult =
  | { goTo: string }
  | { refused: "too-many"; minutes: number }
  | { refused: "form-too-old" }
  | { refused: "stripe-unreachable" };

/** `restartOf`: the plan that this one takes the place of, after that one ended. */
export type SponsorOrigin = FormOrigin & { restartOf?: string | null };

/**
 * Starts a plan: keeps the form with the exact words agreed to, commits, then opens Stripe's page for it. The same form
 * sent again, at once or later, is the same plan and the same page. Another form of the same attempt is another plan,
 * and closes the page of the one before. Another attempt is another plan, under the same email address too.
 * @returns where the browser goes next, or why not. Nothing is taken here.
 */
export async function startPlan(form: PlanForm, origin: SponsorOrigin): Promise<StartResult> {
  const formHash = hashForm(form);
  const existing = await db.plan.findUnique({ where: { idempotencyKey_formHash: { idempotencyKey: origin.formId, formHash } } });
  if (!existing) {
    const minutes = await minutesUntilAllowed(origin);
    if (minutes !== null) return { refused: "too-many", minutes };
  }
  if (existing?.status === "pending") await reopenCheckout(existing);
  const plan = existing ?? (await insertOnce(form, formHash, origin));
  if (plan.status === "expired" || (plan.status === "pending" && isTooLateToStart(plan.startsOn))) return { refused: "form-too-old" };
  if (plan.status !== "pending") return { goTo: planThanksPath(plan) };
  try {
    return { goTo: await getCheckoutUrl(plan) };
  } catch (error) {
    if (isStripeUnavailable(error)) return { refused: "stripe-unreachable" };
    throw error;
  }
}

export const planThanksPath = (plan: { token: string }): string => `/sponsor/thank-you/${plan.token}`;

/** Stripe's page would have to close before anybody could use it. */
const isTooLateToStart = (startsOn: Date | null): boolean =>
  startsOn !== null && instantOf(fromDateColumn(startsOn)).getTime() - now().getTime() < minHoursAhead * 60 * 60 * 1000;

/** Writes the plan, its declaration and its consent together; of two forms sent at once, one is written and both get it. */
const insertOnce = (form: PlanForm, formHash: string, origin: SponsorOrigin): Promise<Plan> =>
  withUniqueReference(() => insertPlan(form, formHash, origin));

/** @returns null when the reference that was drawn is another plan's */
async function insertPlan(form: PlanForm, formHash: string, origin: SponsorOrigin): Promise<Plan | null> {
  const id = newId();
  return await inTransaction(async (tx) => {
    const rows = await tx.plan.createMany({ skipDuplicates: true, data: [planRow(id, form, formHash, origin)] });
    if (rows.count === 0)
      return await tx.plan.findUnique({ where: { idempotencyKey_formHash: { idempotencyKey: origin.formId, formHash } } });
    if (form.wantsNews) await recordNewsRequest(tx, { email: form.email, via: "sponsor", about: id });
    await closeOtherCheckouts(tx, origin.formId, id);
    return await tx.plan.update({
      where: { id },
      data: { declarationId: await insertDeclaration(tx, form, isGiverVerified(form, origin)) },
    });
  });
}

function planRow(id: string, form: PlanForm, formHash: string, origin: SponsorOrigin) {
  const collection = collectionAmount(form.weekly, form.billingInterval);
  return {
    id,
    formHash,
    reference: newReference(),
    token: newToken(),
    idempotencyKey: origin.formId,
    browserHash: hashBrowserId(origin.browserId),
    ipHash: hashIp(origin.ip),
    restartOfId: origin.restartOf ?? null,
    firstName: form.firstName,
    lastName: form.lastName,
    email: form.email,
    roomId: form.roomId,
    weeklyPence: form.weekly,
    billingInterval: form.billingInterval,
    collectionPence: collection,
    coverPence: form.coversFee ? planFeeCover(collection, config.charity.fees) : zero,
    coversFee: form.coversFee,
    startsOn: form.startsOn === null ? null : toDateColumn(form.startsOn),
    receiptFrequency: form.receipts,
    wantsNews: form.wantsNews,
    giverVerified: isGiverVerified(form, origin),
    source: form.source,
    tributeKind: form.tribute?.kind ?? null,
    tributeName: form.tribute?.name ?? null,
    tributeCardName: form.tribute?.card?.name ?? null,
    tributeCardEmail: form.tribute?.card?.email ?? null,
    tributeCardMessage: form.tribute?.card?.message ?? null,
    createdAt: now(),
  };
}

/** A plan's declaration is for its gifts and any later one: nothing else would cover its next collection. */
async function insertDeclaration(tx: Tx, form: PlanForm, giverVerified: boolean): Promise<string | null> {
  const { firstName, lastName, declaration } = form;
  if (!declaration) return null;
  return await recordDeclaration(tx, { ...declaration, scope: "this_and_future", firstName, lastName, giverVerified, via: "sponsor" });
}

/** The sponsor went back and changed the form: its other pages must not be agreed to as well. */
async function closeOtherCheckouts(tx: Tx, idempotencyKey: string, id: string): Promise<void> {
  const others = await tx.plan.findMany({
    where: { idempotencyKey, status: "pending", id: { not: id } },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  for (const plan of others) await enqueue(tx, "close-plan-checkout", { planId: plan.id }, { key: `close-plan-checkout:${plan.id}` });
}

/** The sponsor changed the form and then changed it back: this page stays open after all, and the others close. */
async function reopenCheckout({ id, idempotencyKey }: Plan): Promise<void> {
  await inTransaction(async (tx) => {
    await removeJob(tx, `close-plan-checkout:${id}`);
    await closeOtherCheckouts(tx, idempotencyKey, id);
  });
}

/** The address of Stripe's page for a plan, opening it if it is not open yet. The key is our row's: any repetition opens the same page. */
async function getCheckoutUrl(plan: Plan): Promise<string> {
  if (plan.stripeCheckoutUrl) return plan.stripeCheckoutUrl;
  const { charity, baseUrl } = config;
  const session = await createSubscriptionCheckout(
    {
      clientReferenceId: plan.id,
      productName: `Sponsoring a room: ${formatPoundsShort(pence(plan.weeklyPence))} a week to ${charity.name}, collected ${billingIntervalLabels[plan.billingInterval].every}`,
      amountPence: add(pence(plan.collectionPence), pence(plan.coverPence)),
      recurring: stripeIntervals[plan.billingInterval],
      paymentMethodTypes: allowsDirectDebit(plan.billingInterval) ? ["card", "bacs_debit"] : ["card"],
      startsAt: plan.startsOn === null ? null : instantOf(fromDateColumn(plan.startsOn)),
      createdAt: plan.createdAt,
      email: plan.email,
      metadata: { reference: plan.id, number: plan.reference, ...(plan.source as Record<string, string>) },
      description: `Sponsorship ${plan.reference}`,
      successUrl: `${baseUrl}${planThanksPath(plan)}`,
      cancelUrl: `${baseUrl}/sponsor?again=${plan.token}`,
    },
    `plan-page/${plan.id}`,
  );
  await db.plan.updateMany({
    where: { id: plan.id, stripeCheckoutSessionId: null },
    data: { stripeCheckoutSessionId: session.id, stripeCheckoutUrl: session.url },
  });
  return session.url;
}
