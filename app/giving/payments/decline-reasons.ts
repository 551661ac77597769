const declineReasons: Record<string, string> = {
  insufficient_funds: "Your bank says that there was not enough in the account.",
  debit_not_authorized: "Your bank says that the Direct Debit was not authorised.",
  account_closed: "Your bank says that the account is closed.",
  bank_account_restricted: "Your bank does not allow Direct Debits from this account.",
  bank_account_unusable: "Your bank does not allow Direct Debits from this account.",
  no_account: "The account was not found.",
  invalid_account_number: "The account was not found.",
  refer_to_customer: "Your bank asks you to get in touch with it.",
  charge_exceeds_source_limit: "The sum is above what your bank allows.",
};

/** Why a bank refused, in plain words, from Stripe's code; null when it did not say. */
export const declineReasonText = (code: string | null): string | null => (code === null ? null : (declineReasons[code] ?? null));
