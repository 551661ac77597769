import { data, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Button } from "~/platform/ui/button";
import { Fieldset, RadioGroup } from "~/platform/ui/radio-group";
import { Checkbox } from "~/platform/ui/text-field";
import { noStoreHeaders } from "~/supporters/sign-in/session.server";
import { redirectWithSuccess, respondRefused } from "../respond.server";
import { changeEmailSettings } from "~/sponsorship/manage/change-email-settings.server";
import { readChoices } from "~/platform/http/forms/form-data.server";
import { requireOwnPlan } from "../own-plan.server";
import { receiptFrequencies } from "~/sponsorship/join/plan-form";
import { revokeLinks } from "~/sponsorship/manage/revoke-links.server";
import { PlanPage, SubmitRow } from "../ui/plan-page";
import { tick } from "~/platform/ui/looks";

export const meta: MetaFunction = () => [{ title: "Your emails" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { id, receiptFrequency, wantsAnniversaryEmail } = await requireOwnPlan(request, params);
  return { id, receipts: receiptFrequency, anniversary: wantsAnniversaryEmail };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { id } = await requireOwnPlan(request, params);
  const form = await readChoices(request, "links", "receipts", "anniversary");
  if (form.links === "yes") {
    const revoked = await revokeLinks(id, { by: "sponsor" });
    return "refused" in revoked ? respondRefused(revoked.refused) : redirectWithSuccess(id, "links");
  }
  const receipts = receiptFrequencies.find((each) => each === form.receipts);
  if (!receipts) {
    const errors = [{ field: "receipts", message: "Choose how often you would like a receipt" }];
    return data({ errors }, { status: 400, headers: noStoreHeaders() });
  }
  const changed = await changeEmailSettings(id, { receipts, anniversary: form.anniversary === "yes", by: "sponsor" });
  return "refused" in changed ? respondRefused(changed.refused) : redirectWithSuccess(id, "emails");
}

const frequencyLabels = {
  each: { name: "Each time", hint: "One for each payment, when it has arrived." },
  monthly: { name: "Once a month", hint: "One for all payments of a month." },
  yearly: { name: "Once a year", hint: "One for each tax year, after 5 April." },
};

export default function PlanEmails() {
  const { id, receipts, anniversary } = useLoaderData<typeof loader>();
  const actionData = useActionData<typeof action>();
  const errors = actionData && "errors" in actionData ? actionData.errors : [];
  return (
    <PlanPage id={id} title="Your emails" alert={actionData && "alert" in actionData ? actionData.alert : null} errors={errors}>
      <form method="post" action={`/supporter/plans/${id}/emails`} className="form">
        <Fieldset name="receipts" legend="How often would you like a receipt?" errors={errors}>
          <RadioGroup
            name="receipts"
            selected={receipts}
            options={receiptFrequencies.map((each) => ({
              value: each,
              label: <b>{frequencyLabels[each].name}</b>,
              hint: frequencyLabels[each].hint,
            }))}
          />
          <Checkbox
            className={`${tick} mt-5`}
            name="anniversary"
            label="Once a year, an email about what the rooms did"
            hint="It asks for nothing."
            checked={anniversary}
          />
        </Fieldset>
        <p className="hint">Emails about a payment that did not go through, or about a change, always come.</p>
        <SubmitRow label="Save" id={id} />
      </form>
      <h2>Links in emails</h2>
      <p>
        Each email has a link with which this one sponsorship can be seen, paused and cancelled without signing in. If an email went to
        somebody who should not have it, make all links so far stop working. New emails carry new ones.
      </p>
      <form method="post" action={`/supporter/plans/${id}/emails`}>
        <Button name="links" value="yes">
          Stop all links so far
        </Button>
      </form>
    </PlanPage>
  );
}
