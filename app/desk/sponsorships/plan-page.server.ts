import type { PlanChange } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { formatDecimalPounds } from "~/platform/csv";
import { db } from "~/platform/database/db.server";
import { formatDate, formatDateTime, formatLondonDate, fromDateColumn } from "~/platform/london-dates";
import { formatTypedDate } from "~/platform/typed-date";
import { findSyncedPlan } from "~/account/plans/own-plan.server";
import { allowsDirectDebit, billingIntervalLabels, billingIntervals } from "~/sponsorship/plan";
import { tributeLabels } from "~/sponsorship/join/tribute";
import { monthsFromToday } from "~/sponsorship/manage/pause-plan.server";
import { formatPrice, summarizePlan } from "~/sponsorship/manage/plan-summary.server";
import { resumeTiming } from "~/sponsorship/manage/resume-plan.server";
import type { PlanWithDetails } from "~/sponsorship/plans.server";
import { listEmailsAbout } from "../emails/emails-about.server";
import { timelineLine } from "../people/timeline-text";
import { planStatusLabels } from "./plan-labels";
import { seenState } from "./seen-state";

/** Everything that the desk shows of one sponsorship, as fresh as Stripe can be asked; null: there is none of that id. */
export async function getDeskPlanPage(id: string) {
  const plan = await findSyncedPlan(id);
  if (!plan) return null;
  const [changes, gifts, rooms] = await Promise.all([
    db.planChange.findMany({ where: { planId: id }, orderBy: [{ changedAt: "desc" }, { id: "asc" }], take: 200 }),
    db.donation.findMany({ where: { planId: id }, select: { id: true }, orderBy: { createdAt: "desc" }, take: 50 }),
    db.room.findMany({
      where: { OR: [{ closesOn: null, retiredAt: null }, { id: plan.roomId ?? "" }] },
      select: { id: true, name: true },
      orderBy: { position: "asc" },
    }),
  ]);
  const emails = await listEmailsAbout([
    { planId: id },
    ...changes.map(({ id: planChangeId }) => ({ planChangeId })),
    ...gifts.map(({ id: donationId }) => ({ donationId })),
  ]);
  const summary = summarizePlan(plan, now());
  return {
    id,
    reference: plan.reference,
    statusLabel: planStatusLabels[plan.status],
    headline: [summary.statusSummary.headline, ...summary.statusSummary.details].filter(Boolean).join(" "),
    isLive: summary.live,
    hasBegun: plan.agreedAt !== null,
    isPaused: plan.status === "paused",
    isSkipping: summary.skipping,
    hasPendingInterval: plan.nextBillingInterval !== null,
    seen: seenState(plan),
    weekly: formatDecimalPounds(plan.weeklyPence),
    interval: plan.billingInterval,
    intervals: billingIntervals
      .filter((each) => plan.paymentMethod !== "bacs_debit" || allowsDirectDebit(each))
      .map((each) => ({ value: each, label: billingIntervalLabels[each].every })),
    receipts: plan.receiptFrequency,
    hasAnniversaryEmail: plan.wantsAnniversaryEmail,
    roomId: plan.roomId,
    rooms,
    pauseUntil: formatTypedDate(monthsFromToday(3, now())),
    nextAt: plan.nextCollectionAt?.toISOString() ?? null,
    nextDay: plan.nextCollectionAt && formatDate(plan.nextCollectionAt),
    timing: resumeTiming(plan, now()),
    facts: facts(plan, summary),
    events: changes.map((change) => describeChange(plan, change)),
    emails: emails.map(({ at, ...email }) => ({ ...email, at: formatDateTime(at) })),
  };
}

export type DeskPlanPage = NonNullable<Awaited<ReturnType<typeof getDeskPlanPage>>>;

function facts(plan: PlanWithDetails, summary: ReturnType<typeof summarizePlan>) {
  const name = [plan.firstName, plan.lastName].filter(Boolean).join(" ") || "no name";
  const list: { label: string; text: string; href?: string }[] = [
    { label: "Sponsor", text: name, ...(plan.supporterId !== null && { href: `/desk/people/${plan.supporterId}` }) },
    { label: "Email", text: plan.email || "erased" },
    { label: "Amount", text: summary.weekly },
    { label: "Collected", text: `${formatPrice(plan)} ${billingIntervalLabels[plan.billingInterval].every}` },
    { label: "Room", text: summary.room ?? "where it is needed most" },
    ...tributeFacts(plan),
    { label: "Paid by", text: summary.paymentMethodLabel ?? "not known yet" },
    { label: "Next payment", text: summary.next ?? "none" },
    { label: "Payments", text: "See them", href: `/desk/gifts?plan=${plan.id}` },
    { label: "Begun", text: formatDateTime(plan.agreedAt ?? plan.createdAt) },
  ];
  if (summary.pendingChange) list.push({ label: "Changes", text: summary.pendingChange });
  if (plan.resumesOn) list.push({ label: "Goes on", text: formatTypedDate(fromDateColumn(plan.resumesOn)) });
  if (plan.endedAt) list.push({ label: "Ended", text: formatDateTime(plan.endedAt) });
  if (plan.endComment) list.push({ label: "They wrote", text: plan.endComment });
  if (plan.stripeSubscriptionId) list.push({ label: "At Stripe", text: plan.stripeSubscriptionId });
  return list;
}

/** For whom it is, in the sponsor's words. */
function tributeFacts({ tributeKind, tributeName, presentOn }: PlanWithDetails): { label: string; text: string }[] {
  if (!tributeKind || !tributeName) return [];
  const from = presentOn ? `, from ${formatLondonDate(fromDateColumn(presentOn))}` : "";
  return [{ label: tributeLabels[tributeKind], text: `${tributeName}${from}` }];
}

function describeChange({ id, reference }: PlanWithDetails, { id: key, kind, oldValue, newValue, by, changedAt }: PlanChange) {
  const changed = { plan: id, reference, what: kind, was: oldValue, became: newValue, by };
  const text = timelineLine({ id: key, kind: "plan-changed", facts: changed })?.text ?? "";
  return { key, at: formatDateTime(changedAt), text };
}
