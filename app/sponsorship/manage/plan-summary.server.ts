import type { Plan, PlanWish, Room } from "~/../prisma/client/client";
import { reasonInWords } from "~/giving/payments/decline-reasons";
import { londonDate } from "~/platform/london-dates";
import { pence, pounds } from "~/platform/money";
import { sumOf } from "./change-amount.server";
import { fullDay, fullDayOfWeek } from "~/platform/format-date";
import { rhythmWords } from "../plan";
import { hasEnded, isLive, type Standing } from "../plan-status";

type Known = Plan & { room: Room | null; wish?: PlanWish | null };

/** What a page shows of how a plan stands: the next sum and date first. All ready to be read. */
export type ShownStanding = { tag: string; mood: "lit" | "plain" | "bad"; big: string; words: string[] };

export type ShownPlan = {
  id: string;
  reference: string;
  token: string;
  standing: Standing;
  state: ShownStanding;
  room: string | null;
  weekly: string;
  /** Such as "£10.00 every 4 weeks"; of it, what covers the fee. */
  collected: string;
  cover: string | null;
  means: string | null;
  /** Such as "From 5 October 2026: £10.83 every month". */
  waits: string | null;
  ended: boolean;
  live: boolean;
  skipping: boolean;
  /** The next collection's London date in words; null: none is to come. */
  next: string | null;
};

const day = (instant: Date) => fullDayOfWeek(londonDate(instant));

export function showPlan(plan: Known, at: Date): ShownPlan {
  const waiting = plan.nextRhythm && plan.nextRhythmAt ? { rhythm: plan.nextRhythm, at: plan.nextRhythmAt } : null;
  const waits = waiting && sumOf(plan, pence(plan.nextWeeklyPence ?? plan.weeklyPence), waiting.rhythm).whole;
  return {
    id: plan.id,
    reference: plan.reference,
    token: plan.token,
    standing: plan.standing,
    state: stateOf(plan, at),
    room: plan.room?.name ?? null,
    weekly: `${pounds(pence(plan.weeklyPence))} a week`,
    collected: `${priceOf(plan)} ${rhythmWords[plan.rhythm].every}`,
    cover: plan.coverPence > 0 ? pounds(pence(plan.coverPence)) : null,
    means: meansOf(plan),
    waits: waiting && waits && `From ${fullDay(londonDate(waiting.at))}: ${pounds(waits)} ${rhythmWords[waiting.rhythm].every}`,
    ended: hasEnded(plan.standing),
    live: isLive(plan.standing),
    skipping: skipsAt(plan, at),
    next: plan.nextAt && day(plan.nextAt),
  };
}

export const skipsAt = ({ skipsUntil }: Plan, at: Date): boolean => skipsUntil !== null && skipsUntil > at;
export const priceOf = ({ collectionPence, coverPence }: Plan): string => pounds(pence(collectionPence + coverPence));

function meansOf({ methodWords, cardExpires }: Plan): string | null {
  if (!methodWords) return null;
  const [year = "", month = ""] = (cardExpires ?? "").split("-");
  return cardExpires ? `${methodWords}, until ${month}/${year.slice(2)}` : methodWords;
}

/** How a plan stands, in plain words. */
export function stateOf(plan: Known, at: Date): ShownStanding {
  if (plan.wish?.what === "cancel" && !hasEnded(plan.standing)) return stopping;
  const next = plan.nextAt && plan.nextPence ? `${pounds(pence(plan.nextPence))} on ${day(plan.nextAt)}` : null;
  switch (plan.standing) {
    case "late":
      return late(plan);
    case "paused":
      return paused(plan, at);
    case "cancelled":
      return over("Stopped", ["Thank you for what you gave. Your receipts stay valid, and you can come back at any time."]);
    case "lapsed":
      return over("Ended", [
        "A payment did not go through, and was tried for the last time, so your sponsorship ended by itself. If you would like to go on, begin again with everything filled in.",
      ]);
    case "starting":
      return { tag: "Set up", mood: "lit", big: next ?? "On its way", words: [startingWords(plan)] };
    default:
      return { tag: "Up to date", mood: "lit", big: next ?? "Up to date", words: activeWords(plan, at) };
  }
}

const stopping: ShownStanding = {
  tag: "Being stopped",
  mood: "plain",
  big: "We are stopping it",
  words: ["Stripe, which takes the payments, could not be reached. We go on trying by ourselves, and write to you when it is done."],
};

const over = (tag: string, words: string[]): ShownStanding => ({ tag, mood: "plain", big: "Nothing more will be taken", words });

function startingWords({ method, paidUntil, startsOn }: Plan): string {
  if (method === "bacs_debit" && paidUntil && startsOn === null)
    return "Your first Direct Debit is on its way from the bank, and the one after it is on this day. We write to you when the first has arrived.";
  return "Your first payment. Until then there is nothing to do.";
}

function activeWords(plan: Plan, at: Date): string[] {
  const skip = skipsAt(plan, at) ? ["The collection before that is left out, as you asked."] : [];
  return [...skip, "Your next payment. Until then there is nothing to do."];
}

function late(plan: Plan): ShownStanding {
  const why = reasonInWords(plan.failure) ?? "Your bank said no this time; it happens.";
  const retry = plan.retryAt ? `We try once more on ${day(plan.retryAt)}. ` : "";
  return {
    tag: "Payment did not go through",
    mood: "bad",
    big: `${priceOf(plan)} is still open`,
    words: [why, `${retry}A new card settles it now.`],
  };
}

function paused(plan: Plan, at: Date): ShownStanding {
  const paid = plan.paidUntil && plan.paidUntil > at ? [`What you gave lasts until ${day(plan.paidUntil)}.`] : [];
  if (!plan.resumesOn)
    return { tag: "Paused", mood: "plain", big: "Nothing is taken", words: [...paid, "It stays so until you start again."] };
  return {
    tag: "Paused",
    mood: "plain",
    big: `Starts again on ${fullDayOfWeek(plan.resumesOn)}`,
    words: [`${priceOf(plan)} is taken that day. We write to you a week before.`, ...paid],
  };
}
