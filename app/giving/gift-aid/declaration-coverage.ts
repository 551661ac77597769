import type { DeclarationScope } from "./gift-aid";

/** A declaration, as far as it matters which gifts it covers. */
export type DeclarationCoverage = { scope: DeclarationScope; declaredAt: Date; cancelledAt: Date | null };

/**
 * A gift under an address, as far as it matters which of the address's declarations may cover it.
 * `promisedAt`: when its plan was agreed to; for a one-off gift, when it was paid.
 */
export type GiftUnderAddress = { paidAt: Date; promisedAt: Date; giverVerified: boolean };

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

/**
 * Whether a declaration covers a gift that it was not made with. Anybody can give under anybody's address, so the gift's
 * giver must have shown that the address is theirs: by giving signed in, or by declaring signed in once the gift, or the
 * plan that it is collected for, stood on their own pages.
 */
export function coversOtherGift(
  declaration: DeclarationCoverage & { giverVerified: boolean },
  { paidAt, promisedAt, giverVerified }: GiftUnderAddress,
): boolean {
  if (!covers(declaration, paidAt, false)) return false;
  const declaredKnowingIt = declaration.giverVerified && declaration.declaredAt >= promisedAt;
  return declaredKnowingIt || (giverVerified && declaration.declaredAt <= paidAt);
}
