import { afterEach, beforeEach } from "vitest";
import type { Plan } from "~/../prisma/client/client";
import { newFormId } from "~/giving/checkout/form-id.server";
import { setClock, now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { newToken } from "~/platform/ids.server";
import { pence } from "~/platform/money";
import type { Completed, Completion } from "~/sandbox/stripe/control";
import type { PlanForm } from "~/sponsorship/join/plan-form";
import { startPlan, type SponsorOrigin } from "~/sponsorship/join/start-plan.server";
import { runJobs, useDonationHarness, stripeControl } from "../giving/donation-harness";

/** Gives a test file the world of `useDonationHarness`, with the site living in the pretend Stripe's time. Call it at the top of the file. */
export function usePlanHarness(): void {
  useDonationHarness();
  beforeEach(() => setClock(() => stripeControl().now()));
  afterEach(() => setClock(() => new Date()));
}

export const aPlanForm = (change: Partial<PlanForm> = {}): PlanForm => ({
  weekly: pence(250),
  billingInterval: "four_weekly",
  startsOn: null,
  roomId: null,
  coversFee: false,
  firstName: "Adaline",
  lastName: "Lovelamp",
  email: "Adaline@Example.org",
  declaration: null,
  wantsNews: false,
  receipts: "each",
  tribute: null,
  source: {},
  ...change,
});

/** A form just opened in a browser, at a network address of its own. */
export const aSponsorOrigin = (change: Partial<SponsorOrigin> = {}): SponsorOrigin => ({
  formId: newFormId(now()),
  browserId: newToken(),
  ip: newToken(),
  ...change,
});

export type StartedPlan = Plan & { stripeCheckoutSessionId: string; stripeCheckoutUrl: string };

/** Sends a form and gives the plan whose page at Stripe it leads to. Nothing is agreed to yet. */
export async function startTestPlan(change: Partial<PlanForm> = {}, origin: SponsorOrigin = aSponsorOrigin()): Promise<StartedPlan> {
  const started = await startPlan(aPlanForm(change), origin);
  if (!("goTo" in started)) throw new Error(`refused: ${started.refused}`);
  const plan = await db.plan.findFirstOrThrow({ where: { stripeCheckoutUrl: started.goTo } });
  const { stripeCheckoutSessionId, stripeCheckoutUrl } = plan;
  if (!stripeCheckoutSessionId || !stripeCheckoutUrl) throw new Error("the plan has no page at Stripe");
  return { ...plan, stripeCheckoutSessionId, stripeCheckoutUrl };
}

/** Starts a plan and completes its page by a test card or account; lets webhooks arrive and jobs be done, and gives the plan as it then stands. */
export async function joinPlan(
  change: Partial<PlanForm> = {},
  completion: Completion = { card: "visa" },
  origin: SponsorOrigin = aSponsorOrigin(),
): Promise<Plan> {
  const { id, stripeCheckoutSessionId } = await startTestPlan(change, origin);
  completePlanCheckout(stripeCheckoutSessionId, completion);
  return await getPlanAfterJobs(id);
}

/** Completes a plan's page at Stripe; throws when the page is not completed by it. */
export function completePlanCheckout(sessionId: string, completion: Completion = { card: "visa" }): Completed {
  const completed = stripeControl().completeSession(sessionId, completion);
  if (completed.status !== "complete") throw new Error(`the page was not completed: ${completed.outcome}`);
  return completed;
}

/** Lets webhooks arrive and jobs be done, and gives the plan as it then stands. */
export async function getPlanAfterJobs(id: string): Promise<Plan> {
  await stripeControl().idle();
  await runJobs();
  return await getPlan(id);
}

export const getPlan = (id: string): Promise<Plan> => db.plan.findUniqueOrThrow({ where: { id } });
