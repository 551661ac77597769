import { data, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { config } from "~/platform/config/config.server";
import { londonDate } from "~/platform/london-dates";
import { formatPounds, pence } from "~/platform/money";
import { noStoreHeaders } from "~/supporters/sign-in/session.server";
import { redirectWithSuccess, respondRefused } from "../respond.server";
import { collectionBreakdown } from "~/sponsorship/manage/change-amount.server";
import { cancelBillingIntervalChange, changeBillingInterval } from "~/sponsorship/manage/change-billing-interval.server";
import { formatWeekdayDate } from "~/platform/format-date";
import { readChoices } from "~/platform/http/forms/form-data.server";
import { requireChangeablePlan, requireOwnPlan } from "../own-plan.server";
import { allowsDirectDebit, billingIntervalLabels, billingIntervals, type BillingInterval } from "~/sponsorship/plan";
import type { PlanWithDetails } from "~/sponsorship/plans.server";
import { formatPrice, summarizePlan } from "~/sponsorship/manage/plan-summary.server";
import { frequencyOptions } from "~/sponsorship/join/frequency-options";
import { RadioGroup } from "~/platform/ui/radio-group";
import { SummaryList } from "~/platform/ui/summary-list";
import { PlanPage, SubmitRow } from "../ui/plan-page";
import { now } from "~/platform/clock";

export const meta: MetaFunction = () => [{ title: "Change how it is collected" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, params }: LoaderFunctionArgs) {
  const plan = await requireChangeablePlan(request, params);
  const from = plan.paidUntil ?? plan.nextCollectionAt ?? now();
  const options = frequencyOptions(pence(plan.weeklyPence), from, config.charity.fees)
    .filter(
      ({ billingInterval }) =>
        billingInterval !== plan.billingInterval && (plan.paymentMethod !== "bacs_debit" || allowsDirectDebit(billingInterval)),
    )
    .map(({ billingInterval, name, netText }) => ({ billingInterval, name, netText, collection: formatCollection(plan, billingInterval) }));
  return {
    id: plan.id,
    options,
    current: `${formatPrice(plan)} ${billingIntervalLabels[plan.billingInterval].every}`,
    pendingChange: summarizePlan(plan, now()).pendingChange,
  };
}

const formatCollection = (plan: PlanWithDetails, interval: BillingInterval) =>
  `${formatPounds(collectionBreakdown(plan, pence(plan.weeklyPence), interval).total)} ${billingIntervalLabels[interval].every}`;

function previewInterval(plan: PlanWithDetails, billingInterval: BillingInterval) {
  const { gift, cover, total } = collectionBreakdown(plan, pence(plan.weeklyPence), billingInterval);
  const from = plan.paidUntil ?? plan.nextCollectionAt;
  const day = from ? formatWeekdayDate(londonDate(from)) : null;
  return {
    billingInterval,
    previous: `${formatPrice(plan)} ${billingIntervalLabels[plan.billingInterval].every}`,
    collection: formatCollection(plan, billingInterval),
    cover: cover > 0 ? `${formatPounds(gift)} for the rooms, and ${formatPounds(cover)} for the fee` : null,
    next: day && `${formatPounds(total)} on ${day}`,
    termsFingerprint: `${billingInterval} ${total} ${day ?? ""}`,
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const plan = await requireOwnPlan(request, params);
  const form = await readChoices(request, "keep", "interval", "agreed");
  if (form.keep === "yes") {
    const undone = await cancelBillingIntervalChange(plan.id, { by: "sponsor" });
    return "refused" in undone ? respondRefused(undone.refused) : redirectWithSuccess(plan.id, "kept");
  }
  const billingInterval = billingIntervals.find((each) => each === form.interval);
  if (!billingInterval) {
    const errors = [{ field: "interval", message: "Choose how often it is collected" }];
    return data({ errors }, { status: 400, headers: noStoreHeaders() });
  }
  const preview = previewInterval(plan, billingInterval);
  if (form.agreed !== preview.termsFingerprint) return data({ preview }, { headers: noStoreHeaders() });
  const changed = await changeBillingInterval(plan.id, { billingInterval, by: "sponsor" });
  return "refused" in changed ? respondRefused(changed.refused) : redirectWithSuccess(plan.id, "interval");
}

export default function PlanFrequency() {
  const { id, options, current, pendingChange } = useLoaderData<typeof loader>();
  const actionData = useActionData<typeof action>();
  const path = `/supporter/plans/${id}/frequency`;
  const alert = actionData && "alert" in actionData ? actionData.alert : null;
  if (actionData && "preview" in actionData) {
    const { preview } = actionData;
    return (
      <PlanPage id={id} title="Check how it is collected">
        <SummaryList
          rows={[
            ["Until then", preview.previous],
            ["After that", preview.collection],
            ["Of it", preview.cover],
            ["Today", "Nothing is taken"],
            ["Next payment", preview.next],
          ]}
        />
        <p>What you gave already lasts until that day. You can change your mind until two hours before.</p>
        <form method="post" action={path} className="form">
          <input type="hidden" name="interval" value={preview.billingInterval} />
          <input type="hidden" name="agreed" value={preview.termsFingerprint} />
          <SubmitRow label="Collect it like this" id={id} />
        </form>
      </PlanPage>
    );
  }
  if (pendingChange) {
    return (
      <PlanPage id={id} title="A change waits" alert={alert}>
        <SummaryList
          rows={[
            ["Now", current],
            ["Then", pendingChange],
          ]}
        />
        <form method="post" action={path} className="form">
          <input type="hidden" name="keep" value="yes" />
          <SubmitRow label="Take the change back" id={id} cancelLabel="Let it happen" />
        </form>
      </PlanPage>
    );
  }
  const errors = actionData && "errors" in actionData ? actionData.errors : [];
  return (
    <PlanPage id={id} title="Change how it is collected" alert={alert} errors={errors}>
      <p>
        It is collected now: {current}. What you give each week stays the same. The change comes when what you have paid for ends, and
        nothing is taken before.
      </p>
      <form method="post" action={path} className="form">
        <fieldset className={errors.length > 0 ? "wrong" : undefined}>
          <legend>How often should we take payment?</legend>
          <RadioGroup
            name="interval"
            options={options.map((option) => ({
              value: option.billingInterval,
              label: (
                <>
                  <b>{option.name}</b>
                  <span className="hint num">{option.collection}.</span>
                  <span className="hint num font-bold text-text">{option.netText}</span>
                </>
              ),
            }))}
          />
        </fieldset>
        <SubmitRow label="Continue" id={id} />
      </form>
    </PlanPage>
  );
}
