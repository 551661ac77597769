import { now } from "~/platform/clock";
import { checkFormToken, createFormToken } from "~/platform/http/forms/form-token.server";
import { pressAgainSeconds, secondsUntilAllowed } from "./checkout-limits.server";
import type { FormOrigin } from "./form-origin";

/** Press again, after so many seconds, with this ticket in the form. */
export type PressAgain = { refused: "press-again"; waitSeconds: number; ticket: string };

const ticketAges = { minMs: pressAgainSeconds * 1000, maxMs: 10 * 60 * 1000 };

/**
 * Past the limits a form is asked to be sent once more, with a ticket that is good for this very form, from two seconds to ten
 * minutes after: tickets can't be made elsewhere, nor one be used for many forms, and a form that was sent before is the
 * same gift.
 * @returns null when a page may be opened
 */
export async function admitForm(formHash: string, origin: FormOrigin): Promise<PressAgain | null> {
  const purpose = `press again ${origin.formId} ${formHash}`;
  const ticket = origin.ticket ?? "";
  const refusal = checkFormToken(purpose, ticket, now(), ticketAges);
  const waitSeconds = await secondsUntilAllowed(origin, refusal === null);
  if (waitSeconds === null) return null;
  // Who was a little quick waits on, and not anew.
  const keepsTicket = refusal === null || refusal === "too-fast";
  return { refused: "press-again", waitSeconds, ticket: keepsTicket ? ticket : createFormToken(purpose, now()) };
}
