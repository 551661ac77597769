import { data, redirect } from "@remix-run/node";
import { noStoreHeaders } from "~/supporters/sign-in/session.server";
import { refusalAlert, refusalHttpStatus } from "~/sponsorship/manage/refusal-messages";

export const planPath = (id: string, part = ""): string => `/supporter/plans/${id}${part}`;

/** Throws the way back to the plan, which says what was done: a reload does nothing twice. */
export function redirectWithSuccess(id: string, successKey: string): never {
  throw redirect(`${planPath(id)}?done=${successKey}`, { status: 303, headers: noStoreHeaders() });
}

/** The same page with the reason why nothing was done. Throws 404 for a plan that is not there. */
export function respondRefused(refusal: string) {
  if (refusal === "no-such-plan") throw new Response(null, { status: 404 });
  return data({ alert: refusalAlert(refusal) }, { status: refusalHttpStatus(refusal), headers: noStoreHeaders() });
}
