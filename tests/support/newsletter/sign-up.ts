import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { expect } from "vitest";
import { createSignUpToken } from "~/newsletter/sign-up/bot-check.server";
import { action } from "~/newsletter/sign-up/routes/sign-up";
import { newToken } from "~/platform/ids.server";
import { runJobs, mailControl } from "tests/support/giving/donation-harness";

export type Shown = {
  token: string;
  message: string | null;
  errors: { field: string; message: string }[];
  input: object;
  press: { waitSeconds: number; ticket: string } | null;
};
export type Fields = Record<string, string>;
export const hour = 3_600_000;
export const timeAgo = (ms: number) => new Date(Date.now() - ms);

export const args = (request: Request, params: Fields = {}, ip: string = newToken()) =>
  ({ request, params, context: { ip } }) as unknown as ActionFunctionArgs & LoaderFunctionArgs;

/** The form as a browser sends it, some seconds after it was opened. */
export const validFields = (change: Fields = {}): Fields => ({
  form: createSignUpToken(timeAgo(5_000)),
  news: "yes",
  frequency: "monthly",
  email: "ada@example.org",
  website: "",
  ...change,
});

export async function send(fields: Fields, ip?: string): Promise<{ status: number; headers: [string, string][]; shown: Shown | null }> {
  const request = new Request("http://127.0.0.1:3000/newsletter", { method: "POST", body: new URLSearchParams(fields) });
  const answer: unknown = await action(args(request, {}, ip));
  if (answer instanceof Response) return { status: answer.status, headers: [...answer.headers], shown: null };
  const { data, init } = answer as { data: Shown; init: ResponseInit };
  return { status: init.status ?? 200, headers: [...new Headers(init.headers)], shown: data };
}
export const emailsTo = (email: string) =>
  mailControl()
    .messages()
    .filter(({ to }) => to.some((each) => each.includes(email)));
export const findLink = (text: string | null | undefined, page: string) =>
  new RegExp(`/newsletter/${page}/([\\w-]{43})`).exec(text ?? "")?.[1] ?? "";

/** Signs an address up and gives the token of the email that came. */
export async function signUp(email = "ada@example.org", change: Fields = {}): Promise<string> {
  expect((await send(validFields({ email, ...change }))).status).toBe(303);
  await runJobs();
  return findLink(emailsTo(email.toLowerCase())[0]?.text, "confirm");
}
