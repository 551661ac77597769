import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { now } from "~/platform/clock";
import { readForm } from "~/platform/http/forms/form-data.server";
import { retryAfter, type SecondPress } from "~/platform/http/forms/second-press.server";
import { Button } from "~/platform/ui/button";
import { ErrorSummary } from "~/platform/ui/error-summary";
import { PageLayout } from "~/platform/ui/page-layout";
import { useSite } from "~/platform/ui/site";
import { Honeypot } from "~/platform/ui/honeypot";
import { EmailField } from "~/supporters/ui/person-fields";
import { detectBot, createSignUpToken } from "../bot-check.server";
import { requestSubscription } from "../request-subscription.server";
import type { FormError } from "~/platform/http/forms/form-fields";
import { parseSignUp, signUpFields, topicInputFrom } from "~/newsletter/topic-form";
import { SignUpNotice, type Notice } from "../ui/sign-up-notice";
import { TopicFields } from "~/newsletter/ui/topic-fields";

export const meta: MetaFunction = () => [
  { title: "Newsletter" },
  {
    name: "description",
    content: "News of the rooms, events and appeals by email. Choose what you get. Unsubscribe any time.",
  },
];

// Each form carries a mark with its time, and may hold what somebody typed.
export const headers: HeadersFunction = ({ actionHeaders }) => ({
  "Cache-Control": "private, no-store",
  ...retryAfter(actionHeaders.get("Retry-After")),
});

const emptyReply = {
  input: topicInputFrom({}),
  errors: [] as FormError[],
  notice: null as Notice | null,
  press: null as SecondPress | null,
};

export const loader = () => ({ ...emptyReply, token: createSignUpToken(now()) });

export async function action({ request, context }: ActionFunctionArgs) {
  const { input: form, errors: readErrors } = await readForm(request, signUpFields);
  const token = form.form ?? "";
  const input = topicInputFrom(form);
  const botReason = detectBot({ token, honeypot: form.website ?? null }, now());
  // A form that only came too soon keeps its mark, so that the next press counts.
  const reusedToken = botReason === null ? token : createSignUpToken(now());
  const back = (status: number, reply: { errors?: FormError[]; notice?: Notice; press?: SecondPress }) =>
    data({ ...emptyReply, input, token: reusedToken, ...reply }, { status, headers: retryAfter(reply.press?.waitSeconds) });

  if (readErrors.length > 0) return back(400, { errors: readErrors });
  if (botReason) return back(400, { notice: botReason });
  const parsed = parseSignUp(input);
  if ("errors" in parsed) return back(400, { errors: parsed.errors });
  const result = await requestSubscription(parsed, { ip: context.ip, ticket: form.ticket });
  if ("refused" in result) return back(429, { notice: "press-again", press: { waitSeconds: result.waitSeconds, ticket: result.ticket } });
  return redirect("/newsletter/asked", 303);
}

export default function SignUp() {
  const loaded = useLoaderData<typeof loader>();
  const { input, token, errors, notice, press } = useActionData<typeof action>() ?? loaded;
  const { charity } = useSite();
  return (
    <PageLayout currentSection="/newsletter" skipLinkText="Skip to the form">
      <ErrorSummary errors={errors} />
      {notice && <SignUpNotice notice={notice} waitSeconds={press?.waitSeconds ?? 0} />}
      <h1>Newsletter</h1>
      <p className="lead">
        Choose what you would like to hear. You can change it, pause it or unsubscribe from any email, without a password.
      </p>
      <form method="post" action="/newsletter" className="form" noValidate acceptCharset="utf-8">
        <input type="hidden" name="form" value={token} />
        {press && <input type="hidden" name="ticket" value={press.ticket} />}
        <TopicFields input={input} errors={errors} />
        <EmailField hint="We send an email there first, to check that it is really you." input={input} errors={errors} />
        <Honeypot />
        <div className="stack">
          <p>
            <Button look="give">Sign me up</Button>
          </p>
          <p className="hint">
            We send you one email with a link. Nothing else is sent until you have opened it and confirmed. {charity.name} gives your
            address to nobody but the service that delivers the emails, and no email tells us whether you opened it.{" "}
            <a href="/privacy">How we handle your details</a>
          </p>
        </div>
      </form>
    </PageLayout>
  );
}
