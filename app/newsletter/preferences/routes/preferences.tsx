import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData, useParams } from "@remix-run/react";
import { postedForm, textOf } from "~/platform/http/forms/form-data.server";
import { TaskPage } from "~/platform/ui/page-layout";
import { changePreferences } from "../handle-preferences.server";
import { personalHeaders, tokenIn } from "~/newsletter/link-token.server";
import { deeds } from "../preferences";
import { showPreferences } from "../show-preferences.server";
import { typedWish, type Mistake, type TypedWish } from "~/newsletter/topic-form";
import { PreferencesScreen } from "../ui/preferences-screen";
import { UnknownLink } from "../ui/unknown-link";

export const meta: MetaFunction = () => [{ title: "Your letters" }, { name: "robots", content: "noindex" }];

export const headers: HeadersFunction = () => personalHeaders;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const preferences = await showPreferences(tokenIn(params));
  const asked = new URL(request.url).searchParams.get("done");
  const done = deeds.find((deed) => deed === asked) ?? null;
  return data({ preferences, done }, preferences ? 200 : 404);
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const token = tokenIn(params);
  const form = await postedForm(request);
  const typed = typedWish((name) => textOf(form, name));
  const wanted = textOf(form, "do");
  const changed = await changePreferences(token, wanted, typed, { address: context.address });
  if ("done" in changed) return redirect(`/newsletter/preferences/${token}?done=${changed.done}`, 303);
  const back = (status: number, mistakes: Mistake[], kept: TypedWish | null) => data({ mistakes, typed: kept, wanted }, { status });
  if ("mistakes" in changed) return back(400, changed.mistakes, typed);
  return back({ unknown: 404, left: 409, "not-understood": 400 }[changed.refused], [], null);
}

export default function Preferences() {
  const { preferences, done } = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const { token = "" } = useParams();
  return (
    <TaskPage here="/newsletter">
      {preferences ? (
        <PreferencesScreen
          token={token}
          preferences={preferences}
          done={answered ? null : done}
          mistakes={answered?.mistakes ?? []}
          typed={answered?.typed ?? null}
          wanted={answered?.wanted ?? null}
        />
      ) : (
        <UnknownLink />
      )}
    </TaskPage>
  );
}
