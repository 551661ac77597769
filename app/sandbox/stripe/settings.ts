/** What a payment costs. Checked against stripe.com/gb/pricing in 2026. */
export type Fees = {
  card: { rate: number; fixedPence: number };
  bacs: { rate: number; leastPence: number; mostPence: number };
  /** What a bank's dispute of a card payment costs. */
  disputePence: number;
};

/** How subscriptions are billed, in times of the sandbox's clock. */
export type Billing = {
  /** Billing's own share of what it collects, beside the payment's fee. Checked with the fees. */
  feeRate: number;
  /** How long a renewal's invoice stays a draft. */
  draftSeconds: number;
  /** How many days after each failed attempt the next follows. After the last, the subscription is given up. */
  retryDays: { card: number[]; bacs: number[] };
  /** What becomes of a subscription whose every attempt failed. */
  afterRetries: "cancel" | "unpaid" | "past_due";
  /** How long a first payment, or one that a resumption waits for, may stay unpaid. */
  incompleteHours: number;
};

export type Settings = {
  /** Shown on the hosted page. */
  merchant: string;
  fees: Fees;
  billing: Billing;
  /** How long after a charge its fee is known, in seconds of the sandbox's clock. */
  feeDelaySeconds: number;
  /** When a Direct Debit's bank answers, in days of the sandbox's clock. */
  bacs: { mandateDays: number; debitDays: number; refundDays: number };
  /** Whether the account may take Direct Debits. */
  directDebit: "active" | "pending" | "inactive";
  /** Whether what is available goes to the bank by itself each day, or only when it is asked for. */
  payouts: "daily" | "manual";
  /** How long to wait before each further attempt to deliver a webhook, in real milliseconds. */
  retryDelays: number[];
  /** How long the receiver of a webhook has, in real milliseconds. */
  deliveryTimeout: number;
};

export const usualBilling: Billing = {
  feeRate: 0.007,
  draftSeconds: 3600,
  retryDays: { card: [1, 2, 3], bacs: [4] },
  afterRetries: "cancel",
  incompleteHours: 23,
};

export const usualSettings: Settings = {
  merchant: "Roomlight demonstration charity",
  fees: {
    card: { rate: 0.015, fixedPence: 20 },
    bacs: { rate: 0.01, leastPence: 20, mostPence: 400 },
    disputePence: 2000,
  },
  billing: usualBilling,
  feeDelaySeconds: 0.3,
  bacs: { mandateDays: 3, debitDays: 6, refundDays: 3 },
  directDebit: "active",
  payouts: "daily",
  retryDelays: [1_000, 3_000, 10_000, 30_000, 120_000, 600_000, 3_600_000],
  deliveryTimeout: 10_000,
};
