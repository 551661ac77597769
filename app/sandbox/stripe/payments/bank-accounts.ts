/** What a bank account for testing does, at sort code 10-88-00. */
export type TestAccount = {
  name: string;
  number: string;
  does: string;
  fails?: { code: string; message: string };
  /** The bank takes the mandate back as well. */
  endsMandate?: boolean;
  disputed?: boolean;
};

export const testSortCode = "108800";

export const testAccounts: TestAccount[] = [
  { name: "pays", number: "00012345", does: "Succeeds after some days" },
  {
    name: "fails",
    number: "22222227",
    does: "Fails after some days: too little money",
    fails: { code: "insufficient_funds", message: "The customer's account has insufficient funds to cover this payment." },
  },
  {
    name: "refuses",
    number: "33333335",
    does: "Fails after some days: the bank refuses the debit",
    endsMandate: true,
    fails: { code: "debit_not_authorized", message: "The customer has notified their bank that this payment was unauthorized." },
  },
  { name: "disputes", number: "55555559", does: "Succeeds after some days, then is disputed for good", disputed: true },
];

/** Which test account a sort code and number are, or null where they are none. */
export function accountOf(sortCode: string, number: string): TestAccount | null {
  if (sortCode.replace(/\D/g, "") !== testSortCode) return null;
  return testAccounts.find((account) => account.number === number.replace(/\D/g, "")) ?? null;
}

export function accountNamed(name: string): TestAccount {
  const account = testAccounts.find((candidate) => candidate.name === name);
  if (!account) throw new Error(`There is no test account named ${name}`);
  return account;
}
