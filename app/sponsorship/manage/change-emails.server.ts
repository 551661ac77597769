import { cardExpires } from "emails/card-expires";
import { planAnniversary } from "emails/plan-anniversary";
import { planCancelled } from "emails/plan-cancelled";
import { planChanged, type PlanChangedProps } from "emails/plan-changed";
import { planNotice } from "emails/plan-notice";
import type { Plan, PlanChange, Room } from "~/../prisma/client/client";
import { keptOf } from "~/giving/donation";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { dateInWords, inWords, startOfLondonDate } from "~/platform/london-dates";
import { composed } from "~/platform/mail/compose";
import type { ComposedLetter, Letters } from "~/platform/mail/send-email.server";
import { sender } from "~/platform/mail/sender.server";
import { add, pence, pounds, zero, type Pence } from "~/platform/money";
import { anniversaryOf, monthInWords } from "./anniversary";
import { sumOf } from "./change-amount.server";
import { factsOf } from "../rooms/house-facts";
import { rhythmWords, type Rhythm } from "../plan";
import { cardLink, planLink } from "../emailed-links.server";
import { chargesAtOnce } from "./resume-plan.server";
import { roomsThisWeekIfKnown } from "../rooms/rooms.server";
import { hasEnded, isLive } from "../plan-status";
import { inLetters } from "~/platform/number-words";

type Known = Plan & { room: Room | null };
type Words = Pick<PlanChangedProps, "subject" | "heading" | "words"> & { facts: [string, string | null][] };

const { baseUrl, charity } = config;
const supporterUrl = `${baseUrl}/supporter`;

/** The letters about what was changed, and what is coming up, from what the database knows as they are sent. Null: it is past. */
export const changeLetters: Letters = {
  "plan-amount-changed": (change) => aboutChange(change, amountWords),
  "plan-rhythm-changing": (change) => aboutChange(change, rhythmChangingWords),
  "plan-rhythm-kept": (change) => aboutChange(change, rhythmKeptWords),
  "plan-rhythm-waits": rhythmWaitsLetter,
  "plan-paused": (change) => aboutChange(change, pausedWords),
  "plan-resumed": (change) => aboutChange(change, resumedWords),
  "plan-skipped": (change) => aboutChange(change, skippedWords),
  "plan-unskipped": (change) => aboutChange(change, unskippedWords),
  "plan-card-changed": (change) => aboutChange(change, cardWords),
  "plan-cancelled": cancelledLetter,
  "plan-notice": (about) => noticeLetter(about, "year"),
  "plan-resumes-soon": (about) => noticeLetter(about, "pause"),
  "card-expires": cardExpiresLetter,
  "plan-anniversary": anniversaryLetter,
};

const planUrl = (plan: Plan) => `${baseUrl}${planLink(plan)}`;
// Stripe collects, and its Guarantee names it: https://stripe.com/legal/bacs-direct-debit-guarantee
const debitOf = ({ method }: Plan) => (method === "bacs_debit" ? { collector: "Stripe", notice: "2 working days" } : null);
const weekly = (sum: number) => `${pounds(pence(sum))} a week`;
const priceOf = ({ collectionPence, coverPence }: Plan): Pence => pence(collectionPence + coverPence);
const nextOf = ({ nextAt, nextPence }: Plan) => (nextAt && nextPence ? `${pounds(pence(nextPence))} on ${inWords(nextAt)}` : null);

async function aboutChange(id: string, wordsOf: (plan: Known, change: PlanChange) => Words | null): Promise<ComposedLetter | null> {
  const found = await db.planChange.findUnique({ where: { id }, include: { plan: { include: { room: true } } } });
  return found && changedLetter(found.plan, wordsOf(found.plan, found));
}

function changedLetter(plan: Known, words: Words | null): ComposedLetter | null {
  if (!words || hasEnded(plan.standing)) return null;
  return composed(plan.email, planChanged, {
    sender: sender(),
    ...words,
    facts: [...words.facts, ["Your plan", plan.reference]],
    directDebit: debitOf(plan),
    planUrl: planUrl(plan),
    supporterUrl,
  });
}

/** Null where it was changed again since: only the latest is worth a letter. */
function amountWords(plan: Known, { from, to }: PlanChange): Words | null {
  if (plan.weeklyPence !== Number(to)) return null;
  return {
    subject: `Your sponsorship is now ${weekly(Number(to))}`,
    heading: "Your new amount",
    words: [`You now give ${weekly(Number(to))}. Nothing was taken today: the new sum counts from the next collection.`],
    facts: [
      ["Before", weekly(Number(from))],
      ["Collected", `${pounds(priceOf(plan))} ${rhythmWords[plan.rhythm].every}`],
      ["Next collection", nextOf(plan)],
      ["Starts again", plan.resumesOn && dateInWords(plan.resumesOn)],
    ],
  };
}

