import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { DeskPage } from "~/desk/ui/desk-page";
import { Notice } from "~/desk/ui/page-parts";
import { parseDeskSignUp, toldWayLabels, toldWays, type DeskSignUpInput } from "~/newsletter/sign-up/desk-sign-up-form";
import { signUpAtDesk } from "~/newsletter/sign-up/sign-up-at-desk.server";
import { suppressionReasonTexts } from "~/newsletter/suppressions/suppression";
import { signUpFields, topicInputFrom } from "~/newsletter/topic-form";
import { TopicFields } from "~/newsletter/ui/topic-fields";
import { now } from "~/platform/clock";
import { readForm } from "~/platform/http/forms/form-data.server";
import { chosen, typed } from "~/platform/http/forms/form-fields";
import { londonDate } from "~/platform/london-dates";
import { Button } from "~/platform/ui/button";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { CompactRadioGroup } from "~/platform/ui/radio-group";
import { Checkbox, Field, FieldError, findError } from "~/platform/ui/text-field";
import { requireStaff } from "~/staff/session.server";
import { findSupporterEmail } from "~/supporters/privacy/known-addresses.server";

export const meta: MetaFunction = () => [{ title: "Sign somebody up" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

type Shown = { input: DeskSignUpInput; errors: FormError[]; notice: string | null };

/** `?person=` is a supporter's id: an address stands in no link. */
export async function loader({ request }: LoaderFunctionArgs): Promise<Shown> {
  await requireStaff(request);
  const { searchParams } = new URL(request.url);
  const email = (await findSupporterEmail(searchParams.get("person") ?? "")) ?? "";
  const isDone = searchParams.get("done") === "asked";
  const notice = isDone ? "Written down. An email asks that address to confirm; the newsletter comes once it has." : null;
  return { input: { ...topicInputFrom({}), email }, errors: [], notice };
}

const fields = { ...signUpFields, way: chosen, askedOn: typed("day", 40), agreed: chosen } as const;

const refusals = {
  subscribed: "The newsletter goes to that address already. Nothing was changed.",
  "asked-today": "An email asks that address to confirm since today. Nothing more was sent.",
  "being-erased": "That address is being forgotten just now. Nothing was changed.",
};

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, "editor", "treasurer", "administrator");
  const { input: form, errors } = await readForm(request, fields);
  const input: DeskSignUpInput = { ...topicInputFrom(form), way: form.way, askedOn: form.askedOn, agreed: form.agreed };
  const fail = (wrong: FormError[], status: number) => data({ input, errors: wrong, notice: null } satisfies Shown, { status });
  if (errors.length > 0) return fail(errors, 400);
  const parsed = parseDeskSignUp(input, londonDate(now()));
  if ("errors" in parsed) return fail(parsed.errors, 400);
  const result = await signUpAtDesk(staff, parsed.signUp);
  if ("requested" in result) return redirect("/desk/newsletter/sign-up?done=asked", 303);
  const message =
    result.refused === "stopped"
      ? `Nothing may be sent to that address: ${suppressionReasonTexts[result.reason]}. Look it up to see what can be done.`
      : refusals[result.refused];
  return fail([{ field: "email", message }], 409);
}

/** Signs somebody up who asked staff for the newsletter. The address itself confirms it. */
export default function SignUp() {
  const loaded = useLoaderData<typeof loader>();
  const { input, errors, notice } = useActionData<typeof action>() ?? loaded;
  return (
    <DeskPage>
      <h1>Sign somebody up</h1>
      <ErrorSummary errors={errors} />
      <Notice notice={notice} />
      <p>
        For whoever asked you for the newsletter. An email asks their address to confirm, so that nobody gets what somebody else asked for;
        without that nothing comes. A list with proof of consent goes in as <a href="/desk/newsletter/lists">a list</a>.
      </p>
      <form method="post" action="/desk/newsletter/sign-up" className="form" noValidate>
        <Field name="email" label="Their email address" type="email" defaultValue={input.email} errors={errors} />
        <TopicFields
          input={input}
          errors={errors}
          legends={{ topics: "What they would like to hear about", frequency: "How often we may write" }}
        />
        <CompactRadioGroup
          name="way"
          legend="How they asked for it"
          options={toldWays.map((each) => ({ value: each, label: toldWayLabels[each] }))}
          {...(input.way !== undefined && { selected: input.way })}
          errors={errors}
        />
        <Field
          name="askedOn"
          label="The day on which they asked"
          hint="Such as 27/3/2026: the day on the form, or of the call."
          defaultValue={input.askedOn}
          errors={errors}
        />
        <FieldError field="agreed" message={findError(errors, "agreed")} />
        <Checkbox
          name="agreed"
          checked={input.agreed === "yes"}
          label="They asked for it themselves, and saw or heard the words beside what is ticked above"
        />
        <p className="hint">The record of consents keeps how and when they asked, and the audit log that it was you who wrote it down.</p>
        <Button>Ask them to confirm</Button>
      </form>
    </DeskPage>
  );
}
