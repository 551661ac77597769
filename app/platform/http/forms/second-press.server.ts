import { now } from "~/platform/clock";
import { consumeRateLimit, type RateLimit } from "../rate-limit.server";
import { checkFormToken, createFormToken } from "./form-token.server";

/** Press again, after so many seconds, with this ticket in the form. */
export type SecondPress = { waitSeconds: number; ticket: string };

/** For so long a second press is too soon: a script would rather not wait. */
export const secondPressSeconds = 2;
const ticketAges = { minMs: secondPressSeconds * 1000, maxMs: 10 * 60 * 1000 };

/** Second presses past other limits: enough for people behind one connection, few for a script. */
export const secondPressLimit: RateLimit = { name: "second-press-ip", points: 1, windowSeconds: 30 };

/**
 * Past a limit that others may have used up, a form is asked to be sent once more, with a ticket that is good for this very
 * form, from two seconds to ten minutes after. Tickets can't be made elsewhere, nor beforehand for many forms.
 * @param form which form it is, with what was filled in @param ticket as the form brought it
 * @param secondsUntilAllowed counts, knowing whether this is a second press
 * @returns null when the form may be taken
 */
export async function checkSecondPress(
  form: string,
  ticket: string | undefined,
  secondsUntilAllowed: (isSecondPress: boolean) => Promise<number | null>,
): Promise<SecondPress | null> {
  const purpose = `second press ${form}`;
  const refusal = checkFormToken(purpose, ticket ?? "", now(), ticketAges);
  const waitSeconds = await secondsUntilAllowed(refusal === null);
  if (waitSeconds === null) return null;
  // Who was a little quick waits on, and not anew.
  const keepsTicket = ticket && (refusal === null || refusal === "too-fast");
  return { waitSeconds, ticket: keepsTicket ? ticket : createFormToken(purpose, now(), ticketAges) };
}

/** The header that says when to press again; none where nobody was asked to. It goes into the action's answer and through a route's `headers`. */
export const retryAfter = (waitSeconds: number | string | null | undefined): Record<string, string> =>
  waitSeconds ? { "Retry-After": String(waitSeconds) } : {};

/** Counts a form by its network alone. @returns after how many seconds to press again, or null when it may be taken */
export async function secondsUntilNetworkAllowed(limit: RateLimit, ip: string, isSecondPress: boolean): Promise<number | null> {
  if ((await consumeRateLimit(limit, ip)).allowed) return null;
  if (!isSecondPress) return secondPressSeconds;
  const press = await consumeRateLimit(secondPressLimit, ip);
  return press.allowed ? null : press.retryAfterSeconds;
}
