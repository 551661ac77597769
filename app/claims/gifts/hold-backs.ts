import { describeProblem, type FieldProblem } from "../claim-fields";

/** Why staff, or HMRC, keep a gift out of claims. */
export const leftOutReasons = ["company", "voucher", "benefit", "not_a_taxpayer", "refused_by_hmrc", "other"] as const;
export type LeftOutReason = (typeof leftOutReasons)[number];

/** Why a gift that was paid is not in a claim. */
export type HoldBack =
  | { reason: "no_declaration" | "cancelled" | "unconfirmed" | "refunded" | "charged_back" | "disputed" | "too_late" | "too_new" }
  | { reason: "voucher" | "several" | "organisation" }
  | { reason: "details"; problems: FieldProblem[] }
  | { reason: "left_out"; why: LeftOutReason; note: string };

export type HoldBackReason = HoldBack["reason"];

/** What staff can do about it. */
export type HoldBackAction = "ask_for_declaration" | "correct" | "lift" | "wait" | "none";

const words: Record<HoldBackReason, { text: string; action: HoldBackAction }> = {
  no_declaration: { text: "There is no Gift Aid declaration for it.", action: "ask_for_declaration" },
  cancelled: { text: "The declaration was cancelled before it was given.", action: "ask_for_declaration" },
  unconfirmed: {
    text: "It came by a form that was sent without signing in: its donor has not said yet that it is theirs.",
    action: "ask_for_declaration",
  },
  refunded: { text: "All of it was sent back.", action: "none" },
  charged_back: { text: "The donor’s bank took it back.", action: "none" },
  disputed: { text: "The donor’s bank holds it while it looks into it.", action: "wait" },
  too_late: { text: "It can’t be claimed any more: four years have passed since the end of its year.", action: "none" },
  too_new: { text: "It was given today: it can be claimed from tomorrow.", action: "wait" },
  voucher: { text: "It came by a charity voucher: whoever issued that claimed the tax on it.", action: "none" },
  several: { text: "Several people gave it together: Gift Aid is for what one person gave of their own.", action: "none" },
  organisation: { text: "A company or a group gave it: Gift Aid is for what one person gave of their own.", action: "none" },
  details: { text: "The name or the home can’t be sent to HMRC as it is.", action: "correct" },
  left_out: { text: "It is excluded.", action: "lift" },
};

/** Why gifts are held back, as a heading over them. */
export const holdBackLabels: Record<HoldBackReason, string> = {
  no_declaration: "No declaration",
  cancelled: "Cancelled before it was given",
  unconfirmed: "Its donor has not said that it is theirs",
  details: "Name or home address to be corrected",
  left_out: "Excluded",
  disputed: "Held by the donor’s bank",
  too_new: "Given today",
  refunded: "Refunded",
  charged_back: "Taken back by the donor’s bank",
  too_late: "Too late to claim",
  voucher: "Charity vouchers",
  several: "Given by several people",
  organisation: "Given by companies or groups",
};

export const leftOutWords: Record<LeftOutReason, string> = {
  company: "Given by a company or a group",
  voucher: "A voucher or a charity card, whose tax was claimed by others",
  benefit: "The donor got something for it",
  not_a_taxpayer: "The donor does not pay enough tax",
  refused_by_hmrc: "HMRC refused it",
  other: "Skipped by staff",
};

/** A hold-back in words for staff, and what they can do. */
export function describeHoldBack(holdBack: HoldBack): { text: string; action: HoldBackAction } {
  const { text, action } = words[holdBack.reason];
  if (holdBack.reason === "details") return { text: `${holdBack.problems.map(describeProblem).join("; ")}.`, action };
  if (holdBack.reason === "left_out") return { text: [leftOutWords[holdBack.why], holdBack.note].filter(Boolean).join(": "), action };
  return { text, action };
}
