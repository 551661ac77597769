import { createHmac, timingSafeEqual } from "node:crypto";
import type { Plan } from "~/../prisma/client/client";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";

/** What a link in an email can do: show one plan, pause and cancel it; or give it a new card, and nothing else. */
type LinkPurpose = "plan" | "card";
type LinkablePlan = Pick<Plan, "id" | "linkVersion">;

const sign = (purpose: LinkPurpose, text: string, secret: string) =>
  createHmac("sha256", secret).update(`${purpose} link ${text}`).digest("base64url").slice(0, 22);

function createToken(purpose: LinkPurpose, { id, linkVersion }: LinkablePlan): string {
  const text = `${id}.${linkVersion.toString(36)}`;
  return `${text}.${sign(purpose, text, config.sessionSecrets[0] ?? "")}`;
}

/** The path of the page for this one plan, without signing in. It lasts until its sponsor calls links back. */
export const planPath = (plan: LinkablePlan): string => `/plan/${createToken("plan", plan)}`;

/** The path that leads to a new card for this one plan in one step, and to nothing else. */
export const newCardPath = (plan: LinkablePlan): string => `/new-card/${createToken("card", plan)}`;

export type LinkRefusal = { refused: "invalid-link" | "revoked" };

/**
 * The plan of a link's token.
 * @returns refused "invalid-link": cut off, altered, of another kind, or signed with a secret that is no longer accepted;
 *   "revoked": its sponsor asked that earlier links stop working
 */
export const findPlanByLink = (token: string): Promise<Plan | LinkRefusal> => findPlanByToken("plan", token);

/** The same for a link to a new card. */
export const findPlanByCardLink = (token: string): Promise<Plan | LinkRefusal> => findPlanByToken("card", token);

async function findPlanByToken(purpose: LinkPurpose, token: string): Promise<Plan | LinkRefusal> {
  const [, id = "", version = "", signature = ""] = /^([\w-]{1,64})\.([0-9a-z]{1,7})\.([\w-]{22})$/.exec(token) ?? [];
  const isValid = config.sessionSecrets.some((secret) => isEqualInConstantTime(sign(purpose, `${id}.${version}`, secret), signature));
  const plan = isValid ? await db.plan.findUnique({ where: { id } }) : null;
  if (!plan) return { refused: "invalid-link" };
  return plan.linkVersion.toString(36) === version ? plan : { refused: "revoked" };
}

function isEqualInConstantTime(expected: string, given: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
}
