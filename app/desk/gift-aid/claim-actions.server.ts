import { decideUnknownClaim, lookAtHmrcsList, type UnknownDecision } from "~/claims/hand-in/decide-unknown.server";
import { discardClaim, markHandedInByForm, recordClaimPayment } from "~/claims/hand-in/close-claim.server";
import { pollClaim } from "~/claims/hand-in/follow-claims.server";
import { leaveOutChangedRows, sendRefusedClaimAgain, submitClaim } from "~/claims/hand-in/submit-claim.server";
import { now } from "~/platform/clock";
import { isLondonDate, londonDate } from "~/platform/london-dates";
import { parseAmount, pence } from "~/platform/money";
import type { FormError } from "~/platform/ui/error-summary";
import type { Staff } from "~/staff/session.server";
import { claimRefusalText } from "./claim-words";

/** What can't be undone: these buttons ask for a fresh passkey or code. */
export const freshButtons = [
  "submit",
  "submit-not-by-form",
  "send-again",
  "handed-in",
  "discard",
  "decide:not-there",
  "decide:failed",
  "decide:accepted",
];

export type ClaimInput = { amount: string; paidOn: string; bankReference: string; formReference: string };
type Result = { done: string } | { errors: FormError[]; status: number };

const refused = (refusal: { refused: string; number?: string }, status = 409): Result => ({
  errors: [{ field: "state", message: claimRefusalText(refusal) }],
  status,
});
const doneOr = (result: object, done: string): Result => ("refused" in result ? refused(result as { refused: string }) : { done });

const decisions: readonly UnknownDecision[] = ["there", "not-there", "failed", "accepted"];

/** Does what a button of a claim's page says. @returns which notice the page then shows, or what is wrong */
export async function doClaimButton(id: string, button: string, input: ClaimInput, staff: Staff): Promise<Result> {
  const [what, choice] = button.split(":");
  switch (what) {
    case "submit":
    case "submit-not-by-form":
      return doneOr(await submitClaim(id, staff, { notByForm: what === "submit-not-by-form" }), "sent");
    case "send-again":
      return doneOr(await sendRefusedClaimAgain(id, staff), "sent");
    case "leave-out-changed":
      return doneOr(await leaveOutChangedRows(id, staff), "left-out");
    case "discard":
      return doneOr(await discardClaim(id, staff), "discarded");
    case "poll":
      return (await pollClaim(id, { early: true })) ? { done: "asked" } : refused({ refused: "no-answer" });
    case "look": {
      const look = await lookAtHmrcsList(id, staff);
      return "refused" in look ? refused(look) : { done: "found" in look ? "found" : "not-found" };
    }
    case "decide": {
      const decision = decisions.find((each) => each === choice);
      return decision ? doneOr(await decideUnknownClaim(id, decision, staff), "decided") : unknownButton;
    }
    case "handed-in": {
      const note = input.formReference.trim();
      if (note === "") return invalid([{ field: "formReference", message: "Enter the reference that HMRC showed when it took the claim" }]);
      return doneOr(await markHandedInByForm(id, { by: staff, note }), "handed-in");
    }
    case "paid":
      return await recordPayment(id, input, staff);
    default:
      return unknownButton;
  }
}

const invalid = (errors: FormError[]): Result => ({ errors, status: 400 });
const unknownButton = invalid([{ field: "state", message: "That button is not known here. Nothing was changed." }]);

/** The highest sum that a payment is taken for: far above any claim of 1,000 rows. */
const mostPence = pence(999_999_999);

async function recordPayment(id: string, input: ClaimInput, by: Staff): Promise<Result> {
  const errors: FormError[] = [];
  const amount = parseAmount(input.amount, { min: pence(1), max: mostPence });
  if (!amount.ok) errors.push({ field: "amount", message: "Enter the sum that came in, in pounds and pence, such as 123.45" });
  const paidOn = input.paidOn.trim();
  if (!isLondonDate(paidOn)) errors.push({ field: "paidOn", message: "Choose the day on which it came in" });
  else if (paidOn > londonDate(now()))
    errors.push({ field: "paidOn", message: "That day is still to come: choose the day on which it came in" });
  const bankReference = input.bankReference.trim();
  if (bankReference === "")
    errors.push({ field: "bankReference", message: "Enter what the bank line says, so that it can be found again" });
  if (errors.length > 0 || !amount.ok) return invalid(errors);
  return doneOr(await recordClaimPayment(id, { paidOn, pence: amount.pence, bankReference, by }), "paid");
}
