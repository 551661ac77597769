import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { now } from "~/platform/clock";
import { londonDate } from "~/platform/london-dates";
import { redirectWithSuccess, respondRefused } from "../respond.server";
import { formatWeekdayDate } from "~/platform/format-date";
import { readChoices } from "~/platform/http/forms/form-data.server";
import { requireChangeablePlan, requireOwnPlan } from "../own-plan.server";
import { formatPrice, isSkippingAt } from "~/sponsorship/manage/plan-summary.server";
import { collectionAfterSkip, skipCollection, unskipCollection } from "~/sponsorship/manage/skip-collection.server";
import { SummaryList } from "~/platform/ui/summary-list";
import { PlanPage, SubmitRow } from "../ui/plan-page";

export const meta: MetaFunction = () => [{ title: "Skip next payment" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, params }: LoaderFunctionArgs) {
  const plan = await requireChangeablePlan(request, params);
  const day = (at: Date) => formatWeekdayDate(londonDate(at));
  return {
    id: plan.id,
    isSkipping: isSkippingAt(plan, now()),
    nextAt: plan.nextCollectionAt?.toISOString() ?? "",
    next: plan.nextCollectionAt && day(plan.nextCollectionAt),
    after: plan.nextCollectionAt && `${formatPrice(plan)} on ${day(collectionAfterSkip(plan.nextCollectionAt, plan.billingInterval))}`,
    price: formatPrice(plan),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const plan = await requireOwnPlan(request, params);
  const form = await readChoices(request, "back", "next");
  if (form.back === "yes") {
    const unskipped = await unskipCollection(plan.id, { by: "sponsor" });
    return "refused" in unskipped ? respondRefused(unskipped.refused) : redirectWithSuccess(plan.id, "unskip");
  }
  const nextAt = new Date(form.next);
  // Another day than was shown is refused by the verb; what is no day at all can't be the one that was shown.
  if (Number.isNaN(nextAt.getTime())) return respondRefused("dates-changed");
  const skipped = await skipCollection(plan.id, { nextAt, by: "sponsor" });
  if (!("refused" in skipped)) return redirectWithSuccess(plan.id, "skip");
  return respondRefused(skipped.refused === "nothing-due" ? "dates-changed" : skipped.refused);
}

export default function PlanSkip() {
  const { id, isSkipping, nextAt, next, after, price } = useLoaderData<typeof loader>();
  const actionData = useActionData<typeof action>();
  const alert = actionData && "alert" in actionData ? actionData.alert : null;
  const path = `/supporter/plans/${id}/skip`;
  if (isSkipping) {
    return (
      <PlanPage id={id} title="Don’t skip the payment" alert={alert}>
        <p>
          Your next payment will be skipped, as you asked. The one after that is on {next}. You can have it taken after all, on its usual
          day.
        </p>
        <form method="post" action={path} className="form">
          <input type="hidden" name="back" value="yes" />
          <SubmitRow label="Don’t skip it" id={id} cancelLabel="Skip the payment" />
        </form>
      </PlanPage>
    );
  }
  return (
    <PlanPage id={id} title="Skip next payment" alert={alert}>
      {next && after ? (
        <>
          <SummaryList
            rows={[
              ["Skipped", `${price} on ${next}`],
              ["Next payment", after],
            ]}
          />
          <form method="post" action={path} className="form">
            <input type="hidden" name="next" value={nextAt} />
            <SubmitRow label="Skip this payment" id={id} cancelLabel="Keep it" />
          </form>
        </>
      ) : (
        <p>No payment is due just now, so there is none to skip.</p>
      )}
    </PlanPage>
  );
}
