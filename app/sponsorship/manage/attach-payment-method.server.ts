import type { Plan, PlanCardPage } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db, inTransaction } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { postLetter } from "~/platform/mail/queue-email.server";
import { cardGiven, openCardPage, payNow, useMethod } from "~/platform/payments/subscriptions/update-subscription.server";
import { isOutage } from "~/platform/payments/stripe.server";
import { takesDirectDebit } from "../plan";
import { settlePlan } from "../billing/sync-plan.server";
import { hasEnded } from "../plan-status";
import { ended, held, isAgreed, unbegun, type AgreedPlan, type By, type WishRefusal } from "./plan-command.server";

export type CardRefusal = { refused: "not-begun" | "already-cancelled" | "already-lapsed" };

/** Stripe closes a page after 24 hours: one that is nearly as old is not offered again. */
const openMs = 23 * 60 * 60 * 1000;

/**
 * Opens Stripe's page for a new card, or bank account where the rhythm allows it. The same page as long as it is open
 * and unused, however often it is asked for.
 * @param back where its own link out leads: the plan's pages, or the link's own
 * @returns where the browser goes next
 */
export async function newCard(
  planId: string,
  { by, back }: { by: By; back: string },
): Promise<{ goTo: string } | CardRefusal | WishRefusal> {
  const found = await pageOf(planId, by);
  if (!("page" in found)) return found;
  const { plan, page } = found;
  if (page.sessionUrl) return { goTo: page.sessionUrl };
  try {
    const { id, url } = await openCardPage(
      {
        reference: page.id,
        customer: plan.customer,
        methods: takesDirectDebit(plan.nextRhythm ?? plan.rhythm) ? ["card", "bacs_debit"] : ["card"],
        successUrl: `${config.baseUrl}${cardDonePath(page)}`,
        cancelUrl: `${config.baseUrl}${back}`,
      },
      `plan-card-page/${page.id}`,
    );
    await db.planCardPage.updateMany({ where: { id: page.id, sessionId: null }, data: { sessionId: id, sessionUrl: url } });
    return { goTo: url };
  } catch (error) {
    if (isOutage(error)) return { refused: "stripe-unreachable" };
    throw error;
  }
}

/** Where Stripe's page leads back to, signed in or not: nobody can guess it. */
const cardDonePath = (page: { id: string }): string => `/new-card/done/${page.id}`;

async function pageOf(
  planId: string,
  by: By,
): Promise<{ plan: AgreedPlan; page: PlanCardPage } | CardRefusal | { refused: "no-such-plan" }> {
  return await inTransaction(async (tx) => {
    const plan = await held(tx, planId);
    if (!plan) return { refused: "no-such-plan" };
    const over = ended(plan.standing) ?? unbegun(plan.standing);
    if (over) return over;
    if (!isAgreed(plan)) return { refused: "not-begun" };
    const where = { planId, by, closedAt: null, openedAt: { gt: new Date(now().getTime() - openMs) } };
    const open = await tx.planCardPage.findFirst({ where, orderBy: { openedAt: "desc" } });
    return { plan, page: open ?? (await tx.planCardPage.create({ data: { id: newId(), planId, by, openedAt: now() } })) };
  });
}

export type Adopted =
  | { plan: Plan; open: "none" | "paid" | "on-its-way" }
  /** The card is kept, and refused what is open. Stripe's code says why. */
  | { plan: Plan; open: "declined"; why: string | null }
  | { refused: "no-such-page" | "not-finished" }
  /** The plan was over before it was finished: nothing was changed. */
  | { refused: "already-cancelled" | "already-lapsed"; plan: Plan }
  | { refused: "stripe-unreachable" };

/**
 * Makes what was given on a page for a new card the plan's own: for the subscription and its customer. A late plan is
 * collected with it at once. Whoever comes first, the browser or Stripe's event, does it; others find it done.
 */
export async function adoptCard(pageId: string): Promise<Adopted> {
  const page = await db.planCardPage.findUnique({ where: { id: pageId } });
  const plan = page && (await db.plan.findUnique({ where: { id: page.planId } }));
  if (!page?.sessionId || !plan || !isAgreed(plan)) return { refused: "no-such-page" };
  try {
    const given = await cardGiven(page.sessionId);
    if (given.state !== "given") {
      if (given.state === "expired") await close(page, null, false);
      return { refused: "not-finished" };
    }
    const settled = (await settlePlan(plan.id))?.plan ?? plan;
    if (page.closedAt) return { plan: settled, open: settled.standing === "late" ? "on-its-way" : "none" };
    if (hasEnded(settled.standing)) return await leftAside(page);
    const used = await useMethod(plan.subscription, plan.customer, given.method, `plan-card/${page.id}`);
    if (used === "ended") return await leftAside(page);
    const paid = settled.openInvoice ? await payNow(settled.openInvoice, `plan-card/${page.id}/pay/${settled.openInvoice}`) : null;
    const after = (await settlePlan(plan.id))?.plan ?? settled;
    const recovers = paid !== null && "paid" in paid;
    await close(page, after, !recovers);
    if (paid && "declined" in paid) return { plan: after, open: "declined", why: paid.declined };
    return { plan: after, open: recovers ? "paid" : after.standing === "late" ? "on-its-way" : "none" };
  } catch (error) {
    if (isOutage(error)) return { refused: "stripe-unreachable" };
    throw error;
  }
}

/** The work of the job "adopt-card": Stripe says that a page is finished. Throws while it can't be asked. */
export async function adoptCardOf(sessionId: string): Promise<void> {
  const page = await db.planCardPage.findUnique({ where: { sessionId } });
  const adopted = page && !page.closedAt ? await adoptCard(page.id) : null;
  if (adopted && "refused" in adopted && adopted.refused === "stripe-unreachable")
    throw new Error("Stripe can’t be asked for a new card just now");
}

/** Nothing was changed, and the page is done with. */
async function leftAside(page: PlanCardPage): Promise<Adopted> {
  const plan = (await settlePlan(page.planId))?.plan ?? (await db.plan.findUniqueOrThrow({ where: { id: page.planId } }));
  await close(page, null, false);
  return { refused: plan.standing === "lapsed" ? "already-lapsed" : "already-cancelled", plan };
}

/** @param used the plan whose means of payment changed by it; null: nothing changed @param tells not where the letter about the recovery says it */
async function close(page: PlanCardPage, used: Plan | null, tells: boolean): Promise<void> {
  await inTransaction(async (tx) => {
    const { count } = await tx.planCardPage.updateMany({ where: { id: page.id, closedAt: null }, data: { closedAt: now() } });
    if (count === 0 || !used) return;
    const { id: planId, methodWords } = used;
    await tx.planChange.create({ data: { id: page.id, planId, what: "card", to: methodWords, by: page.by, at: now() } });
    if (tells) await postLetter(tx, { kind: "plan-card-changed", about: page.id });
  });
}
