import type { MessageError } from "./check-structure";

/** A claim that this HMRC has, or had. */
export type HmrcRecord = {
  correlationId: string;
  transactionId: string;
  receivedAt: string;
  /** The mark that was computed from the message. */
  mark: string;
  gifts: number;
  /** What its lines say was given, and the tax that it gives back, in pence. */
  donatedPence: number;
  adjustmentPence: number;
  /** So many more times it says that it works on it. */
  acknowledgements: number;
  outcome:
    | { kind: "accepted"; receipt: "right" | "wrong" | "none" }
    | { kind: "refused"; errors: MessageError[] }
    | { kind: "failed"; number: string };
  deleted: boolean;
};
