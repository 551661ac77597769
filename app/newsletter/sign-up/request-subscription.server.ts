import { now } from "~/platform/clock";
import { inTransaction, type Tx } from "~/platform/database/db.server";
import { digestOf } from "~/platform/http/rate-limit.server";
import { newId } from "~/platform/ids.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import { newsWording, topicWordings } from "~/supporters/consent/consent";
import { personKey } from "~/supporters/consent/email-hash.server";
import { requestToken, tokenHash } from "../link-tokens.server";
import type { Wish } from "../topic-form";
import { addressIsFree, minutesUntilAllowed } from "./sign-up-limits.server";
import { requestLastsDays } from "../subscription";

const dayMs = 24 * 60 * 60 * 1000;

export type NewRequest = {
  kind: "join" | "move";
  email: string;
  wish: Wish;
  /** Topic -> version of the wording that was read. */
  wordings: Record<string, string>;
  via: string;
  /** The network address; null where there is none, as after a payment. */
  address: string | null;
  about: string | null;
  /** The subscription that wants this address. */
  subscriptionId: string | null;
};

/**
 * Asks for a subscription from the newsletter's own form. Whatever we know of the address, the same happens here: a row
 * is written down. Whose address it is, and whether a letter goes there, is looked at by a job, so that neither the
 * answer nor its time tells anybody whether somebody else gets the newsletter.
 * @returns where too many forms come from one network, after how many minutes to try again
 */
export async function requestSubscription(
  { email, wish }: { email: string; wish: Wish },
  from: { address: string },
): Promise<{ asked: true } | { refused: "too-many"; minutes: number }> {
  const minutes = await minutesUntilAllowed(from.address);
  if (minutes !== null) return { refused: "too-many", minutes };
  const wordings = Object.fromEntries(wish.topics.map((topic) => [topic, topicWordings[topic].version]));
  const request: NewRequest = {
    kind: "join",
    email,
    wish,
    wordings,
    via: "newsletter",
    address: from.address,
    about: null,
    subscriptionId: null,
  };
  if (await addressIsFree(email)) await inTransaction((tx) => writeRequest(tx, request));
  return { asked: true };
}

/** Asks for the letter that somebody ticked on a form of giving, now that the gift has arrived or the plan is agreed to. The tick is in the ledger already. */
export async function requestWithGift({ id, email }: { id: string; email: string }, via: "donate" | "sponsor"): Promise<void> {
  await inTransaction(async (tx) => {
    if (await tx.newsRequest.findFirst({ where: { about: id } })) return;
    await writeRequest(tx, {
      kind: "join",
      email,
      wish: { topics: ["news"], rhythm: "monthly" },
      wordings: { news: newsWording.version },
      via,
      address: null,
      about: id,
      subscriptionId: null,
    });
  });
}

/** Writes a request down, in the caller's transaction. Its own job looks at it. */
export async function writeRequest(tx: Tx, request: NewRequest): Promise<void> {
  const id = newId();
  const at = now();
  await tx.newsRequest.create({
    data: {
      id,
      kind: request.kind,
      email: request.email.toLowerCase(),
      person: personKey(request.email),
      topics: request.wish.topics,
      rhythm: request.wish.rhythm,
      wordings: request.wordings,
      via: request.via,
      askedFrom: request.address === null ? null : digestOf(request.address),
      about: request.about,
      subscriptionId: request.subscriptionId,
      tokenHash: tokenHash(requestToken(id)),
      askedAt: at,
      expiresAt: new Date(at.getTime() + requestLastsDays * dayMs),
    },
  });
  await enqueue(tx, "answer-news-request", { request: id }, { key: `answer-news-request:${id}` });
}
