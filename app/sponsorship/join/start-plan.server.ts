import type { Plan } from "~/../prisma/client/client";
import { contentsOf, drawn } from "~/giving/checkout/form-id.server";
import { minutesUntilAllowed, networkDigest } from "~/giving/checkout/checkout-limits.server";
import type { DonorOrigin } from "~/giving/checkout/start-donation.server";
import { writeDeclaration } from "~/giving/gift-aid/record-declaration.server";
import { config } from "~/platform/config/config.server";
import { now } from "~/platform/clock";
import { db, inTransaction, type Tx } from "~/platform/database/db.server";
import { browserDigest } from "~/platform/http/forms/browser-cookie.server";
import { newId, newReference, newToken } from "~/platform/ids.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import { add, pence, poundsShort, zero } from "~/platform/money";
import { leastHoursAhead, openPlanPage } from "~/platform/payments/subscriptions/subscription-checkout.server";
import { isOutage } from "~/platform/payments/stripe.server";
import { recordNewsTick } from "~/supporters/consent/record-consent.server";
import { instantOf } from "~/platform/london-dates";
import { collectionOf, rhythmWords, stripeRhythm, takesDirectDebit } from "../plan";
import { planCoverFor } from "../plan-fees";
import type { PlanForm } from "./plan-form";

export type StartedPlan =
  | { goTo: string }
  | { refused: "too-many"; minutes: number }
  | { refused: "form-too-old" }
  | { refused: "stripe-unreachable" };

/** `restartOf`: the plan that this one takes the place of, after that one ended. */
export type SponsorOrigin = DonorOrigin & { restartOf?: string | null };

/**
 * Starts a plan: keeps the form with the exact words agreed to, commits, then opens Stripe's page for it. The same form
 * sent again, at once or later, is the same plan and the same page. Another form of the same attempt is another plan,
 * and closes the page of the one before. Another attempt is another plan, under the same e-mail address too.
 * @returns where the browser goes next, or why not. Nothing is taken here.
 */
export async function startPlan(form: PlanForm, from: SponsorOrigin): Promise<StartedPlan> {
  const contents = contentsOf(form);
  const known = await db.plan.findUnique({ where: { attempt_contents: { attempt: from.attempt, contents } } });
  if (!known) {
    const minutes = await minutesUntilAllowed(from);
    if (minutes !== null) return { refused: "too-many", minutes };
  }
  if (known?.standing === "pending") await comeBackTo(known);
  const plan = known ?? (await keep(form, contents, from));
  if (plan.standing === "expired" || (plan.standing === "pending" && isTooLateFor(plan.startsOn))) return { refused: "form-too-old" };
  if (plan.standing !== "pending") return { goTo: planThanksPath(plan) };
  try {
    return { goTo: await pageOf(plan) };
  } catch (error) {
    if (isOutage(error)) return { refused: "stripe-unreachable" };
    throw error;
  }
}

export const planThanksPath = (plan: { token: string }): string => `/sponsor/thank-you/${plan.token}`;

/** Stripe's page would have to close before anybody could use it. */
const isTooLateFor = (startsOn: string | null): boolean =>
  startsOn !== null && instantOf(startsOn).getTime() - now().getTime() < leastHoursAhead * 60 * 60 * 1000;

/** Writes the plan, its declaration and its consent together; of two forms sent at once, one is written and both get it. */
const keep = (form: PlanForm, contents: string, from: SponsorOrigin): Promise<Plan> => drawn(() => write(form, contents, from));

/** @returns null when the reference that was drawn is another plan's */
async function write(form: PlanForm, contents: string, from: SponsorOrigin): Promise<Plan | null> {
  const id = newId();
  return await inTransaction(async (tx) => {
    const rows = await tx.plan.createMany({ skipDuplicates: true, data: [rowOf(id, form, contents, from)] });
    if (rows.count === 0) return await tx.plan.findUnique({ where: { attempt_contents: { attempt: from.attempt, contents } } });
    if (form.wantsNews) await recordNewsTick(tx, { email: form.email, via: "sponsor", about: id });
    await closeOtherPages(tx, from.attempt, id);
    return await tx.plan.update({ where: { id }, data: { declarationId: await declare(tx, form) } });
  });
}

