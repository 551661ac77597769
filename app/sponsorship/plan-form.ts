import type { Pence } from "~/platform/money";
import type { Rhythm } from "./plan";

export const receiptRhythms = ["each", "monthly", "yearly"] as const;
export type ReceiptRhythm = (typeof receiptRhythms)[number];

export const tributeKinds = ["honour", "memory"] as const;
export type TributeKind = (typeof tributeKinds)[number];

/** In whose honour or memory. The card is a letter to somebody else, sent only because the sponsor asks for it. */
export type Tribute = { kind: TributeKind; name: string; card: { name: string; email: string; words: string | null } | null };

/** The form once it is right. */
export type PlanForm = {
  weekly: Pence;
  rhythm: Rhythm;
  /** The London date of the first collection; null: now. */
  startsOn: string | null;
  /** The room's id; null: where it is needed most. */
  room: string | null;
  cover: boolean;
  firstName: string;
  lastName: string;
  email: string;
  /** A Gift Aid declaration for this and any later gift. */
  declaration: { house: string; postcode: string | null } | null;
  wantsNews: boolean;
  receipts: ReceiptRhythm;
  tribute: Tribute | null;
  source: Record<string, string>;
};
