import type { Plan } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { skipUntil } from "~/platform/payments/subscriptions/update-subscription.server";
import { collectionAfter } from "../collection-dates";
import { carryOut, ended, unbegun, type By, type Deed } from "./plan-command.server";

export type SkipRefusal =
  | { refused: "not-begun" | "already-cancelled" | "already-lapsed" | "already-paused" | "late" }
  | { refused: "already-skipped" | "not-skipped" }
  /** It is not known yet when the next collection is, or it is being taken. */
  | { refused: "nothing-due" }
  | { refused: "rhythm-waits" };

/** Beyond the collection's own day, and well before the one after it, whatever the rhythm. */
const beyondMs = 2 * 24 * 60 * 60 * 1000;

/** Until when collections are left out so that just the next one is. */
export const skippedUntil = (nextAt: Date): Date => new Date(nextAt.getTime() + beyondMs);
/** When the collection after the next one is. */
export const afterSkipping = (nextAt: Date, rhythm: Plan["rhythm"]): Date => collectionAfter(nextAt, rhythm, 1);

const skips = (plan: Plan): boolean => plan.skipsUntil !== null && plan.skipsUntil > now();

function running(plan: Plan): SkipRefusal | null {
  const over = ended(plan.standing) ?? unbegun(plan.standing);
  if (over) return over;
  if (plan.standing === "paused") return { refused: "already-paused" };
  return plan.standing === "late" ? { refused: "late" } : null;
}

export const skipDeed: Deed<SkipRefusal> = {
  what: "skip",
  check(plan, to) {
    const not = running(plan);
    if (not) return not;
    if (plan.nextRhythm) return { refused: "rhythm-waits" };
    if (skips(plan)) return { refused: "already-skipped" };
    return plan.nextAt && plan.nextAt > now() && skippedUntil(plan.nextAt).toISOString() === to ? null : { refused: "nothing-due" };
  },
  async ask(plan, wish) {
    await skipUntil(plan.subscription, new Date(wish.to), `plan-wish/${wish.id}`);
    return null;
  },
  isDone: (plan, wish) => plan.skipsUntil !== null && Math.abs(plan.skipsUntil.getTime() - new Date(wish.to).getTime()) < 1000,
  finish: (_plan, wish, before) => ({
    change: {},
    from: before.nextAt?.toISOString() ?? "",
    letter: { kind: "plan-skipped", about: wish.id },
  }),
};

/** Takes a skip back before its day has come. */
export const unskipDeed: Deed<SkipRefusal> = {
  what: "unskip",
  check: (plan) => running(plan) ?? (skips(plan) ? null : { refused: "not-skipped" }),
  async ask(plan, wish) {
    await skipUntil(plan.subscription, null, `plan-wish/${wish.id}`);
    return null;
  },
  isDone: (plan) => plan.skipsUntil === null,
  finish: (_plan, wish, before) => ({
    change: {},
    from: before.skipsUntil?.toISOString() ?? "",
    letter: { kind: "plan-unskipped", about: wish.id },
  }),
};

/** Leaves out one collection: the next, which was shown as being at `nextAt`. */
export const skipCollection = (planId: string, { nextAt, by }: { nextAt: Date; by: By }) =>
  carryOut(skipDeed, planId, skippedUntil(nextAt).toISOString(), by);

export const unskipCollection = (planId: string, { by }: { by: By }) => carryOut(unskipDeed, planId, "", by);
