import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { changeNewsletterAtDesk, deskNewsletterActions } from "~/newsletter/preferences/change-at-desk.server";
import { parseTopicPreferences, signUpFields, topicInputFrom, type TopicPreferencesInput } from "~/newsletter/topic-form";
import { inTransaction } from "~/platform/database/db.server";
import { readForm } from "~/platform/http/forms/form-data.server";
import { chosen } from "~/platform/http/forms/form-fields";
import { lookUp, parseWholeNumber } from "~/platform/query-values";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { requireStaff } from "~/staff/session.server";
import { DeskPage } from "~/desk/ui/desk-page";
import { Notice } from "~/desk/ui/page-parts";
import { getNewsletterPage } from "../account/newsletter-page.server";
import { NewsletterParts } from "../ui/newsletter-parts";

export const meta: MetaFunction = () => [{ title: "A supporter’s newsletter" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

const notices: Record<string, string> = {
  choose: "Saved. From now on they get what is ticked below.",
  pause: "It is paused for three months, and restarts automatically.",
  resume: "It has restarted.",
  leave: "It has stopped. Receipts still come.",
  "leave-everything": "You’re unsubscribed from everything, and never added again unless they ask. Receipts still come.",
};

async function loadPage(id: string | undefined) {
  const page = await getNewsletterPage(id ?? "");
  if (!page) throw new Response(null, { status: 404 });
  return {
    page,
    typed: null as { index: number; input: TopicPreferencesInput } | null,
    errors: [] as FormError[],
    notice: null as string | null,
  };
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request);
  return { ...(await loadPage(params["id"])), notice: lookUp(notices, new URL(request.url).searchParams.get("done")) };
}

const fields = { ...signUpFields, do: chosen, of: chosen } as const;

export async function action({ request, params }: ActionFunctionArgs) {
  const staff = await requireStaff(request, "editor", "treasurer", "administrator");
  const { input, errors } = await readForm(request, fields);
  const loaded = await loadPage(params["id"]);
  const address = loaded.page.addresses[parseWholeNumber(input.of)];
  const what = deskNewsletterActions.find((each) => each === input.do);
  const typed = address ? { index: address.index, input: topicInputFrom(input) } : null;
  const fail = (wrong: FormError[], status: number) => data({ ...loaded, typed, errors: wrong }, { status });
  if (!address || !what || input.email !== address.email)
    return fail([{ field: "main", message: "The page is not as it was. Nothing was changed: look again." }], 409);
  if (errors.length > 0) return fail(errors, 400);
  const parsed = what === "choose" ? parseTopicPreferences(topicInputFrom(input)) : null;
  if (parsed && "errors" in parsed) return fail(parsed.errors, 400);
  const asked = parsed ? { do: "choose" as const, preferences: parsed.preferences } : { do: what as Exclude<typeof what, "choose"> };
  const result = await inTransaction((tx) => changeNewsletterAtDesk(tx, staff, address.email, asked));
  if ("refused" in result)
    return fail([{ field: "main", message: "That address has no newsletter now. Only a sign-up of their own starts it again." }], 409);
  return redirect(`/desk/people/${loaded.page.id}/newsletter?done=${what}`, 303);
}

/** The newsletter preferences of a supporter, changed at their word. */
export default function Newsletter() {
  const loaded = useLoaderData<typeof loader>();
  const { page, typed, errors, notice } = useActionData<typeof action>() ?? loaded;
  return (
    <DeskPage here="/desk/people">
      <h1>The newsletter of {page.name}</h1>
      <p>
        <a href={`/desk/people/${page.id}`}>Back to {page.name}</a>
      </p>
      <ErrorSummary errors={errors} />
      <Notice notice={notice} />
      <NewsletterParts page={page} typed={typed} errors={errors} />
    </DeskPage>
  );
}