function rhythmChangingWords(plan: Known, { from, to }: PlanChange): Words | null {
  if (plan.nextRhythm !== to || !plan.nextRhythmAt) return null;
  const next = to as Rhythm;
  const sum = pounds(sumOf(plan, pence(plan.nextWeeklyPence ?? plan.weeklyPence), next).whole);
  const date = inWords(plan.nextRhythmAt);
  return {
    subject: `From ${date} your sponsorship is collected ${rhythmWords[next].every}`,
    heading: `Collected ${rhythmWords[next].every}`,
    words: [
      `What you gave lasts until ${date}. Then ${sum} is taken, and the same again ${rhythmWords[next].every}. Nothing was taken today.`,
      "Until then you can change your mind on your pages.",
    ],
    facts: [
      ["Until then", `Collected ${rhythmWords[from as Rhythm].every}`],
      ["Next collection", `${sum} on ${date}`],
    ],
  };
}

const rhythmKeptWords = (plan: Known, { to }: PlanChange): Words | null =>
  plan.nextRhythm || plan.rhythm !== to
    ? null
    : {
        subject: `Your sponsorship stays as it was: collected ${rhythmWords[plan.rhythm].every}`,
        heading: "It stays as it was",
        words: [`The change that waited is taken back. Your sponsorship is collected ${rhythmWords[plan.rhythm].every}, as before.`],
        facts: [["Next collection", nextOf(plan)]],
      };

/** @param about the plan's id and the London date for which the change now waits */
async function rhythmWaitsLetter(about: string): Promise<ComposedLetter | null> {
  const [id = ""] = about.split(":");
  const plan = await db.plan.findUnique({ where: { id }, include: { room: true } });
  if (!plan?.nextRhythm || !plan.nextRhythmAt) return null;
  const date = inWords(plan.nextRhythmAt);
  return changedLetter(plan, {
    subject: `Your change waits until ${date}`,
    heading: "Once more as before",
    words: [
      `We could not change in time how your sponsorship is collected, so ${pounds(priceOf(plan))} was due once more as before. We are sorry.`,
      `The change now comes on ${date}. You can take it back on your pages until then.`,
    ],
    facts: [["Next collection", nextOf(plan)]],
  });
}

function pausedWords(plan: Known, { to, from }: PlanChange): Words | null {
  if (plan.standing !== "paused" || plan.resumesOn !== to || !to) return null;
  const date = dateInWords(to);
  return {
    subject: `Your sponsorship is paused until ${date}`,
    heading: `A break, until ${date}`,
    words: [
      `Nothing is taken until then. On that day your sponsorship goes on by itself, and ${pounds(priceOf(plan))} is taken. We write to you a week before, if there is that much time.`,
      ...(from ? ["The change of how often it is collected, which had not come yet, is taken back."] : []),
    ],
    facts: [["Starts again", `${pounds(priceOf(plan))} on ${date}`]],
  };
}

function resumedWords(plan: Known, { to }: PlanChange): Words | null {
  if (plan.standing === "paused") return null;
  return {
    subject: "Your sponsorship goes on",
    heading: "Welcome back",
    words: [
      to === "now"
        ? `Your sponsorship goes on from today, and ${pounds(priceOf(plan))} is collected for it now. Your receipt comes by itself.`
        : "Your sponsorship goes on. What you gave before the break still lasts, so nothing is taken today.",
    ],
    facts: [["Next collection", nextOf(plan)]],
  };
}

function skippedWords(plan: Known, { from }: PlanChange): Words | null {
  if (!plan.skipsUntil || plan.skipsUntil <= now() || !from) return null;
  const date = inWords(new Date(from));
  return {
    subject: `Left out: your collection on ${date}`,
    heading: "One left out",
    words: [`Nothing is taken on ${date}. After that your sponsorship goes on as before.`],
    facts: [
      ["Left out", date],
      ["Next collection", nextOf(plan)],
    ],
  };
}

const unskippedWords = (plan: Known): Words | null =>
  plan.skipsUntil && plan.skipsUntil > now()
    ? null
    : {
        subject: "Your next collection is taken after all",
        heading: "Nothing is left out",
        words: ["You had asked us to leave one collection out, and have taken that back."],
        facts: [["Next collection", nextOf(plan)]],
      };

