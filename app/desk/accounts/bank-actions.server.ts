import { addBankLines, removeBankLine } from "~/accounts/bank/bank-lines.server";
import { matchBankLines, matchByHand } from "~/accounts/bank/match-bank-lines.server";
import { maxDescriptionLength, type StatementLine } from "~/accounts/bank/statement";
import { now } from "~/platform/clock";
import { inTransaction } from "~/platform/database/db.server";
import { londonDate } from "~/platform/london-dates";
import { parseAmount, pence } from "~/platform/money";
import { toSingleLine } from "~/platform/text";
import { parseTypedDate } from "~/platform/typed-date";
import type { FormError } from "~/platform/ui/error-summary";
import { recordAudit } from "~/staff/audit/record-audit.server";
import type { Staff } from "~/staff/session.server";

type Result = { done: string } | { errors: FormError[]; status: number };

/** Adds lines of a statement, and matches what can be. Pressed twice, it adds them once. */
export async function addLines(lines: readonly StatementLine[], staff: Staff): Promise<void> {
  await inTransaction(async (tx) => {
    const added = await addBankLines(tx, lines, staff);
    await recordAudit(tx, staff, { action: "bank.lines-added", about: { kind: "list", id: "bank" }, became: { lines: added } });
  });
  await matchBankLines(staff);
}

/** Adds one line that somebody typed. */
export async function typeLine(input: { date: string; amount: string; description: string }, staff: Staff): Promise<Result> {
  const errors: FormError[] = [];
  const date = parseTypedDate(input.date);
  if (date === null) errors.push({ field: "date", message: "Enter the day of the bank line, such as 28/11/2026" });
  else if (date > londonDate(now())) errors.push({ field: "date", message: "That day is still to come: write the day of the bank line" });
  const isOut = /^\s*[-−]/.test(input.amount);
  const amount = parseAmount(input.amount.replace(/^\s*[-−]/, ""), { min: pence(1), max: pence(99_999_999_999) });
  if (!amount.ok)
    errors.push({ field: "amount", message: "Enter the sum in pounds and pence, such as 123.45; with a minus where money went out" });
  const description = toSingleLine(input.description);
  if (description === "") errors.push({ field: "description", message: "Enter what the bank line says" });
  if (description.length > maxDescriptionLength)
    errors.push({ field: "description", message: `Shorten what the bank line says to ${maxDescriptionLength} characters` });
  if (errors.length > 0 || date === null || !amount.ok) return { errors, status: 400 };
  await addLines([{ date, pence: (isOut ? -1 : 1) * amount.pence, description }], staff);
  return { done: "added" };
}

/** Says what a line is. @param what such as payout:po_1 or claim:… */
export async function matchLine(lineId: string, what: string, staff: Staff): Promise<Result> {
  const [kind, id] = what.split(/:(.*)/s);
  const target = kind === "payout" && id ? { payoutId: id } : kind === "claim" && id ? { claimId: id } : null;
  if (!target) return { errors: [{ field: `what-${lineId}`, message: "Choose what the bank line is" }], status: 400 };
  const isMatched = await inTransaction(async (tx) => {
    const matched = await matchByHand(tx, lineId, target, staff);
    if (matched)
      await recordAudit(tx, staff, {
        action: "bank.line-matched",
        about: { kind: "list", id: "bank" },
        became: { line: lineId, what },
      });
    return matched;
  });
  return isMatched ? { done: "matched" } : gone;
}

/** Takes away a line that is not matched. */
export async function removeLine(lineId: string, staff: Staff): Promise<Result> {
  const isRemoved = await inTransaction(async (tx) => {
    const removed = await removeBankLine(tx, lineId);
    if (removed) await recordAudit(tx, staff, { action: "bank.line-removed", about: { kind: "list", id: "bank" }, was: { line: lineId } });
    return removed;
  });
  return isRemoved ? { done: "removed" } : gone;
}

const gone: Result = {
  errors: [{ field: "lines", message: "That line, or what it was to be, is matched by now, or gone. Nothing was changed." }],
  status: 409,
};
