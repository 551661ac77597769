/** What a payment costs. Checked against stripe.com/gb/pricing in 2026. */
export type Fees = {
  card: { rate: number; fixedPence: number };
  bacs: { rate: number; leastPence: number; mostPence: number };
  /** What a bank's dispute of a card payment costs. */
  disputePence: number;
};

export type Settings = {
  /** Shown on the hosted page. */
  merchant: string;
  fees: Fees;
  /** How long after a charge its fee is known, in seconds of the sandbox's clock. */
  feeDelaySeconds: number;
  /** When a Direct Debit's bank answers, in days of the sandbox's clock. */
  bacs: { mandateDays: number; settleDays: number; refundDays: number };
  /** How long to wait before each further attempt to deliver a webhook, in real milliseconds. */
  retryDelays: number[];
  /** How long the receiver of a webhook has, in real milliseconds. */
  deliveryTimeout: number;
};

export const usualSettings: Settings = {
  merchant: "Roomlight demonstration charity",
  fees: {
    card: { rate: 0.015, fixedPence: 20 },
    bacs: { rate: 0.01, leastPence: 20, mostPence: 400 },
    disputePence: 2000,
  },
  feeDelaySeconds: 0.3,
  bacs: { mandateDays: 3, settleDays: 6, refundDays: 3 },
  retryDelays: [1_000, 3_000, 10_000, 30_000, 120_000, 600_000, 3_600_000],
  deliveryTimeout: 10_000,
};
