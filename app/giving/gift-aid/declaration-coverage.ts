import type { DeclarationScope } from "./gift-aid";

/** A declaration, as far as it matters which gifts it covers. */
export type DeclarationCoverage = { scope: DeclarationScope; declaredAt: Date; cancelledAt: Date | null };

const backdatedYears = 4;

/** The instant four years earlier. */
function fourYearsBefore(instant: Date): Date {
  const earlier = new Date(instant);
  earlier.setUTCFullYear(earlier.getUTCFullYear() - backdatedYears);
  return earlier;
}

/** Whether a declaration covers what its donor gives from now on. Cancelled, it covers nothing that is paid afterwards. */
export const isActive = ({ scope, cancelledAt }: DeclarationCoverage): boolean => scope !== "this_gift" && cancelledAt === null;

/**
 * Whether a declaration covers a gift of its donor that was paid at an instant. Cancelling is never backdated: what was
 * paid before stays covered. Source: HMRC, chapter 3.6 of its guidance on Gift Aid.
 * @param madeWithGift the declaration was made with this very gift, or with the plan that it was collected for
 */
export function covers(declaration: DeclarationCoverage, paidAt: Date, madeWithGift: boolean): boolean {
  const { scope, declaredAt, cancelledAt } = declaration;
  if (cancelledAt && paidAt >= cancelledAt) return false;
  if (madeWithGift) return true;
  if (scope === "this_gift") return false;
  if (paidAt >= declaredAt) return true;
  return scope === "this_future_and_past" && paidAt >= fourYearsBefore(declaredAt);
}
