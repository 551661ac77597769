import { createHmac, timingSafeEqual } from "node:crypto";
import type { Plan } from "~/../prisma/client/client";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";

/** What a link in a letter can do: show one plan, pause and cancel it; or give it a new card, and nothing else. */
type LinkKind = "plan" | "card";
type Linked = Pick<Plan, "id" | "linkVersion">;

const seal = (kind: LinkKind, text: string, secret: string) =>
  createHmac("sha256", secret).update(`${kind} link ${text}`).digest("base64url").slice(0, 22);

function tokenOf(kind: LinkKind, { id, linkVersion }: Linked): string {
  const text = `${id}.${linkVersion.toString(36)}`;
  return `${text}.${seal(kind, text, config.sessionSecrets[0] ?? "")}`;
}

/** The path of the page for this one plan, without signing in. It lasts until its sponsor calls links back. */
export const planLink = (plan: Linked): string => `/plan/${tokenOf("plan", plan)}`;

/** The path that leads to a new card for this one plan in one step, and to nothing else. */
export const cardLink = (plan: Linked): string => `/new-card/${tokenOf("card", plan)}`;

export type LinkRefusal = { refused: "not-a-link" | "called-back" };

/**
 * The plan of a link's token.
 * @returns refused "not-a-link": cut off, altered, of another kind, or sealed with a secret that is no longer accepted;
 *   "called-back": its sponsor asked that earlier links stop working
 */
export const planOfLink = (token: string): Promise<Plan | LinkRefusal> => planOfToken("plan", token);

/** The same for a link to a new card. */
export const planOfCardLink = (token: string): Promise<Plan | LinkRefusal> => planOfToken("card", token);

async function planOfToken(kind: LinkKind, token: string): Promise<Plan | LinkRefusal> {
  const [, id = "", version = "", sealed = ""] = /^([\w-]{1,64})\.([0-9a-z]{1,7})\.([\w-]{22})$/.exec(token) ?? [];
  const isOurs = config.sessionSecrets.some((secret) => isSame(seal(kind, `${id}.${version}`, secret), sealed));
  const plan = isOurs ? await db.plan.findUnique({ where: { id } }) : null;
  if (!plan) return { refused: "not-a-link" };
  return plan.linkVersion.toString(36) === version ? plan : { refused: "called-back" };
}

function isSame(expected: string, given: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
}
