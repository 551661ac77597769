import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData, useParams } from "@remix-run/react";
import { readChoices } from "~/platform/http/forms/form-data.server";
import { PageLayout } from "~/platform/ui/page-layout";
import { handlePreferences } from "../handle-preferences.server";
import { privatePageHeaders, getLinkToken } from "~/newsletter/link-token.server";
import { completedActions } from "../preferences";
import { getPreferences } from "../show-preferences.server";
import type { FormError } from "~/platform/http/forms/form-fields";
import { topicInputFrom, topicNames, type TopicPreferencesInput } from "~/newsletter/topic-form";
import { PreferencesScreen } from "../ui/preferences-screen";
import { UnknownLink } from "../ui/unknown-link";

export const meta: MetaFunction = () => [{ title: "Your emails" }, { name: "robots", content: "noindex" }];

export const headers: HeadersFunction = () => privatePageHeaders;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const preferences = await getPreferences(getLinkToken(params));
  const asked = new URL(request.url).searchParams.get("done");
  const done = completedActions.find((candidate) => candidate === asked) ?? null;
  return data({ preferences, done }, preferences ? 200 : 404);
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const token = getLinkToken(params);
  const { do: intent, ...choices } = await readChoices(request, "do", ...topicNames);
  const input = topicInputFrom(choices);
  const result = await handlePreferences(token, intent, input, { ip: context.ip });
  if ("done" in result) return redirect(`/newsletter/preferences/${token}?done=${result.done}`, 303);
  const back = (status: number, errors: FormError[], storedInput: TopicPreferencesInput | null) =>
    data({ errors, input: storedInput, intent }, { status });
  if ("errors" in result) return back(400, result.errors, input);
  return back({ unknown: 404, unsubscribed: 409, "not-understood": 400 }[result.refused], [], null);
}

export default function Preferences() {
  const { preferences, done } = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const { token = "" } = useParams();
  return (
    <PageLayout currentSection="/newsletter">
      {preferences ? (
        <PreferencesScreen
          token={token}
          preferences={preferences}
          done={answered ? null : done}
          errors={answered?.errors ?? []}
          input={answered?.input ?? null}
          intent={answered?.intent ?? null}
        />
      ) : (
        <UnknownLink />
      )}
    </PageLayout>
  );
}
