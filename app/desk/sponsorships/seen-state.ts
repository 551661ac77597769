import type { Versions } from "~/desk/ui/both-versions";
import { formatDate } from "~/platform/london-dates";
import { formatPounds, pence } from "~/platform/money";
import { lookUp } from "~/platform/query-values";
import { billingIntervalLabels, type BillingInterval } from "~/sponsorship/plan";
import type { PlanStatus } from "~/sponsorship/plan-status";
import { planStatusLabels } from "./plan-labels";

/** What of a sponsorship staff act on. Sums in pence a week; instants UTC. */
type SeenPlan = {
  status: PlanStatus;
  weeklyPence: number;
  billingInterval: BillingInterval;
  nextBillingInterval: BillingInterval | null;
  roomId: string | null;
  skipsUntil: Date | null;
  receiptFrequency: string;
  wantsAnniversaryEmail: boolean;
  linkVersion: number;
};

/** How it stands, as a form carries it: whoever acts on what is not so any more is told. */
export const seenState = (plan: SeenPlan): string =>
  [
    plan.status,
    plan.weeklyPence,
    plan.billingInterval,
    plan.nextBillingInterval ?? "",
    plan.roomId ?? "",
    plan.skipsUntil?.getTime() ?? "",
    plan.receiptFrequency,
    plan.wantsAnniversaryEmail ? "yes" : "no",
    plan.linkVersion,
  ].join(" ");

type Room = { id: string; name: string };
const interval = (value: string) => (billingIntervalLabels as Record<string, { every: string } | undefined>)[value]?.every ?? value;

/** What each part of it says, in the same order. */
const describe = (rooms: readonly Room[]): { label: string; text: (value: string) => string }[] => [
  { label: "Status", text: (value) => lookUp(planStatusLabels, value) ?? value },
  { label: "A week", text: (value) => (/^\d+$/.test(value) ? formatPounds(pence(Number(value))) : value) },
  { label: "Collected", text: interval },
  { label: "Collected from the next period", text: (value) => (value === "" ? "as now" : interval(value)) },
  { label: "Room", text: (value) => rooms.find(({ id }) => id === value)?.name ?? "where it is needed most" },
  { label: "Payments skipped until", text: (value) => (/^\d+$/.test(value) ? formatDate(new Date(Number(value))) : "none") },
  { label: "Receipts", text: (value) => value },
  { label: "Anniversary email", text: (value) => value },
  { label: "Links in emails", text: (value) => `number ${value}` },
];

/**
 * What was changed between a page and now, side by side; what its sender asked for stays in the form.
 * @param seen as the form carried it
 */
export function compareSeen(seen: string, now: string, rooms: readonly Room[]): Versions | null {
  const [then, current] = [seen.split(" "), now.split(" ")];
  const parts = describe(rooms);
  if (then.length !== parts.length || current.length !== parts.length) return null;
  const rows = parts.flatMap(({ label, text }, index) => {
    const [was, is] = [then[index] ?? "", current[index] ?? ""];
    return was === is ? [] : [{ label, texts: [text(was), text(is)] as [string, string] }];
  });
  return { columns: ["When you opened the page", "Now"], rows, note: "What you asked for is still in its form below." };
}
