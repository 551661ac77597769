import { randomInt, randomUUID } from "node:crypto";
import { sign } from "../../../app/sandbox/stripe/webhooks/sign";
import type { StripeEvent } from "../paid-donations";
import type { Kind, MixedRequest } from "./pace";

/** What a visitor of the site knows before the load begins. */
export type Known = {
  /** The site's public address, which forms are sent from. */
  url: string;
  stripeUrl: string;
  webhookSecret: string;
  /** The mark of a sign-up form, as its page carries it. */
  formMark: string;
  /** One for each donation to come, as its form fetches it: with it a form goes on to payment without a check page. */
  donationKeys: string[];
  /** Of people who signed in. */
  cookies: string[];
  events: StripeEvent[];
};

const kept = ["/", "/donate", "/sponsor", "/help", "/help/services", "/news", "/privacy", "/complaints", "/rooms.json"];
const supporterPages = ["/supporter", "/supporter/details", "/supporter/statements", "/supporter/gift-aid"];
const pick = <Item>(list: readonly Item[]): Item => {
  const item = list[randomInt(list.length)];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
};

/** Each request comes from a network of its own, as those of the public do: the site's limits count by it. */
const address = (): string => `100.${randomInt(64, 128)}.${randomInt(256)}.${randomInt(256)}`;
const headersOf = (url: string): Record<string, string> => ({
  host: new URL(url).host,
  "x-forwarded-for": address(),
  "accept-encoding": "gzip, deflate, br",
});
const isOk = (status: number) => status === 200;

/** Makes the next request of a kind; one page in ten is made for its visitor, and a form in four is a donation. */
export function mixedRequests(known: Known): (kind: Kind) => MixedRequest {
  const get = (path: string, more: Record<string, string> = {}): MixedRequest => ({
    method: "GET",
    path,
    headers: { ...headersOf(known.url), ...more },
    isRight: isOk,
  });
  return (kind) => {
    if (kind === "page") return get(randomInt(10) === 0 ? pick(["/newsletter", `/donate?amount=${randomInt(5, 200)}`]) : pick(kept));
    if (kind === "supporter") return get(pick(supporterPages), { cookie: pick(known.cookies) });
    if (kind === "webhook") return webhook(known);
    const key = randomInt(4) === 0 ? known.donationKeys.pop() : undefined;
    return key === undefined ? signUp(known) : donation(known, key);
  };
}

const form = (url: string, path: string, fields: Record<string, string>, isRight: MixedRequest["isRight"]): MixedRequest => ({
  method: "POST",
  path,
  headers: { ...headersOf(url), origin: url, "content-type": "application/x-www-form-urlencoded" },
  body: new URLSearchParams(fields).toString(),
  isRight,
});

const signUp = ({ url, formMark }: Known): MixedRequest =>
  form(
    url,
    "/newsletter",
    { email: `reader-${randomUUID()}@lamp.org`, news: "yes", frequency: "every", form: formMark, website: "" },
    (status, location) => status === 303 && location.endsWith("/newsletter/asked"),
  );

/** A donation of a new giver, up to the payment page. */
export const donation = ({ url, stripeUrl }: Pick<Known, "url" | "stripeUrl">, attempt: string): MixedRequest =>
  form(
    url,
    "/donate",
    { attempt, amount: "3000", other: "", first: "Robin", last: "Example", email: `giver-${randomUUID()}@lamp.org`, website: "" },
    (status, location) => status === 303 && location.startsWith(stripeUrl),
  );

/** An event that the site knows nothing of yet, about a gift that it knows. */
function webhook({ events, webhookSecret, url }: Known): MixedRequest {
  const body = JSON.stringify({ ...pick(events), id: `evt_${randomUUID().replaceAll("-", "")}` });
  return {
    method: "POST",
    path: "/webhooks/stripe",
    headers: {
      ...headersOf(url),
      "content-type": "application/json; charset=utf-8",
      "stripe-signature": sign(body, webhookSecret, Date.now()),
    },
    body,
    isRight: isOk,
  };
}
