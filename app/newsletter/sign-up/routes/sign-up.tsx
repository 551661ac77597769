import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { now } from "~/platform/clock";
import { postedForm, textOf } from "~/platform/http/forms/form-data.server";
import { ErrorSummary } from "~/platform/ui/error-summary";
import { TaskPage } from "~/platform/ui/page-layout";
import { useSite } from "~/platform/ui/site";
import { Trap } from "~/platform/ui/honeypot";
import { EmailField } from "~/supporters/ui/person-fields";
import { botRefusal, newSignUpToken } from "../bot-check.server";
import { requestSubscription } from "../request-subscription.server";
import { readSignUp, typedWish, type Mistake } from "~/newsletter/topic-form";
import { SignUpNotice, type Notice } from "../ui/sign-up-notice";
import { WishQuestions } from "~/newsletter/ui/topic-fields";

export const meta: MetaFunction = () => [
  { title: "Letters by e-mail" },
  {
    name: "description",
    content: "News of the rooms, events and appeals by e-mail: what you choose, as often as you choose, and stopped with one press.",
  },
];

// Each form carries a mark with its time, and may hold what somebody typed.
export const headers: HeadersFunction = () => ({ "Cache-Control": "private, no-store" });

const empty = { typed: typedWish(() => ""), mistakes: [] as Mistake[], notice: null as Notice | null, minutes: 0 };

export const loader = () => ({ ...empty, token: newSignUpToken(now()) });

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await postedForm(request);
  const token = textOf(form, "form");
  const typed = typedWish((name) => textOf(form, name));
  const bot = botRefusal({ token, trap: form.has("website") ? textOf(form, "website") : null }, now());
  // A form that only came too soon keeps its mark, so that the next press counts.
  const keptToken = bot === null || bot === "too-quick" ? token : newSignUpToken(now());
  const back = (status: number, found: { mistakes?: Mistake[]; notice?: Notice; minutes?: number }) =>
    data({ ...empty, typed, token: keptToken, ...found }, { status });

  if (bot) return back(400, { notice: bot });
  const read = readSignUp(typed);
  if ("mistakes" in read) return back(400, { mistakes: read.mistakes });
  const asked = await requestSubscription(read, { address: context.address });
  if ("refused" in asked) return back(429, { notice: "too-many", minutes: asked.minutes });
  return redirect("/newsletter/asked", 303);
}

export default function SignUp() {
  const loaded = useLoaderData<typeof loader>();
  const { typed, token, mistakes, notice, minutes } = useActionData<typeof action>() ?? loaded;
  const { charity } = useSite();
  return (
    <TaskPage here="/newsletter" skip="Skip to the form">
      <ErrorSummary mistakes={mistakes} />
      {notice && <SignUpNotice notice={notice} minutes={minutes} />}
      <h1>Letters by e-mail</h1>
      <p className="lead">Choose what you would like to hear. Change it, pause it or stop it in any letter, without a password.</p>
      <form method="post" action="/newsletter" className="form" noValidate acceptCharset="utf-8">
        <input type="hidden" name="form" value={token} />
        <WishQuestions typed={typed} mistakes={mistakes} />
        <EmailField hint="We write there first, to check that it is really you." typed={typed} mistakes={mistakes} />
        <Trap />
        <div className="stack">
          <p>
            <button className="button give">Sign me up</button>
          </p>
          <p className="hint">
            Next comes one letter with a link. Nothing else is sent before you have opened it and pressed its button. {charity.name} gives
            your address to nobody but the service that delivers the letters, and no letter tells us whether you opened it.{" "}
            <a href="/privacy">How we handle your details</a>
          </p>
        </div>
      </form>
    </TaskPage>
  );
}
