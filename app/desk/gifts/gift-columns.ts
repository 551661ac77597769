import { fundLabel } from "~/giving/funds/fund";
import { isOffline, paymentMethodLabels } from "~/giving/payment-methods";
import { formatDecimalPounds } from "~/platform/csv";
import { formatShortDate, formatShortDateTime } from "~/platform/london-dates";
import { formatPounds, type Pence } from "~/platform/money";
import type { Column } from "../lists/columns";
import { giftStatusLabels } from "./gift-filters";
import type { GiftRow } from "./list-gifts.server";

const sum = (key: string, label: string, isUsual: boolean, of: (row: GiftRow) => Pence | null): Column<GiftRow> => ({
  key,
  label,
  isUsual,
  isNumber: true,
  show: (row) => formatSum(of(row)),
  file: (row) => {
    const value = of(row);
    return value === null ? "" : formatDecimalPounds(value);
  },
});

const formatSum = (value: Pence | null): string => (value === null ? "not known yet" : formatPounds(value));

export const giftColumns: readonly Column<GiftRow>[] = [
  {
    key: "when",
    label: "Date",
    isUsual: true,
    // A cheque has a day and no hour.
    show: ({ at, method }) => (isOffline(method) ? formatShortDate(at) : formatShortDateTime(at)),
    link: ({ id }) => `/desk/gifts/${id}`,
    file: ({ at }) => at.toISOString(),
  },
  {
    key: "name",
    label: "Name",
    isUsual: true,
    wraps: true,
    show: ({ name }) => name || "no name",
    link: ({ supporterId }) => (supporterId ? `/desk/people/${supporterId}` : null),
  },
  // Beside the name, where a phone shows it.
  sum("given", "Amount", true, ({ given }) => given),
  { key: "email", label: "Email", isUsual: false, wraps: true, show: ({ email }) => email },
  { key: "reference", label: "Reference", isUsual: true, show: ({ reference }) => reference, link: ({ id }) => `/desk/gifts/${id}` },
  sum("returned", "Refunded", false, ({ returned }) => returned),
  sum("net", "Net", false, ({ net }) => net),
  sum("fee", "Stripe’s fee", false, ({ fee }) => fee),
  { key: "status", label: "Status", isUsual: true, show: ({ status }) => giftStatusLabels[status] },
  {
    key: "kind",
    label: "Kind",
    isUsual: true,
    wraps: true,
    show: ({ planReference }) => (planReference ? `Sponsorship ${planReference}` : "One-off"),
    link: ({ planId }) => (planId ? `/desk/sponsorships/${planId}` : null),
  },
  {
    key: "fund",
    label: "Fund",
    isUsual: true,
    wraps: true,
    show: (row) => fundLabel({ name: row.fund, restricted: row.restricted }),
  },
  { key: "appeal", label: "Appeal", isUsual: false, wraps: true, show: ({ appeal }) => appeal ?? "" },
  { key: "method", label: "How it came", isUsual: true, show: ({ method }) => (method ? paymentMethodLabels[method] : "") },
  { key: "giftaid", label: "Gift Aid", isUsual: true, show: ({ hasGiftAid }) => (hasGiftAid ? "Declared" : "No") },
];
