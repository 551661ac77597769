import { planWelcome } from "emails/plan-welcome";
import { tributeCard } from "emails/tribute-card";
import type { Plan } from "~/../prisma/client/client";
import { wordings } from "~/giving/gift-aid/gift-aid";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { inWords, londonDate } from "~/platform/london-dates";
import { composed } from "~/platform/mail/compose";
import type { ComposedLetter, Letters } from "~/platform/mail/send-email.server";
import { sender } from "~/platform/mail/sender.server";
import { pence, pounds, poundsShort } from "~/platform/money";
import { rhythmWords } from "../plan";
import { planLink } from "../emailed-links.server";
import { hasEnded } from "../plan-status";
import { tributeWords } from "./tribute";

const { baseUrl } = config;

/** The letters of a new plan, from what the database knows as they are sent. Null: there is nothing to say any more. */
export const joiningLetters: Letters = { "plan-welcome": welcomeLetter, "tribute-card": tributeCardLetter };

async function welcomeLetter(id: string): Promise<ComposedLetter | null> {
  const plan = await db.plan.findUnique({
    where: { id },
    include: { room: true, declaration: true, donations: { take: 1, select: { id: true } } },
  });
  // One that ended before its letter went has a letter of its own about that.
  if (!plan || hasEnded(plan.standing)) return null;
  const { nextAt, nextPence, declaration } = plan;
  const wording = wordings.find(({ version }) => version === declaration?.wording);
  return composed(plan.email, planWelcome, {
    sender: sender(),
    weekly: poundsShort(pence(plan.weeklyPence)),
    collected: `${pounds(pence(plan.collectionPence + plan.coverPence))} ${rhythmWords[plan.rhythm].every}`,
    feeCover: plan.coverPence > 0 ? pounds(pence(plan.coverPence)) : null,
    first: firstOf(plan, plan.donations.length > 0),
    next: nextAt && nextPence !== null ? `${pounds(pence(nextPence))} on ${inWords(nextAt)}` : null,
    means: plan.methodWords,
    goesTo: plan.room ? `to the room ${plan.room.name}` : "to where it is needed most",
    tribute: plan.tributeKind && plan.tributeName ? `${tributeWords[plan.tributeKind]} ${plan.tributeName}` : null,
    giftAid:
      wording && !declaration?.cancelledAt
        ? {
            explanation: `For Gift Aid you told us: “${wording.explanation}” Tell us if you move, change your name, stop paying enough tax, or want to cancel Gift Aid.`,
          }
        : null,
    plan: plan.reference,
    directDebit: plan.method === "bacs_debit" ? { collector: "Stripe", notice: "2 working days" } : null,
    planUrl: `${baseUrl}${planLink(plan)}`,
    supporterUrl: `${baseUrl}/supporter`,
  });
}

function firstOf({ startsOn, method }: Plan, paid: boolean): "taken" | "on its way" | "to come" {
  if (paid) return "taken";
  if (startsOn && startsOn > londonDate(now())) return "to come";
  return method === "bacs_debit" ? "on its way" : "taken";
}

/** Posted once the first collection is paid: before that, anybody could have a letter of ours sent to anybody for nothing. */
async function tributeCardLetter(id: string): Promise<ComposedLetter | null> {
  const plan = await db.plan.findUnique({ where: { id } });
  const { tributeKind, tributeName, cardName, cardEmail } = plan ?? {};
  if (!plan || !tributeKind || !tributeName || !cardName || !cardEmail) return null;
  return composed(cardEmail, tributeCard, {
    sender: sender(),
    to: cardName,
    from: [plan.firstName, plan.lastName].filter(Boolean).join(" "),
    kind: tributeKind === "memory" ? "in memory of" : "in honour of",
    name: tributeName,
    words: plan.cardWords?.split("\n").filter((line) => line.trim() !== "") ?? null,
  });
}
