import type { Plan } from "~/../prisma/client/client";
import { paidFrom } from "~/giving/checkout/checkout-limits.server";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db, inTransaction, type Tx } from "~/platform/database/db.server";
import { log } from "~/platform/log.server";
import { newId } from "~/platform/ids.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import { postLetter } from "~/platform/mail/queue-email.server";
import { reportOnPlan, type PlanReport } from "~/platform/payments/subscriptions/fetch-subscription.server";
import { supporterFor } from "~/supporters/find-or-create.server";
import { paymentDetails } from "./billing-columns";
import { recordCollections } from "./record-collections.server";
import { hasEnded, standingOf, wayTo, type Standing } from "../plan-status";

export type SettledPlan = { plan: Plan; changed: Standing[]; recorded: number; alarm: string | null };

const dayMs = 24 * 60 * 60 * 1000;
/** Collections are asked for from so long before the last that is known: one that failed may have been paid since. */
const lookBackMs = 60 * dayMs;

/**
 * Brings a plan up to what Stripe says of it now: standing, sums, dates, means of payment; each collection that was
 * newly paid becomes a donation; each change of standing has at most one letter. All in one transaction. Any event, the
 * sponsor's own pages and the nightly settling call it; any order and any repetition end in the same rows and letters.
 * @returns null when there is no such plan, or it has no payment page yet
 */
export async function settlePlan(id: string): Promise<SettledPlan | null> {
  // Another settling may have asked later and saved sooner: its news is newer, so ask again.
  for (let round = 0; round < 5; round++) {
    const known = await db.plan.findUnique({ where: { id } });
    if (!known?.sessionId) return null;
    const asked = now();
    const { sessionId, subscription, stopAskedAt } = known;
    const report = await reportOnPlan({ sessionId, subscription, stopAskedAt }, await collectionsFrom(known));
    const settled = await inTransaction((tx) => save(tx, id, report, asked));
    if (settled === "newer-news") continue;
    const isPaid = report.collections.some(({ paid }) => paid > 0);
    if (known.network && isPaid && settled.changed.length > 0) await paidFrom(known.network);
    return settled;
  }
  throw new Error("a plan is being settled too often at once");
}

async function collectionsFrom({ id, createdAt }: Plan): Promise<Date> {
  const last = await db.donation.findFirst({ where: { planId: id }, orderBy: { createdAt: "desc" }, select: { createdAt: true } });
  return new Date(Math.max((last?.createdAt ?? createdAt).getTime() - lookBackMs, createdAt.getTime() - dayMs));
}

async function save(tx: Tx, id: string, report: PlanReport, asked: Date): Promise<"newer-news" | SettledPlan> {
  await tx.$queryRaw`SELECT id FROM plan WHERE id = ${id} FOR UPDATE`;
  const before = await tx.plan.findUniqueOrThrow({ where: { id } });
  if (before.settledAt && before.settledAt > asked) return "newer-news";

  const everPaid = report.collections.some(({ paid }) => paid > 0) || (await tx.donation.count({ where: { planId: id }, take: 1 })) > 0;
  const target = standingOf({ ...report, everPaid, onItsWay: report.open?.onItsWay ?? false });
  const way = wayTo(before.standing, target);
  const changed = [...(way ?? [])];
  const standing = changed.at(-1) ?? before.standing;
  const begun = changed.length > 0 && (before.standing === "pending" || before.standing === "expired") && target !== "expired";

  const plan = await tx.plan.update({
    where: { id },
    data: {
      standing,
      ...paymentDetails(before, report, standing, config.charity.fees),
      ...(begun && { supporterId: await supporterFor(tx, before), network: null, agreedAt: report.agreedAt }),
      ...(hasEnded(standing) && { endedAt: before.endedAt ?? report.endedAt ?? asked }),
      settledAt: asked,
    },
  });
  // What was ticked with a plan counts once it is agreed to; the newsletter then asks the address to confirm.
  if (begun && before.wantsNews) await enqueue(tx, "news-with-plan", { plan: id }, { key: `news-with-plan:${id}` });
  for (const [index, to] of changed.entries()) {
    const from = changed[index - 1] ?? before.standing;
    await tx.planChange.create({ data: { id: newId(), planId: id, what: "standing", from, to, by: "stripe", at: asked } });
  }
  const recovered = before.standing === "late" && standing === "active";
  const alarms = way ? [] : [`Stripe says "${target}" of a plan that is "${before.standing}"`];
  const collected = await recordCollections(tx, plan, report.collections, { recovered });
  alarms.push(...collected.alarms);
  for (const letter of lettersOf(plan, changed, report)) await postLetter(tx, letter);
  for (const alarm of alarms) {
    log.error({ plan: id, alarm }, "a plan needs a person's look");
    await postLetter(tx, { kind: "plan-alert", about: `${id}:${alarm}` });
  }
  return { plan, changed, recorded: collected.recorded, alarm: alarms[0] ?? null };
}

/** What each new standing says to the sponsor. A thank-you for a plan that recovered goes with its collection. */
function lettersOf(plan: Plan, changed: readonly Standing[], report: PlanReport): { kind: string; about: string }[] {
  const agreed = changed.includes("starting") || changed.includes("active");
  return [
    // The letter about a plan is unique, so a plan that goes on after a break is not welcomed again.
    ...(agreed ? [{ kind: "plan-welcome", about: plan.id }] : []),
    ...(plan.cardEmail && report.collections.some(({ paid }) => paid > 0) ? [{ kind: "tribute-card", about: plan.id }] : []),
    ...(changed.includes("late") && report.open ? [{ kind: "collection-failed", about: `${plan.id}:${report.open.invoice}` }] : []),
    ...(changed.includes("cancelled") ? [{ kind: "plan-cancelled", about: plan.id }] : []),
    ...(changed.includes("lapsed") ? [{ kind: "plan-lapsed", about: plan.id }] : []),
  ];
}