function rowOf(id: string, form: PlanForm, contents: string, from: SponsorOrigin) {
  const collection = collectionOf(form.weekly, form.rhythm);
  return {
    id,
    contents,
    reference: newReference(),
    token: newToken(),
    attempt: from.attempt,
    browser: browserDigest(from.browser),
    network: networkDigest(from.address),
    restartOf: from.restartOf ?? null,
    firstName: form.firstName,
    lastName: form.lastName,
    email: form.email,
    roomId: form.room,
    weeklyPence: form.weekly,
    rhythm: form.rhythm,
    collectionPence: collection,
    coverPence: form.cover ? planCoverFor(collection, config.charity.fees) : zero,
    coversFee: form.cover,
    startsOn: form.startsOn,
    receipts: form.receipts,
    wantsNews: form.wantsNews,
    source: form.source,
    tributeKind: form.tribute?.kind ?? null,
    tributeName: form.tribute?.name ?? null,
    cardName: form.tribute?.card?.name ?? null,
    cardEmail: form.tribute?.card?.email ?? null,
    cardWords: form.tribute?.card?.words ?? null,
    createdAt: now(),
  };
}

/** A plan's declaration is for its gifts and any later one: nothing else would cover its next collection. */
async function declare(tx: Tx, { firstName, lastName, declaration }: PlanForm): Promise<string | null> {
  return declaration && (await writeDeclaration(tx, { ...declaration, scope: "this_and_future", firstName, lastName, via: "sponsor" }));
}

/** The sponsor went back and changed the form: its other pages must not be agreed to as well. */
async function closeOtherPages(tx: Tx, attempt: string, id: string): Promise<void> {
  const others = await tx.plan.findMany({ where: { attempt, standing: "pending", id: { not: id } }, select: { id: true } });
  for (const plan of others) await enqueue(tx, "close-plan-page", { plan: plan.id }, { key: `close-plan-page:${plan.id}` });
}

/** The sponsor changed the form and then changed it back: this page stays open after all, and the others close. */
async function comeBackTo({ id, attempt }: Plan): Promise<void> {
  await inTransaction(async (tx) => {
    await tx.$executeRaw`SELECT FROM graphile_worker.remove_job(${`close-plan-page:${id}`})`;
    await closeOtherPages(tx, attempt, id);
  });
}

/** The address of Stripe's page for a plan, opening it if it is not open yet. The key is our row's: any repetition opens the same page. */
async function pageOf(plan: Plan): Promise<string> {
  if (plan.sessionUrl) return plan.sessionUrl;
  const { charity, baseUrl } = config;
  const session = await openPlanPage(
    {
      reference: plan.id,
      name: `Sponsoring a room: ${poundsShort(pence(plan.weeklyPence))} a week to ${charity.name}, collected ${rhythmWords[plan.rhythm].every}`,
      pence: add(pence(plan.collectionPence), pence(plan.coverPence)),
      every: stripeRhythm[plan.rhythm],
      methods: takesDirectDebit(plan.rhythm) ? ["card", "bacs_debit"] : ["card"],
      startsAt: plan.startsOn === null ? null : instantOf(plan.startsOn),
      writtenAt: plan.createdAt,
      email: plan.email,
      metadata: { reference: plan.id, number: plan.reference, ...(plan.source as Record<string, string>) },
      description: `Sponsorship ${plan.reference}`,
      successUrl: `${baseUrl}${planThanksPath(plan)}`,
      cancelUrl: `${baseUrl}/sponsor?again=${plan.token}`,
    },
    `plan-page/${plan.id}`,
  );
  await db.plan.updateMany({ where: { id: plan.id, sessionId: null }, data: { sessionId: session.id, sessionUrl: session.url } });
  return session.url;
}
