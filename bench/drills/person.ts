/** Somebody whom the site answered for: what was promised to them is looked for at Stripe, in the database and in the outbox. */
export type Person = {
  email: string;
  kind: "gift" | "sign-up" | "renewal";
  /** How often Stripe has to hold money of theirs, and how many emails have to go to them. */
  payments: number;
  emails: number;
};
