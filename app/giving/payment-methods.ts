/** How gifts come through Stripe. */
export const onlineMethods = ["card", "bacs_debit"] as const;
/** How they come otherwise: staff write these down. */
export const offlineMethods = ["cheque", "cash", "standing_order", "bank_transfer", "voucher", "collection"] as const;
export const paymentMethods = [...onlineMethods, ...offlineMethods] as const;

export type OfflineMethod = (typeof offlineMethods)[number];
export type PaymentMethod = (typeof paymentMethods)[number];

export const paymentMethodLabels: Record<PaymentMethod, string> = {
  card: "Card",
  bacs_debit: "Direct Debit",
  cheque: "Cheque",
  cash: "Cash",
  standing_order: "Standing order",
  bank_transfer: "Bank transfer",
  voucher: "Charity voucher",
  collection: "Collection",
};

const paidByTexts: Record<PaymentMethod, string> = {
  card: "by card",
  bacs_debit: "by Direct Debit",
  cheque: "by cheque",
  cash: "in cash",
  standing_order: "by standing order",
  bank_transfer: "by bank transfer",
  voucher: "by charity voucher",
  collection: "as a collection",
};

/** How a gift was paid, as the end of a sentence: "by card". What is not known yet comes by card. */
export const paidByText = (method: PaymentMethod | null): string => paidByTexts[method ?? "card"];

export const isOffline = (method: PaymentMethod | null): method is OfflineMethod => offlineMethods.some((each) => each === method);

/** Who gave. */
export const giverKinds = ["person", "several", "organisation"] as const;
export type GiverKind = (typeof giverKinds)[number];
export const giverKindLabels: Record<GiverKind, string> = {
  person: "One person",
  several: "Several people together",
  organisation: "A company or a group",
};

/**
 * Whether Gift Aid could ever be claimed on a gift: it is for what one person gave of their own, and the tax on a voucher was
 * claimed by whoever issued it. Source: HMRC, chapter 3.5 of its guidance on Gift Aid.
 */
export const mayHaveGiftAid = ({ paymentMethod, giverKind }: { paymentMethod: PaymentMethod | null; giverKind: GiverKind }): boolean =>
  giverKind === "person" && paymentMethod !== "voucher" && paymentMethod !== "collection";

/** The same as a condition of a query. */
export const whereMayHaveGiftAid = {
  giverKind: "person" as const,
  OR: [{ paymentMethod: null }, { paymentMethod: { notIn: ["voucher" as const, "collection" as const] } }],
};
