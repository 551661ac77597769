import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { now } from "~/platform/clock";
import { londonDate } from "~/platform/london-dates";
import { redirectWithSuccess, respondRefused } from "../respond.server";
import { formatWeekdayDate } from "~/platform/format-date";
import { readChoices } from "~/platform/http/forms/form-data.server";
import { requireChangeablePlan, requireOwnPlan } from "../own-plan.server";
import { resumePlan, resumeTiming } from "~/sponsorship/manage/resume-plan.server";
import { formatPrice } from "~/sponsorship/manage/plan-summary.server";
import { SummaryList } from "~/platform/ui/summary-list";
import { PlanPage, SubmitRow } from "../ui/plan-page";

export const meta: MetaFunction = () => [{ title: "Start again" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, params }: LoaderFunctionArgs) {
  const plan = await requireChangeablePlan(request, params);
  const timing = resumeTiming(plan, now());
  const day = plan.paidUntil && formatWeekdayDate(londonDate(plan.paidUntil));
  return {
    id: plan.id,
    isPaused: plan.status === "paused",
    timing,
    price: formatPrice(plan),
    paymentMethodLabel: plan.paymentMethodLabel,
    day,
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const plan = await requireOwnPlan(request, params);
  const form = await readChoices(request, "going");
  const resumed = await resumePlan(plan.id, { timing: form.going === "now" ? "now" : "unchanged", by: "sponsor" });
  return "refused" in resumed ? respondRefused(resumed.refused) : redirectWithSuccess(plan.id, "resume");
}

export default function PlanResume() {
  const { id, isPaused, timing, price, paymentMethodLabel, day } = useLoaderData<typeof loader>();
  const actionData = useActionData<typeof action>();
  const chargesNow = timing === "now";
  return (
    <PlanPage id={id} title="Start again" alert={actionData?.alert}>
      {isPaused ? (
        <>
          <p>
            {chargesNow
              ? "Your sponsorship restarts today, with a payment now."
              : "What you gave before the break still lasts, so nothing is taken today."}
          </p>
          <SummaryList
            rows={[
              ["Today", chargesNow ? `${price} is taken` : "Nothing is taken"],
              ["From", chargesNow ? paymentMethodLabel : null],
              ["Next payment", chargesNow ? null : `${price} on ${day}`],
            ]}
          />
          <form method="post" action={`/supporter/plans/${id}/resume`} className="form">
            <input type="hidden" name="going" value={timing} />
            <SubmitRow label={chargesNow ? `Start again, and pay ${price} now` : "Start again"} id={id} cancelLabel="Leave it paused" />
          </form>
        </>
      ) : (
        <p>Your sponsorship is not paused.</p>
      )}
    </PlanPage>
  );
}
