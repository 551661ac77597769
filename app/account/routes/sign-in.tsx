import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { getOrCreateBrowserId } from "~/platform/http/forms/browser-cookie.server";
import { readForm } from "~/platform/http/forms/form-data.server";
import { chosen, personFields } from "~/platform/http/forms/form-fields";
import { Button } from "~/platform/ui/button";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { NoticeBox, type NoticeText } from "~/platform/ui/notice-box";
import { Field } from "~/platform/ui/text-field";
import { PageLayout } from "~/platform/ui/page-layout";
import { parseEmail } from "~/supporters/person-form";
import { requestSignIn } from "~/supporters/sign-in/request-sign-in.server";
import { retryAfter, type SecondPress } from "~/platform/http/forms/second-press.server";
import { findSignedInSupporter, noStoreHeaders } from "~/supporters/sign-in/session.server";
import { linkLifetimeMinutes, parseReturnPath } from "~/supporters/sign-in/session-rules";

export const meta: MetaFunction = () => [{ title: "Sign in" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = ({ actionHeaders }) => ({
  "Cache-Control": "no-store",
  ...retryAfter(actionHeaders.get("Retry-After")),
});

export async function loader({ request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const goTo = parseReturnPath(searchParams.get("to"));
  if (await findSignedInSupporter(request)) throw redirect(goTo ?? "/supporter", { headers: noStoreHeaders() });
  return { goTo, sent: searchParams.has("sent"), minutes: linkLifetimeMinutes };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { browserId, headers } = await getOrCreateBrowserId(request);
  const { input: form, errors: readErrors } = await readForm(request, { email: personFields.email, to: chosen, ticket: chosen });
  const input = form.email ?? "";
  const respondInvalid = (status: number, outcome: { errors?: FormError[]; wait?: number; press?: SecondPress }) =>
    data(
      { input, errors: outcome.errors ?? [], wait: outcome.wait ?? null, press: outcome.press ?? null },
      { status, headers: { ...headers, ...retryAfter(outcome.press?.waitSeconds) } },
    );

  if (readErrors.length > 0) return respondInvalid(400, { errors: readErrors });
  const parsed = parseEmail(input, "the link to sign in goes there");
  if ("message" in parsed) return respondInvalid(400, { errors: [parsed] });
  const requested = await requestSignIn(parsed.email, {
    browser: browserId,
    ip: context.ip,
    goTo: form.to ?? null,
    ticket: form.ticket,
  });
  if ("ticket" in requested) return respondInvalid(429, { press: requested });
  if ("refused" in requested) return respondInvalid(429, { wait: requested.minutes });
  return redirect("/supporter/sign-in?sent", { status: 303, headers });
}

export default function SignIn() {
  const { goTo, sent, minutes } = useLoaderData<typeof loader>();
  const { input = "", errors = [], wait = null, press = null } = useActionData<typeof action>() ?? {};
  if (sent && errors.length === 0 && wait === null && press === null) return <LinkSent minutes={minutes} />;
  return (
    <PageLayout skipLinkText="Skip to the form">
      <ErrorSummary errors={errors} />
      {wait !== null && <NoticeBox {...waitText(wait)} />}
      {press && <NoticeBox {...pressAgainText(press)} />}
      <h1>Sign in</h1>
      <p className="lead">If you have given to us, you have pages of your own: what you gave, your receipts, your sponsorship.</p>
      <p>There is no password. Enter your email address, and we will send you a link that works once.</p>
      <form method="post" action="/supporter/sign-in" className="form" noValidate acceptCharset="utf-8">
        {press && <input type="hidden" name="ticket" value={press.ticket} />}
        {goTo && <input type="hidden" name="to" value={goTo} />}
        <Field
          name="email"
          type="email"
          label="Email address"
          hint="The one that your receipts go to."
          className="max-w-88"
          autoComplete="email"
          spellCheck={false}
          defaultValue={input}
          errors={errors}
        />
        <p>
          <Button>Send me a link</Button>
        </p>
      </form>
    </PageLayout>
  );
}

const waitText = (minutes: number): NoticeText => ({
  title: "Please wait a little",
  body: `You have asked for a link many times. The one in the newest email still works. Or try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`,
});

const pressAgainText = ({ waitSeconds }: SecondPress): NoticeText => ({
  title: waitSeconds > 5 ? `Please wait ${waitSeconds} seconds, then press “Send me a link”` : "Please press “Send me a link” again",
  body: "Many links were asked for from your network in a short time, so we ask you to press the button again to keep programs out.",
});

function LinkSent({ minutes }: { minutes: number }) {
  return (
    <PageLayout>
      <h1>Check your email</h1>
      <p className="lead">If a donation or a sponsorship was made with that address, a link to sign in is on its way to it.</p>
      <p>It works once, for {minutes} minutes. Open it in this browser if you can.</p>
      <p>
        Nothing there after a few minutes? Check your spam or junk folder, check that it is the address your receipts go to, and{" "}
        <a href="/supporter/sign-in">ask for another link</a>.
      </p>
    </PageLayout>
  );
}
