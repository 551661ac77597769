import type { Declaration, Plan } from "~/../prisma/client/client";
import { db } from "~/platform/database/db.server";
import { browserDigest } from "~/platform/http/forms/browser-cookie.server";
import type { TypedPlan } from "./plan-form";
import { hasEnded } from "../plan-status";

const shownForMs = 7 * 24 * 60 * 60 * 1000;

/** `open`, `closed`: not agreed to. `ended`: its sponsor may begin again. `agreed`: there is nothing to fill in. */
export type RefilledPlan = {
  state: "open" | "closed" | "ended" | "agreed";
  id: string;
  token: string;
  attempt: string;
  typed: TypedPlan;
  whole: boolean;
};

/** Who asks: the browser by its cookie, and who is signed in. */
type Asker = { browser: string | null; supporter: string | null };

/**
 * The form of a plan that was not agreed to, or has ended, filled in again. The browser that sent it and its sponsor,
 * signed in, see all of it; whoever else has the address sees sums and room only.
 * @returns null when there is no such plan, or it was left unfinished more than a week ago
 */
export async function refillPlanForm(token: string, asker: Asker, at: Date): Promise<RefilledPlan | null> {
  const plan = await db.plan.findUnique({ where: { token }, include: { declaration: true } });
  if (!plan) return null;
  const ended = hasEnded(plan.standing);
  if (!ended && at.getTime() - plan.createdAt.getTime() > shownForMs) return null;
  const sentIt = asker.browser !== null && plan.browser === browserDigest(asker.browser);
  const whole = sentIt || (asker.supporter !== null && plan.supporterId === asker.supporter);
  const unfinished = plan.standing === "pending" ? "open" : plan.standing === "expired" ? "closed" : "agreed";
  const declaration = plan.declaration?.cancelledAt ? null : plan.declaration;
  return {
    state: ended ? "ended" : unfinished,
    id: plan.id,
    token,
    attempt: plan.attempt,
    typed: {
      ...sumsOf(plan),
      ...(whole && { ...personOf(plan), ...declarationOf(declaration) }),
      ...(whole && !ended && { ...startOf(plan), ...tributeOf(plan) }),
    },
    whole,
  };
}

/** The plan that a new one takes the place of: one that has ended. Null: there is none of that token. */
export async function endedPlan(token: string | undefined): Promise<string | null> {
  if (!token) return null;
  const plan = await db.plan.findUnique({ where: { token }, select: { id: true, standing: true } });
  return plan && hasEnded(plan.standing) ? plan.id : null;
}

const yes = (whether: boolean) => (whether ? "yes" : "");

/** What of a plan's form says nothing of a person. */
const sumsOf = (plan: Plan): TypedPlan => ({
  weekly: String(plan.weeklyPence),
  other: (plan.weeklyPence / 100).toFixed(2),
  rhythm: plan.rhythm,
  room: plan.roomId ?? "any",
  cover: yes(plan.coversFee),
  receipts: plan.receipts,
});

const startOf = ({ startsOn }: Plan): TypedPlan => ({ start: startsOn ? "day" : "now", day: startsOn ?? "" });

const personOf = (plan: Plan): TypedPlan => ({
  first: plan.firstName,
  last: plan.lastName,
  email: plan.email,
  news: yes(plan.wantsNews),
  source: new URLSearchParams(plan.source as Record<string, string>).toString(),
});

const tributeOf = (plan: Plan): TypedPlan => ({
  tribute: plan.tributeKind ?? "",
  tributename: plan.tributeName ?? "",
  card: yes(plan.cardEmail !== null),
  cardname: plan.cardName ?? "",
  cardemail: plan.cardEmail ?? "",
  cardwords: plan.cardWords ?? "",
});

const declarationOf = (declaration: Declaration | null): TypedPlan =>
  declaration
    ? { giftaid: "yes", house: declaration.house, postcode: declaration.postcode ?? "", overseas: yes(declaration.postcode === null) }
    : {};
