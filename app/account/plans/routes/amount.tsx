import { data, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { readForm } from "~/platform/http/forms/form-data.server";
import { chosen, typed, type FormError } from "~/platform/http/forms/form-fields";
import { fromDateColumn, londonDate } from "~/platform/london-dates";
import { formatPounds, pence } from "~/platform/money";
import { Field } from "~/platform/ui/text-field";
import { noStoreHeaders } from "~/supporters/sign-in/session.server";
import { redirectWithSuccess, respondRefused } from "../respond.server";
import { changeAmount, collectionBreakdown } from "~/sponsorship/manage/change-amount.server";
import { formatWeekdayDate } from "~/platform/format-date";
import { requireChangeablePlan, requireOwnPlan } from "../own-plan.server";
import { billingIntervalLabels } from "~/sponsorship/plan";
import { parseWeekly } from "~/sponsorship/join/plan-form";
import type { PlanWithDetails } from "~/sponsorship/plans.server";
import { formatPrice } from "~/sponsorship/manage/plan-summary.server";
import { SummaryList } from "~/platform/ui/summary-list";
import { PlanPage, SubmitRow } from "../ui/plan-page";

export const meta: MetaFunction = () => [{ title: "Change the amount" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, params }: LoaderFunctionArgs) {
  const plan = await requireChangeablePlan(request, params);
  return { id: plan.id, weekly: (plan.weeklyPence / 100).toFixed(2), current: `${formatPounds(pence(plan.weeklyPence))} a week` };
}

/** What a new amount comes to: shown before it is agreed to, and compared with what is true when it is. */
function previewAmount(plan: PlanWithDetails, weekly: number) {
  const { gift, cover, total } = collectionBreakdown(plan, pence(weekly), plan.billingInterval);
  const next = plan.nextCollectionAt ? formatWeekdayDate(londonDate(plan.nextCollectionAt)) : null;
  return {
    input: (weekly / 100).toFixed(2),
    weekly: `${formatPounds(pence(plan.weeklyPence))} a week now, ${formatPounds(pence(weekly))} a week from then on`,
    previous: `${formatPrice(plan)} ${billingIntervalLabels[plan.billingInterval].every}`,
    collection: `${formatPounds(total)} ${billingIntervalLabels[plan.billingInterval].every}`,
    cover: cover > 0 ? `${formatPounds(gift)} for the rooms, and ${formatPounds(cover)} for the fee` : null,
    next: next
      ? `${formatPounds(total)} on ${next}`
      : plan.resumesOn
        ? `${formatPounds(total)} on ${formatWeekdayDate(fromDateColumn(plan.resumesOn))}`
        : null,
    termsFingerprint: `${total} ${next ?? (plan.resumesOn ? fromDateColumn(plan.resumesOn) : "")}`,
  };
}

const amountFields = { other: typed("amount", 20), agreed: chosen } as const;

export async function action({ request, params }: ActionFunctionArgs) {
  const plan = await requireOwnPlan(request, params);
  const { input, errors } = await readForm(request, amountFields);
  const respondInvalid = (found: FormError[]) =>
    data({ errors: found, input: input.other ?? "" }, { status: 400, headers: noStoreHeaders() });
  if (errors.length > 0) return respondInvalid(errors);
  const parsed = parseWeekly({ weekly: "other", other: input.other }, []);
  if ("message" in parsed) return respondInvalid([parsed]);
  const preview = previewAmount(plan, parsed.weekly);
  if (input.agreed !== preview.termsFingerprint) {
    const hasChanged = (input.agreed ?? "") !== "";
    return data({ preview, hasChanged }, { headers: noStoreHeaders() });
  }
  const changed = await changeAmount(plan.id, { weekly: parsed.weekly, by: "sponsor" });
  if (!("refused" in changed)) return redirectWithSuccess(plan.id, "amount");
  return respondRefused(changed.refused);
}

export default function PlanAmount() {
  const { id, weekly, current } = useLoaderData<typeof loader>();
  const actionData = useActionData<typeof action>();
  const path = `/supporter/plans/${id}/amount`;
  if (actionData && "preview" in actionData) {
    const { preview, hasChanged } = actionData;
    return (
      <PlanPage
        id={id}
        title="Check the new amount"
        alert={hasChanged ? { title: "The dates have moved on", message: "Please look at the new ones below." } : null}
      >
        <SummaryList
          rows={[
            ["Until now", preview.previous],
            ["From now on", preview.collection],
            ["That is", preview.weekly],
            ["Each payment", preview.cover],
            ["Today", "Nothing is taken"],
            ["Next payment", preview.next],
          ]}
        />
        <form method="post" action={path} className="form">
          <input type="hidden" name="other" value={preview.input} />
          <input type="hidden" name="agreed" value={preview.termsFingerprint} />
          <SubmitRow label="Change to this amount" id={id} />
        </form>
      </PlanPage>
    );
  }
  const errors = actionData && "errors" in actionData ? actionData.errors : [];
  return (
    <PlanPage id={id} title="Change the amount" alert={actionData && "alert" in actionData ? actionData.alert : null} errors={errors}>
      <p>
        You give {current}. More or less: both are welcome. Nothing is taken today; the new amount counts from the next payment. You see the
        exact sum and date before anything changes.
      </p>
      <form method="post" action={path} className="form" noValidate>
        <Field
          name="other"
          label="How much each week, in pounds?"
          hint="From £2.50"
          prefix="£"
          inputMode="decimal"
          autoComplete="off"
          defaultValue={actionData && "input" in actionData ? actionData.input : weekly}
          errors={errors}
        />
        <SubmitRow label="Continue" id={id} />
      </form>
    </PlanPage>
  );
}
