/** What an entry of the books is: income, what is taken from it, or money that only moves ("payout"). */
export const entryKinds = ["gift", "plan", "offline", "gift_aid", "refund", "dispute", "fee", "other", "payout"] as const;
export type EntryKind = (typeof entryKinds)[number];

export const entryKindLabels: Record<EntryKind, string> = {
  gift: "Donations",
  plan: "Sponsorships",
  offline: "Offline donations",
  gift_aid: "Gift Aid",
  refund: "Refunds",
  dispute: "Disputes",
  fee: "Fees",
  other: "Other lines at Stripe",
  payout: "Payouts to the bank",
};

/** The kinds that are income or cost; a payout is neither. */
export const resultKinds = entryKinds.filter((kind) => kind !== "payout");

/** Where money lies: in Stripe's balance, or at the bank. */
export type Cash = "stripe" | "bank";

/** Sums of a time, in pence: more than nothing where money came to the charity. A payout's are below nothing, since it leaves Stripe's balance. */
export type EntrySum = { kind: EntryKind; cash: Cash; fundId: string; pence: number };

/** The accounts that journals write to: one for each kind of result, and the two where money lies. */
export const ledgerAccountKeys = [...resultKinds, "stripe", "bank"] as const;
export type LedgerAccountKey = Exclude<EntryKind, "payout"> | Cash;

export type LedgerAccounts = Record<LedgerAccountKey, { code: string; name: string }>;

export const usualAccounts: LedgerAccounts = {
  gift: { code: "4000", name: "Donations" },
  plan: { code: "4010", name: "Room sponsorships" },
  offline: { code: "4020", name: "Donations by cheque, cash and transfer" },
  gift_aid: { code: "4100", name: "Gift Aid" },
  refund: { code: "4800", name: "Donations refunded" },
  dispute: { code: "4810", name: "Donations disputed" },
  fee: { code: "5000", name: "Payment fees" },
  other: { code: "4990", name: "Stripe suspense" },
  stripe: { code: "1210", name: "Stripe balance" },
  bank: { code: "1200", name: "Bank" },
};

/** A line of a journal in pence: a debit is more than nothing, a credit less. `fundId` null: money, which belongs to no one fund. */
export type JournalLine = { account: LedgerAccountKey; fundId: string | null; pence: number };

/**
 * The journal of a time: each kind by fund against where the money lies. Debits and credits are equal, since each sum is written once on
 * either side; lines that come to nothing are left out.
 */
export function toJournal(sums: readonly EntrySum[]): JournalLine[] {
  const lines = new Map<string, JournalLine>();
  const write = (account: LedgerAccountKey, fundId: string | null, pence: number) => {
    const key = `${account} ${fundId ?? ""}`;
    const line = lines.get(key) ?? { account, fundId, pence: 0 };
    line.pence += pence;
    lines.set(key, line);
  };
  for (const { kind, cash, fundId, pence } of sums) {
    write(cash, null, pence);
    if (kind === "payout") write(cash === "stripe" ? "bank" : "stripe", null, -pence);
    else write(kind, fundId, -pence);
  }
  const order = (line: JournalLine) => ledgerAccountKeys.indexOf(line.account);
  return [...lines.values()]
    .filter(({ pence }) => pence !== 0)
    .toSorted((one, other) => order(one) - order(other) || ((one.fundId ?? "") < (other.fundId ?? "") ? -1 : 1));
}
