import type { Plan } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { readToken, signToken } from "~/platform/secrets/signed-token.server";

/** What a link in an email can do: show one plan, pause and cancel it; or give it a new card, or show its certificate, and nothing else. */
type LinkPurpose = "plan link" | "card link" | "certificate link";
type LinkablePlan = Pick<Plan, "id" | "linkVersion">;

const createToken = (purpose: LinkPurpose, { id, linkVersion }: LinkablePlan): string =>
  signToken(purpose, `${id}.${linkVersion.toString(36)}`, null);

/** The path of the page for this one plan, without signing in. It lasts until its sponsor calls links back. */
export const planPath = (plan: LinkablePlan): string => `/plan/${createToken("plan link", plan)}`;

/** The path that leads to a new card for this one plan in one step, and to nothing else. */
export const newCardPath = (plan: LinkablePlan): string => `/new-card/${createToken("card link", plan)}`;

/** The path of the certificate of a plan that is a present: all that whom it is for can see of the plan. */
export const certificatePath = (plan: LinkablePlan): string => `/certificate/${createToken("certificate link", plan)}`;

export type LinkRefusal = { refused: "invalid-link" | "revoked" };

/**
 * The plan of a link's token.
 * @returns refused "invalid-link": cut off, altered, of another kind, or signed with a secret that is no longer accepted;
 *   "revoked": its sponsor asked that earlier links stop working
 */
export const findPlanByLink = (token: string): Promise<Plan | LinkRefusal> => findPlanByToken("plan link", token);

/** The same for a link to a new card. */
export const findPlanByCardLink = (token: string): Promise<Plan | LinkRefusal> => findPlanByToken("card link", token);

/** The same for a link to a certificate. */
export const findPlanByCertificateLink = (token: string): Promise<Plan | LinkRefusal> => findPlanByToken("certificate link", token);

async function findPlanByToken(purpose: LinkPurpose, token: string): Promise<Plan | LinkRefusal> {
  const read = readToken(purpose, token, now());
  if ("refused" in read) return { refused: "invalid-link" };
  const [id = "", version] = read.subject.split(".");
  const plan = await db.plan.findUnique({ where: { id } });
  if (!plan) return { refused: "invalid-link" };
  return plan.linkVersion.toString(36) === version ? plan : { refused: "revoked" };
}
