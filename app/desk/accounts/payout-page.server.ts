import { getPayout, listPayoutLines, listPayouts, type PayoutView } from "~/accounts/payouts/payouts.server";
import { formatCursor, type Cursor } from "~/desk/lists/keyset";
import { formatDateTime, formatLondonDate } from "~/platform/london-dates";
import { formatPounds, pence } from "~/platform/money";
import type { Fact } from "../ui/page-parts";
import { lineKindLabels, payoutStatusLabels } from "./payout-words";

const payoutsPerPage = 50;
const linesPerPage = 200;
const pounds = (sum: number): string => formatPounds(pence(sum));

/** The list of payouts as the desk shows it, so many at a time. */
export async function getPayoutsPage(before: Cursor | null) {
  const payouts = await listPayouts(payoutsPerPage + 1, before);
  const shown = payouts.slice(0, payoutsPerPage);
  const last = payouts.length > payoutsPerPage ? shown.at(-1) : undefined;
  return { rows: shown.map(toRow), next: last ? formatCursor({ at: last.createdAt, id: last.id }) : null };
}

function toRow(payout: PayoutView) {
  const { id, status, gifts, refunds, disputes, fees, other, difference } = payout;
  return {
    id,
    arrives: formatLondonDate(payout.arrivesOn),
    status: payoutStatusLabels[status],
    sum: pounds(payout.pence),
    gifts: pounds(gifts),
    back: pounds(refunds + disputes),
    fees: pounds(fees),
    other: pounds(other),
    bank: payout.bankDate === null ? "" : formatLondonDate(payout.bankDate),
    difference: differenceOf(payout) === null ? null : pounds(difference),
  };
}

/** What to say where a payout is not what its lines come to; null: it is. */
function differenceOf({ difference, automatic, isSynced, pence: sum }: PayoutView): string | null {
  if (difference === 0) return null;
  if (!automatic) return "Somebody asked for this payout at Stripe’s dashboard: of those, Stripe does not say what they are made of.";
  if (!isSynced) return "Stripe has not given all its lines yet. They come by themselves, at the latest tonight.";
  return difference > 0 === sum > 0
    ? "Its lines come to less than the payout. Look at Stripe’s dashboard for what is missing."
    : "Its lines come to more than the payout. Look at Stripe’s dashboard for what was taken off.";
}

/** One payout with its lines, so many at a time; null: there is none of that id. */
export async function getPayoutPage(id: string, before: Cursor | null) {
  const payout = await getPayout(id);
  if (!payout) return null;
  const lines = await listPayoutLines(id, linesPerPage + 1, before);
  const shown = lines.slice(0, linesPerPage);
  const last = lines.length > linesPerPage ? shown.at(-1) : undefined;
  const differenceText = differenceOf(payout);
  const facts: Fact[] = [
    { label: "Donations", text: pounds(payout.gifts) },
    { label: "Refunds", text: pounds(payout.refunds) },
    { label: "Disputes", text: pounds(payout.disputes) },
    { label: "Fees", text: pounds(payout.fees) },
    { label: "Other lines", text: pounds(payout.other) },
    ...(differenceText === null ? [] : [{ label: "Not explained", text: pounds(payout.difference) }]),
    { label: "Expected at the bank", text: formatLondonDate(payout.arrivesOn) },
    payout.bankDate
      ? { label: "Bank line", text: `${pounds(payout.pence)} on ${formatLondonDate(payout.bankDate)}`, href: "/desk/bank" }
      : { label: "Bank line", text: "not matched yet", href: "/desk/bank" },
    { label: "Made", text: formatDateTime(payout.createdAt) },
    { label: "At Stripe", text: id },
    ...(payout.failureCode ? [{ label: "Why the bank sent it back", text: payout.failureCode.replaceAll("_", " ") }] : []),
    ...(payout.currency === "gbp" ? [] : [{ label: "Currency", text: payout.currency.toUpperCase() }]),
  ];
  return {
    id,
    sum: pounds(payout.pence),
    status: payoutStatusLabels[payout.status],
    facts,
    difference: differenceText === null ? null : { sum: pounds(payout.difference), text: differenceText },
    lines: shown.map((line) => ({
      id: line.id,
      at: formatDateTime(line.createdAt),
      kind: lineKindLabels[line.kind],
      gift: line.donation,
      payoutId: line.kind === "payout" || line.kind === "payout_reversal" ? line.sourceId : null,
      about: line.donation ? "" : (line.description ?? line.category.replaceAll("_", " ")),
      sum: pounds(line.pence),
      fee: line.feePence === 0 ? "" : pounds(-line.feePence),
      net: pounds(line.pence - line.feePence),
    })),
    isFirst: before === null,
    next: last ? formatCursor({ at: last.createdAt, id: last.id }) : null,
  };
}
