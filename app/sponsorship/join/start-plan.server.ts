import type { Plan } from "~/../prisma/client/client";
import { hashForm } from "~/giving/checkout/form-id.server";
import type { CheckoutPage } from "~/platform/payments/open-checkout.server";
import { isGiverVerified, type FormOrigin } from "~/giving/checkout/form-origin";
import { startCheckout, type CheckoutColumns, type StartResult } from "~/giving/checkout/start-checkout.server";
import { recordDeclaration } from "~/giving/gift-aid/record-declaration.server";
import { config } from "~/platform/config/config.server";
import { now } from "~/platform/clock";
import { db, type Tx } from "~/platform/database/db.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import { add, formatPoundsShort, pence, zero } from "~/platform/money";
import { createSubscriptionCheckout, minHoursAhead } from "~/platform/payments/subscriptions/subscription-checkout.server";
import { recordNewsRequest } from "~/supporters/consent/record-consent.server";
import { fromDateColumn, instantOf, toDateColumn } from "~/platform/london-dates";
import { allowsDirectDebit, billingIntervalLabels, collectionAmount, stripeIntervals } from "../plan";
import { planFeeCover } from "../plan-fees";
import { holdOfferedRoom } from "../rooms/manage/hold-room.server";
import type { PlanForm } from "./plan-form";
import { presentColumns } from "../present/present-columns.server";
import type { Tribute } from "./tribute";

/** `restartOf`: the plan that this one takes the place of, after that one ended. */
export type SponsorOrigin = FormOrigin & { restartOf?: string | null };

/** Its room was closed since the form was shown: nothing is kept of it. */
class RoomClosed extends Error {}

/**
 * Starts a plan, as `startCheckout` says. Another form is another plan, under the same email address too.
 * @returns refused "room-closed": the room that was chosen takes no sponsors any more
 */
export async function startPlan(form: PlanForm, origin: SponsorOrigin): Promise<StartResult | { refused: "room-closed" }> {
  try {
    return await startCheckoutOfPlan(form, origin);
  } catch (error) {
    if (error instanceof RoomClosed) return { refused: "room-closed" };
    throw error;
  }
}

const startCheckoutOfPlan = (form: PlanForm, origin: SponsorOrigin): Promise<StartResult> =>
  startCheckout<Plan>(
    {
      listRows: (tx, idempotencyKey) => (tx ?? db).plan.findMany({ where: { idempotencyKey }, orderBy: { id: "asc" } }),
      insertRow: (tx, columns) => insertPlan(tx, form, columns, origin),
      enqueueClosing: (tx, pages) => enqueue(tx, "close-plan-checkouts", pages, { key: `close-plan-checkouts:${pages.formId}` }),
      isTooOld: ({ status, startsOn }) => status === "expired" || (status === "pending" && isTooLateToStart(startsOn)),
      name: "Sponsorship",
      formPath: "/sponsor",
      thankYouPath: planThanksPath,
      openPage,
      savePage: ({ id }, page) => db.plan.updateMany({ where: { id, stripeCheckoutSessionId: null }, data: page }),
    },
    hashForm(form),
    origin,
  );

export const planThanksPath = (plan: { token: string }): string => `/sponsor/thank-you/${plan.token}`;

/** Stripe's page would have to close before anybody could use it. */
const isTooLateToStart = (startsOn: Date | null): boolean =>
  startsOn !== null && instantOf(fromDateColumn(startsOn)).getTime() - now().getTime() < minHoursAhead * 60 * 60 * 1000;

/** Writes the plan, its declaration and its consent together. */
async function insertPlan(tx: Tx, form: PlanForm, columns: CheckoutColumns, origin: SponsorOrigin): Promise<Plan | null> {
  const { id } = columns;
  const { count } = await tx.plan.createMany({ skipDuplicates: true, data: [planRow(form, columns, origin)] });
  if (count === 0) return null;
  // Ends the transaction: what was written of the form goes with it.
  if (form.roomId !== null && (await holdOfferedRoom(tx, form.roomId))) throw new RoomClosed();
  if (form.wantsNews) await recordNewsRequest(tx, { email: form.email, via: "sponsor", about: id });
  const declarationId = await insertDeclaration(tx, form, isGiverVerified(form, origin));
  return await tx.plan.update({ where: { id }, data: { declarationId } });
}

function planRow(form: PlanForm, columns: CheckoutColumns, origin: SponsorOrigin) {
  const collection = collectionAmount(form.weekly, form.billingInterval);
  return {
    ...columns,
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
    ...tributeColumns(form.tribute),
  };
}

function tributeColumns(tribute: Tribute | null) {
  if (!tribute) return {};
  const { kind, name } = tribute;
  if (kind !== "present") {
    const { card } = tribute;
    return {
      tributeKind: kind,
      tributeName: name,
      tributeCardName: card?.name ?? null,
      tributeCardEmail: card?.email ?? null,
      tributeCardMessage: card?.message ?? null,
    };
  }
  return presentColumns(tribute);
}

/** A plan's declaration is for its gifts and any later one: nothing else would cover its next collection. */
async function insertDeclaration(tx: Tx, form: PlanForm, giverVerified: boolean): Promise<string | null> {
  const { firstName, lastName, declaration } = form;
  if (!declaration) return null;
  return await recordDeclaration(tx, { ...declaration, scope: "this_and_future", firstName, lastName, giverVerified, via: "sponsor" });
}

function openPage(plan: Plan, page: CheckoutPage): Promise<{ id: string; url: string }> {
  const { weeklyPence, billingInterval, collectionPence, coverPence, startsOn, createdAt } = plan;
  const terms = {
    productName: `Sponsoring a room: ${formatPoundsShort(pence(weeklyPence))} a week to ${config.charity.name}, collected ${billingIntervalLabels[billingInterval].every}`,
    amountPence: add(pence(collectionPence), pence(coverPence)),
    recurring: stripeIntervals[billingInterval],
    paymentMethodTypes: allowsDirectDebit(billingInterval) ? ["card" as const, "bacs_debit" as const] : ["card" as const],
    startsAt: startsOn === null ? null : instantOf(fromDateColumn(startsOn)),
    createdAt,
  };
  return createSubscriptionCheckout({ ...page, ...terms }, `plan-page/${plan.id}`);
}
