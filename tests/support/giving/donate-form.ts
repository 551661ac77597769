import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { newFormId } from "~/giving/checkout/form-id.server";
import { type DonationFormInput } from "~/giving/checkout/donation-form";
import type { DonationCheck } from "~/giving/checkout/ui/donation-check-screen";
import type { FormError } from "~/platform/http/forms/form-fields";
import { action } from "~/giving/checkout/routes/donate";

export type Fields = Record<string, string | string[]>;
export type Shown = {
  input: DonationFormInput;
  formId: string;
  errors: FormError[];
  notice: string | null;
  waitSeconds: number;
  selectedAmount: { gift: number; cover: number } | null;
  check: DonationCheck | null;
};
export type Answer = { status: number; headers: Headers; shown: Shown | null };

export const validFields = (): Fields => ({
  attempt: newFormId(new Date()),
  amount: "3000",
  other: "",
  first: "Adaline",
  last: "Lovelamp",
  email: "adaline@example.org",
});
export const argsOf = (request: Request, params = {}) =>
  ({ request, params, context: { ip: "203.0.113.7" } }) as unknown as ActionFunctionArgs & LoaderFunctionArgs;

export async function runScreen(request: Request): Promise<Answer> {
  const answer: unknown = await action(argsOf(request));
  if (answer instanceof Response) return { status: answer.status, headers: answer.headers, shown: null };
  const { data, init } = answer as { data: Shown; init: ResponseInit };
  return { status: init.status ?? 200, headers: new Headers(init.headers), shown: data };
}

export function post(posted: Fields, cookie = ""): Promise<Answer> {
  const body = new URLSearchParams(Object.entries(posted).flatMap(([name, value]) => [value].flat().map((each) => [name, each])));
  return runScreen(new Request("http://127.0.0.1:3000/donate", { method: "POST", body, headers: cookie ? { cookie } : {} }));
}
