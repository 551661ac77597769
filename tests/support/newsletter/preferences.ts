import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import type { NewsletterSubscription } from "~/../prisma/client/client";
import { preferenceToken } from "~/newsletter/link-tokens.server";
import { action as postData } from "~/newsletter/preferences/routes/your-data";
import { action as leave } from "~/newsletter/preferences/routes/unsubscribe";
import { action } from "~/newsletter/preferences/routes/preferences";
import { db } from "~/platform/database/db.server";
import { newToken } from "~/platform/ids.server";
import { listConsents } from "~/supporters/consent/ledger.server";
import { aSubscriber } from "tests/support/newsletter/subscribers";

export type Fields = Record<string, string>;
export const email = "ada@example.org";
export const news = { topic: "news", reach: "quarterly" } as const;

export const args = (token: string, posted?: Fields, query = "") => {
  const request = new Request(`http://127.0.0.1:3000/${query}`, posted && { method: "POST", body: new URLSearchParams(posted) });
  return { request, params: { token }, context: { ip: newToken() } } as unknown as ActionFunctionArgs & LoaderFunctionArgs;
};

/** Presses a button of the preference page: where it leads, or what the page then shows. */
export async function submit(token: string, posted: Fields): Promise<{ to: string } | { status: number; errors: { field: string }[] }> {
  const answer: unknown = await action(args(token, posted));
  if (answer instanceof Response) return { to: answer.headers.get("location") ?? "" };
  const { data, init } = answer as { data: { errors: { field: string }[] }; init: ResponseInit };
  return { status: init.status ?? 200, errors: data.errors };
}
export const isRedirect = (answer: unknown): answer is Response => answer instanceof Response;
/** Presses a button of the page of a fresh link. */
export async function submitData(token: string, posted: Fields): Promise<unknown> {
  const answer: unknown = await postData(args(token, posted));
  if (isRedirect(answer)) return { to: answer.headers.get("location") };
  const { data, init } = answer as { data: object; init: ResponseInit | null };
  return { status: init?.status ?? 200, ...data };
}
export const oneClick = (token: string) => leave(args(token, { "List-Unsubscribe": "One-Click" }));
export const withdrawn = async (of = email) => (await listConsents(db, of)).filter(({ action: what }) => what === "withdrawn");

export async function createAda(change: Partial<NewsletterSubscription> = {}): Promise<{ id: string; token: string }> {
  const { id } = await aSubscriber({ topics: ["news", "events"], emailFrequency: "monthly", ...change, email });
  return { id, token: preferenceToken(id, 1) };
}
export const getSubscription = (id: string) => db.newsletterSubscription.findUniqueOrThrow({ where: { id } });
