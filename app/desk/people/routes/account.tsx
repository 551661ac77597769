import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { readForm } from "~/platform/http/forms/form-data.server";
import { newId } from "~/platform/ids.server";
import { lookUp } from "~/platform/query-values";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { requireStaff } from "~/staff/session.server";
import { DeskPage } from "~/desk/ui/desk-page";
import { Notice } from "~/desk/ui/page-parts";
import { accountFields, accountForms, type AccountInput } from "../account/account-forms.server";
import { getAccountPage } from "../account/account-page.server";
import { AccountParts } from "../ui/account-parts";

export const meta: MetaFunction = () => [{ title: "A supporter’s own pages" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

const notices: Record<string, string> = {
  email: "Both addresses get an email. It is changed once the new one confirms, within three days; the old one can cancel the change.",
  "sign-out": "They are signed out everywhere.",
  "confirm-gift": "Gift Aid covers that donation now.",
  statement: "The email with their statement is on its way.",
};

async function loadPage(id: string | undefined) {
  const person = await getAccountPage(id ?? "");
  if (!person) throw new Response(null, { status: 404 });
  return { person, formId: newId(), input: {} as AccountInput, errors: [] as FormError[], notice: null as string | null };
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request, "treasurer", "administrator");
  return { ...(await loadPage(params["id"])), notice: lookUp(notices, new URL(request.url).searchParams.get("done")) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const staff = await requireStaff(request, "treasurer", "administrator");
  const { input, errors } = await readForm(request, accountFields);
  const page = await loadPage(params["id"]);
  const [sent = "", id = ""] = (input.do ?? "").split(":");
  const fail = (wrong: FormError[], status: number) => data({ ...page, input, errors: wrong }, { status });
  const form = lookUp(accountForms, sent);
  if (!form) return fail([{ field: "main", message: "That button is not known here. Nothing was changed." }], 400);
  if (errors.length > 0) return fail(errors, 400);
  const formId = input.formId && /^[\w-]{10,64}$/.test(input.formId) ? input.formId : page.formId;
  const result = await form(staff, page.person, { ...input, formId }, id);
  if ("errors" in result) return fail(result.errors, result.status);
  return redirect(`/desk/people/${page.person.id}/account?done=${result.done}`, 303);
}

/** What a supporter can do on their own pages, done for them at their word. */
export default function Account() {
  const loaded = useLoaderData<typeof loader>();
  const { person, formId, input, errors, notice } = useActionData<typeof action>() ?? loaded;
  return (
    <DeskPage here="/desk/people">
      <h1>For {person.name}, as they asked</h1>
      <p>
        <a href={`/desk/people/${person.id}`}>Back to {person.name}</a>
      </p>
      <ErrorSummary errors={errors} />
      <Notice notice={notice} />
      <AccountParts person={person} formId={formId} input={input} errors={errors} />
    </DeskPage>
  );
}
