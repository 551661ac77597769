import type { NewsletterRequestSource } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db, inTransaction, type Tx } from "~/platform/database/db.server";
import type { SecondPress } from "~/platform/http/forms/second-press.server";
import { rateLimitKey } from "~/platform/http/rate-limit.server";
import { hashToken, newId } from "~/platform/ids.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import { newsWording, topicWordings } from "~/supporters/consent/consent";
import { hashEmail } from "~/supporters/consent/email-hash.server";
import { requestToken } from "../link-tokens.server";
import type { TopicPreferences } from "../topic-form";
import { checkNetwork, isEmailWithinLimit } from "./sign-up-limits.server";
import { requestValidDays } from "../subscription";

const dayMs = 24 * 60 * 60 * 1000;

export type NewRequest = {
  kind: "join" | "move";
  email: string;
  preferences: TopicPreferences;
  /** Topic -> version of the wording that was read. */
  wordings: Record<string, string>;
  via: NewsletterRequestSource;
  /** The network address; null where there is none, as after a payment. */
  ip: string | null;
  about: string | null;
  /** How it was told to staff, and when; names nobody. */
  evidence?: string;
  /** The subscription that wants this address. */
  subscriptionId: string | null;
};

/**
 * Asks for a subscription from the newsletter's own form. Whatever we know of the address, the same happens here: a row
 * is written down. Whose address it is, and whether an email goes there, is looked at by a job, so that neither the
 * answer nor its time tells anybody whether somebody else gets the newsletter.
 * @param from the network address, and the ticket of a second press
 * @returns where too many forms come from one network, with what ticket and after how many seconds to press again
 */
export async function requestSubscription(
  { email, preferences }: { email: string; preferences: TopicPreferences },
  from: { ip: string; ticket?: string | undefined },
): Promise<{ requested: true } | ({ refused: "press-again" } & SecondPress)> {
  const press = await checkNetwork(email, from);
  if (press) return { refused: "press-again", ...press };
  const wordings = Object.fromEntries(preferences.topics.map((topic) => [topic, topicWordings[topic].version]));
  const request: NewRequest = {
    kind: "join",
    email,
    preferences,
    wordings,
    via: "newsletter",
    ip: from.ip,
    about: null,
    subscriptionId: null,
  };
  if (await isEmailWithinLimit(email)) await inTransaction(async (tx) => void (await createSignUpRequest(tx, request)));
  return { requested: true };
}

/**
 * Asks for the newsletter that somebody ticked on the donation form, now that the donation has arrived. The tick is in
 * the ledger already. The work of the job "newsletter-with-donation"; safe to repeat.
 */
export async function requestSubscriptionWithDonation(donationId: string): Promise<void> {
  const donation = await db.donation.findUnique({ where: { id: donationId }, select: { id: true, email: true, wantsNews: true } });
  if (donation?.wantsNews) await requestSubscriptionOnce(donation, "donate");
}

/** The same for a sponsor, now that the plan is agreed to; the work of the job "newsletter-with-plan". */
export async function requestSubscriptionWithPlan(planId: string): Promise<void> {
  const plan = await db.plan.findUnique({ where: { id: planId }, select: { id: true, email: true, wantsNews: true } });
  if (plan?.wantsNews) await requestSubscriptionOnce(plan, "sponsor");
}

async function requestSubscriptionOnce({ id, email }: { id: string; email: string }, via: "donate" | "sponsor"): Promise<void> {
  await inTransaction(async (tx) => {
    if (await tx.newsletterRequest.findFirst({ where: { about: id } })) return;
    await createSignUpRequest(tx, {
      kind: "join",
      email,
      preferences: { topics: ["news"], emailFrequency: "monthly" },
      wordings: { news: newsWording.version },
      via,
      ip: null,
      about: id,
      subscriptionId: null,
    });
  });
}

/** Writes a request down, in the caller's transaction. Its own job looks at it. @returns its id */
export async function createSignUpRequest(tx: Tx, request: NewRequest): Promise<string> {
  const id = newId();
  const at = now();
  await tx.newsletterRequest.create({
    data: {
      id,
      kind: request.kind,
      email: request.email.toLowerCase(),
      emailHash: hashEmail(request.email),
      topics: request.preferences.topics,
      emailFrequency: request.preferences.emailFrequency,
      wordingVersions: request.wordings,
      via: request.via,
      ipHash: request.ip === null ? null : rateLimitKey(request.ip),
      about: request.about,
      evidence: request.evidence ?? null,
      subscriptionId: request.subscriptionId,
      tokenHash: hashToken(requestToken(id)),
      requestedAt: at,
      expiresAt: new Date(at.getTime() + requestValidDays * dayMs),
    },
  });
  await enqueue(tx, "answer-sign-up-request", { requestId: id }, { key: `answer-sign-up-request:${id}` });
  return id;
}
