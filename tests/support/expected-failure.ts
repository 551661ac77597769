import { isStripeUnavailable } from "~/platform/payments/stripe.server";
import { ResendError } from "~/platform/mail/resend/request.server";

/**
 * What a piece of work gives, or `instead` where it fails as the test made it fail. Whatever else it fails with is thrown.
 * @param isExpected whether the test brought this failure about
 */
export async function unlessExpected<Result, Instead>(
  work: Promise<Result>,
  isExpected: (error: unknown) => boolean,
  instead: Instead,
): Promise<Result | Instead> {
  try {
    return await work;
  } catch (error) {
    if (isExpected(error)) return instead;
    throw error;
  }
}

/** Resend was made to refuse, or its answer to be lost. */
export const isResendFailure = (error: unknown): boolean => error instanceof ResendError;
/** Stripe was made to fail, or its answer to be lost. */
export const isStripeFailure = isStripeUnavailable;
