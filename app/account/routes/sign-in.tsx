import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { knownBrowser } from "~/platform/http/forms/browser-cookie.server";
import { postedForm, textIn } from "~/platform/http/forms/form-data.server";
import { ErrorSummary, type FieldMistake } from "~/platform/ui/error-summary";
import { Field } from "~/platform/ui/text-field";
import { TaskPage } from "~/platform/ui/page-layout";
import { readEmail } from "~/supporters/person-form";
import { requestSignIn } from "~/supporters/sign-in/request-sign-in.server";
import { ownHeaders, supporterOf } from "~/supporters/sign-in/session.server";
import { linkMinutes, ownPage } from "~/supporters/sign-in/session-rules";

export const meta: MetaFunction = () => [{ title: "Sign in" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const goTo = ownPage(searchParams.get("to"));
  if (await supporterOf(request)) throw redirect(goTo ?? "/supporter", { headers: ownHeaders() });
  return { goTo, sent: searchParams.has("sent"), minutes: linkMinutes };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { browser, headers } = await knownBrowser(request);
  const form = await postedForm(request);
  const typed = textIn(form, "email") ?? "";
  const back = (status: number, found: { mistakes?: FieldMistake[]; wait?: number }) =>
    data({ typed, mistakes: found.mistakes ?? [], wait: found.wait ?? null }, { status, headers });

  const read = readEmail(typed, "the link to sign in goes there");
  if ("words" in read) return back(400, { mistakes: [read] });
  const asked = await requestSignIn(read.email, { browser, address: context.address, goTo: textIn(form, "to") ?? null });
  if ("refused" in asked) return back(429, { wait: asked.minutes });
  return redirect("/supporter/sign-in?sent", { status: 303, headers });
}

export default function SignIn() {
  const { goTo, sent, minutes } = useLoaderData<typeof loader>();
  const { typed = "", mistakes = [], wait = null } = useActionData<typeof action>() ?? {};
  if (sent && mistakes.length === 0 && wait === null) return <Sent minutes={minutes} />;
  return (
    <TaskPage skip="Skip to the form">
      <ErrorSummary mistakes={mistakes} />
      {wait !== null && (
        <div className="note" role="status" tabIndex={-1} {...{ autofocus: "" }}>
          <h2>Please wait a little</h2>
          <p>Links were asked for many times. Look at the newest letter, or try again in {wait === 1 ? "a minute" : `${wait} minutes`}.</p>
        </div>
      )}
      <h1>Sign in</h1>
      <p className="lead">If you have given to us, you have pages of your own: what you gave, your receipts, your sponsorship.</p>
      <p>There is no password. Write your e-mail address, and we send you a link that works once.</p>
      <form method="post" action="/supporter/sign-in" className="form" noValidate acceptCharset="utf-8">
        {goTo && <input type="hidden" name="to" value={goTo} />}
        <Field
          name="email"
          type="email"
          label="E-mail address"
          hint="The one that your receipts go to."
          className="chars-20"
          autoComplete="email"
          spellCheck={false}
          defaultValue={typed}
          mistakes={mistakes}
        />
        <p>
          <button className="button">Send me a link</button>
        </p>
      </form>
    </TaskPage>
  );
}

function Sent({ minutes }: { minutes: number }) {
  return (
    <TaskPage>
      <h1>Look into your letters</h1>
      <p className="lead">If a gift or a sponsorship was made with that address, a link to sign in is on its way to it.</p>
      <p>It works once, for {minutes} minutes. Open it in this browser if you can.</p>
      <p>
        Nothing there after a few minutes? Look into the folder for spam, check that it is the address your receipts go to, and{" "}
        <a href="/supporter/sign-in">ask for another link</a>.
      </p>
    </TaskPage>
  );
}
