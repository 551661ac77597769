import { data, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { now } from "~/platform/clock";
import { formatDate } from "~/platform/format-date";
import { readForm } from "~/platform/http/forms/form-data.server";
import type { FormError } from "~/platform/http/forms/form-fields";
import { addDays, fromDateColumn, londonDate } from "~/platform/london-dates";
import { presentFields } from "~/sponsorship/join/plan-form";
import { presentInput } from "~/sponsorship/join/restore-plan-form.server";
import { maxPresentDays, parsePresent } from "~/sponsorship/join/tribute";
import { certificateSentOn, changePresent } from "~/sponsorship/present/change-present.server";
import { CertificateEmailFields, PresentDayField, PresentNameField, PresentWordsField } from "~/sponsorship/present/ui/present-fields";
import { noStoreHeaders } from "~/supporters/sign-in/session.server";
import { requireChangeablePlan } from "../own-plan.server";
import { redirectWithSuccess, respondRefused } from "../respond.server";
import { PlanPage, SubmitRow } from "../ui/plan-page";

export const meta: MetaFunction = () => [{ title: "Change the present" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

/** The signed-in person's own plan, which is a present. Throws 404 where it is none. */
async function requirePresent({ request, params }: LoaderFunctionArgs | ActionFunctionArgs) {
  const plan = await requireChangeablePlan(request, params);
  if (!plan.presentOn) throw new Response(null, { status: 404 });
  return { plan, presentOn: plan.presentOn, sentOn: await certificateSentOn(plan.id) };
}

export async function loader(args: LoaderFunctionArgs) {
  const { plan, presentOn, sentOn } = await requirePresent(args);
  const today = londonDate(now());
  const agreedDay = fromDateColumn(presentOn);
  return {
    id: plan.id,
    known: presentInput(plan, presentOn),
    sentOn,
    days: { from: agreedDay < today ? agreedDay : today, until: addDays(today, maxPresentDays) },
  };
}

export async function action(args: ActionFunctionArgs) {
  const { plan, presentOn, sentOn } = await requirePresent(args);
  const { input, errors: readErrors } = await readForm(args.request, presentFields);
  const errors: FormError[] = [...readErrors];
  // What was emailed is no question any more.
  const asked = sentOn === null ? input : { presentname: input.presentname, presentwords: input.presentwords };
  const present = parsePresent(asked, londonDate(now()), fromDateColumn(presentOn), (error) => void errors.push(error));
  if (errors.length > 0) return data({ input, errors }, { status: 400, headers: noStoreHeaders() });
  const changed = await changePresent(plan.id, present, "sponsor");
  return "refused" in changed ? respondRefused(changed.refused) : redirectWithSuccess(plan.id, "present");
}

export default function PlanPresent() {
  const { id, known, sentOn, days } = useLoaderData<typeof loader>();
  const actionData = useActionData<typeof action>();
  const errors = actionData && "errors" in actionData ? actionData.errors : [];
  const input = actionData && "input" in actionData ? actionData.input : known;
  const formState = { input, errors };
  return (
    <PlanPage id={id} title="Change the present" alert={actionData && "alert" in actionData ? actionData.alert : null} errors={errors}>
      {sentOn && <p>We emailed the certificate on {formatDate(sentOn)}. The link in that email shows what you save here.</p>}
      <form method="post" action={`/supporter/plans/${id}/present`} className="form" noValidate>
        <PresentNameField {...formState} />
        {!sentOn && <PresentDayField days={days} hint="It stands on the certificate." {...formState} />}
        <PresentWordsField {...formState} />
        {!sentOn && <CertificateEmailFields {...formState} />}
        <SubmitRow label="Save" id={id} />
      </form>
    </PlanPage>
  );
}
