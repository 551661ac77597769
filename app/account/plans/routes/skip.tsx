import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { now } from "~/platform/clock";
import { londonDate } from "~/platform/london-dates";
import { done, refused } from "../respond.server";
import { fullDayOfWeek } from "~/platform/format-date";
import { fieldsOf, ownPlan } from "../own-plan.server";
import { priceOf, skipsAt } from "~/sponsorship/manage/plan-summary.server";
import { afterSkipping, skipCollection, unskipCollection } from "~/sponsorship/manage/skip-collection.server";
import { DoIt, PlanPage, Rows } from "../ui/plan-page";

export const meta: MetaFunction = () => [{ title: "Skip one" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, params }: LoaderFunctionArgs) {
  const plan = await ownPlan(request, params);
  const day = (at: Date) => fullDayOfWeek(londonDate(at));
  return {
    id: plan.id,
    skipping: skipsAt(plan, now()),
    nextAt: plan.nextAt?.toISOString() ?? "",
    next: plan.nextAt && day(plan.nextAt),
    after: plan.nextAt && `${priceOf(plan)} on ${day(afterSkipping(plan.nextAt, plan.rhythm))}`,
    price: priceOf(plan),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const plan = await ownPlan(request, params);
  const field = await fieldsOf(request);
  if (field("back") === "yes") {
    const back = await unskipCollection(plan.id, { by: "sponsor" });
    return "refused" in back ? refused(back.refused) : done(plan.id, "unskip");
  }
  const nextAt = new Date(field("next"));
  // Another day than was shown is refused by the verb; what is no day at all can't be the one that was shown.
  if (Number.isNaN(nextAt.getTime())) return refused("dates-moved");
  const skipped = await skipCollection(plan.id, { nextAt, by: "sponsor" });
  if (!("refused" in skipped)) return done(plan.id, "skip");
  return refused(skipped.refused === "nothing-due" ? "dates-moved" : skipped.refused);
}

export default function PlanSkip() {
  const { id, skipping, nextAt, next, after, price } = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const notice = answered && "notice" in answered ? answered.notice : null;
  const here = `/supporter/plans/${id}/skip`;
  if (skipping) {
    return (
      <PlanPage id={id} title="Take the skip back" notice={notice}>
        <p>One payment is left out, as you asked. The next one then is on {next}. You can have it taken after all, on its usual day.</p>
        <form method="post" action={here} className="form">
          <input type="hidden" name="back" value="yes" />
          <DoIt words="Take it after all" id={id} leave="Leave it out" />
        </form>
      </PlanPage>
    );
  }
  return (
    <PlanPage id={id} title="Skip one" notice={notice}>
      {next && after ? (
        <>
          <Rows
            rows={[
              ["Left out", `${price} on ${next}`],
              ["Next payment", after],
            ]}
          />
          <form method="post" action={here} className="form">
            <input type="hidden" name="next" value={nextAt} />
            <DoIt words="Leave it out" id={id} />
          </form>
        </>
      ) : (
        <p>No payment is due just now, so there is none to leave out.</p>
      )}
    </PlanPage>
  );
}