const cardWords = (plan: Known, { to }: PlanChange): Words | null => ({
  subject: "Your sponsorship has a new means of payment",
  heading: "Thank you, that is kept",
  words: [`From now on your sponsorship is paid from: ${to ?? plan.methodWords ?? "your new card"}. Nothing else changes.`],
  facts: [["Next collection", nextOf(plan)]],
});

async function cancelledLetter(id: string): Promise<ComposedLetter | null> {
  const plan = await db.plan.findUnique({ where: { id }, include: { room: true, donations: true } });
  if (plan?.standing !== "cancelled") return null;
  const gave = add(zero, ...plan.donations.map(keptOf));
  return composed(plan.email, planCancelled, {
    sender: sender(),
    date: inWords(plan.endedAt ?? plan.createdAt),
    gave: gave > zero ? pounds(gave) : null,
    onItsWay:
      plan.method === "bacs_debit"
        ? "If your bank was at work on a Direct Debit already, that one can’t be called back and may still be taken. If you want it back, reply to this letter."
        : null,
    room: plan.room?.name ?? null,
    plan: plan.reference,
    restartUrl: `${baseUrl}/sponsor?again=${plan.token}`,
  });
}

/** @param about the plan's id and the London date. Null where the sum is not due any more. */
async function noticeLetter(about: string, why: "year" | "pause"): Promise<ComposedLetter | null> {
  const [id = "", date = ""] = about.split(":");
  const plan = await db.plan.findUnique({ where: { id } });
  if (!plan || !isLive(plan.standing)) return null;
  if (why === "pause" ? plan.standing !== "paused" || plan.resumesOn !== date : plan.standing === "paused" || !plan.nextAt) return null;
  const atOnce = chargesAtOnce(plan, startOfLondonDate(date));
  if (why === "pause" && !atOnce) return null;
  return composed(plan.email, planNotice, {
    sender: sender(),
    sum: pounds(why === "pause" ? priceOf(plan) : pence(plan.nextPence ?? priceOf(plan))),
    date: dateInWords(date),
    why,
    means: plan.methodWords,
    plan: plan.reference,
    directDebit: debitOf(plan),
    planUrl: planUrl(plan),
  });
}

/** @param about the plan's id and the card's last month, such as 2027-03. Null once there is another card. */
async function cardExpiresLetter(about: string): Promise<ComposedLetter | null> {
  const [id = "", month = ""] = about.split(":");
  const plan = await db.plan.findUnique({ where: { id } });
  if (!plan || !isLive(plan.standing) || plan.cardExpires !== month) return null;
  return composed(plan.email, cardExpires, {
    sender: sender(),
    card: plan.methodWords ?? "Your card",
    until: monthInWords(month),
    next: nextOf(plan),
    plan: plan.reference,
    newCardUrl: `${baseUrl}${cardLink(plan)}`,
    planUrl: planUrl(plan),
  });
}

/** @param about the plan's id and which anniversary. Null where it is not wanted, or nothing was given in that year. */
async function anniversaryLetter(about: string): Promise<ComposedLetter | null> {
  const [id = "", count = ""] = about.split(":");
  const plan = await db.plan.findUnique({ where: { id }, include: { room: true, donations: true } });
  if (!plan?.agreedAt || !plan.anniversary || !isLive(plan.standing)) return null;
  const years = Number(count);
  const { from, until } = anniversaryOf(plan.agreedAt, years);
  const inYear = plan.donations.filter(({ paidAt }) => paidAt && paidAt >= from && paidAt < until);
  const [gave, inAll] = [add(zero, ...inYear.map(keptOf)), add(zero, ...plan.donations.map(keptOf))];
  if (gave <= zero) return null;
  const known = await roomsThisWeekIfKnown(now());
  return composed(plan.email, planAnniversary, {
    sender: sender(),
    years: years === 1 ? "one year" : `${inLetters(years)} years`,
    since: inWords(plan.agreedAt),
    gaveThisYear: pounds(gave),
    gaveInAll: inAll > gave ? pounds(inAll) : null,
    nights: Math.floor((gave * 7) / charity.roomWeekPence),
    room: plan.room?.name ?? null,
    rooms: known && known.rooms.length > 0 ? `Together, everyone who gives lights the house. ${factsOf(known.rooms).sentence}` : null,
    plan: plan.reference,
    planUrl: planUrl(plan),
    lettersUrl: `${supporterUrl}/plans/${plan.id}/letters`,
  });
}
