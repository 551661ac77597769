import type { Plan } from "~/../prisma/client/client";
import { fromDateColumn, formatLondonDate, londonDate } from "~/platform/london-dates";
import { now } from "~/platform/clock";
import { certificatePath } from "~/sponsorship/emailed-links.server";
import { hasEnded } from "~/sponsorship/plan-status";

type GivenPlan = Pick<Plan, "id" | "linkVersion" | "status" | "presentOn" | "tributeName" | "tributeCardEmail">;

/** What a plan's page says of a present, ready to be read; null: it is none. */
export function presentOf(plan: GivenPlan): { title: string; hint: string; certificatePath: string } | null {
  if (!plan.presentOn || !plan.tributeName) return null;
  const from = fromDateColumn(plan.presentOn);
  const isToCome = from > londonDate(now()) && !hasEnded(plan.status);
  return {
    title: `${plan.tributeName}, from ${formatLondonDate(from)}`,
    hint: plan.tributeCardEmail && isToCome ? `The certificate goes to ${plan.tributeCardEmail} on that day.` : "",
    certificatePath: certificatePath(plan),
  };
}
