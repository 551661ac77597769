import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { now } from "~/platform/clock";
import { londonDate } from "~/platform/london-dates";
import { done, refused } from "../respond.server";
import { fullDayOfWeek } from "~/platform/format-date";
import { fieldsOf, ownPlan } from "../own-plan.server";
import { goingOf, resumePlan } from "~/sponsorship/manage/resume-plan.server";
import { priceOf } from "~/sponsorship/manage/plan-summary.server";
import { DoIt, PlanPage, Rows } from "../ui/plan-page";

export const meta: MetaFunction = () => [{ title: "Start again" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, params }: LoaderFunctionArgs) {
  const plan = await ownPlan(request, params);
  const going = goingOf(plan, now());
  const day = plan.paidUntil && fullDayOfWeek(londonDate(plan.paidUntil));
  return { id: plan.id, paused: plan.standing === "paused", going, price: priceOf(plan), means: plan.methodWords, day };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const plan = await ownPlan(request, params);
  const field = await fieldsOf(request);
  const resumed = await resumePlan(plan.id, { going: field("going") === "now" ? "now" : "unchanged", by: "sponsor" });
  return "refused" in resumed ? refused(resumed.refused) : done(plan.id, "resume");
}

export default function PlanResume() {
  const { id, paused, going, price, means, day } = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const atOnce = going === "now";
  return (
    <PlanPage id={id} title="Start again" notice={answered?.notice}>
      {paused ? (
        <>
          <p>
            {atOnce
              ? "Your sponsorship goes on from today, with a payment now."
              : "What you gave before the break still lasts, so nothing is taken today."}
          </p>
          <Rows
            rows={[
              ["Today", atOnce ? `${price} is taken` : "Nothing is taken"],
              ["From", atOnce ? means : null],
              ["Next payment", atOnce ? null : `${price} on ${day}`],
            ]}
          />
          <form method="post" action={`/supporter/plans/${id}/resume`} className="form">
            <input type="hidden" name="going" value={going} />
            <DoIt words={atOnce ? `Start again, and pay ${price} now` : "Start again"} id={id} leave="Leave it paused" />
          </form>
        </>
      ) : (
        <p>Your sponsorship is not paused.</p>
      )}
    </PlanPage>
  );
}
