import { data, redirect } from "@remix-run/node";
import { ownHeaders } from "~/supporters/sign-in/session.server";
import { noticeOf, statusOf } from "~/sponsorship/manage/refusal-messages";

export const planPath = (id: string, part = ""): string => `/supporter/plans/${id}${part}`;

/** Throws the way back to the plan, which says what was done: a reload does nothing twice. */
export function done(id: string, what: string): never {
  throw redirect(`${planPath(id)}?done=${what}`, { status: 303, headers: ownHeaders() });
}

/** The same page with the reason why nothing was done. Throws 404 for a plan that is not there. */
export function refused(why: string) {
  if (why === "no-such-plan") throw new Response(null, { status: 404 });
  return data({ notice: noticeOf(why) }, { status: statusOf(why), headers: ownHeaders() });
}
