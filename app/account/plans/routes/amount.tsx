import { data, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { Mistake } from "~/giving/checkout/form-fields";
import { londonDate } from "~/platform/london-dates";
import { pence, pounds } from "~/platform/money";
import { Field } from "~/platform/ui/text-field";
import { ownHeaders } from "~/supporters/sign-in/session.server";
import { done, refused } from "../respond.server";
import { changeAmount, sumOf } from "~/sponsorship/manage/change-amount.server";
import { fullDayOfWeek } from "~/platform/format-date";
import { fieldsOf, ownPlan } from "../own-plan.server";
import { rhythmWords } from "~/sponsorship/plan";
import { readWeekly } from "~/sponsorship/join/plan-form";
import type { PlanWithRoom } from "~/sponsorship/plans.server";
import { priceOf } from "~/sponsorship/manage/plan-summary.server";
import { DoIt, PlanPage, Rows } from "../ui/plan-page";

export const meta: MetaFunction = () => [{ title: "Change the amount" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, params }: LoaderFunctionArgs) {
  const plan = await ownPlan(request, params);
  return { id: plan.id, weekly: (plan.weeklyPence / 100).toFixed(2), now: `${pounds(pence(plan.weeklyPence))} a week` };
}

/** What a new amount comes to: shown before it is agreed to, and compared with what is true when it is. */
function comesTo(plan: PlanWithRoom, weekly: number) {
  const { gift, cover, whole } = sumOf(plan, pence(weekly), plan.rhythm);
  const next = plan.nextAt ? fullDayOfWeek(londonDate(plan.nextAt)) : null;
  return {
    typed: (weekly / 100).toFixed(2),
    weekly: `${pounds(pence(weekly))} a week`,
    was: `${priceOf(plan)} ${rhythmWords[plan.rhythm].every}`,
    sum: `${pounds(whole)} ${rhythmWords[plan.rhythm].every}`,
    cover: cover > 0 ? `${pounds(gift)} for the rooms, and ${pounds(cover)} for the fee` : null,
    next: next ? `${pounds(whole)} on ${next}` : plan.resumesOn ? `${pounds(whole)} on ${fullDayOfWeek(plan.resumesOn)}` : null,
    seal: `${whole} ${next ?? plan.resumesOn ?? ""}`,
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const plan = await ownPlan(request, params);
  const field = await fieldsOf(request);
  const read = readWeekly({ weekly: "other", other: field("other") }, []);
  if ("words" in read) return data({ mistakes: [read] as Mistake[], typed: field("other") }, { status: 400, headers: ownHeaders() });
  const check = comesTo(plan, read.weekly);
  if (field("agreed") !== check.seal) {
    const moved = field("agreed") !== "";
    return data({ check, moved }, { headers: ownHeaders() });
  }
  const changed = await changeAmount(plan.id, { weekly: read.weekly, by: "sponsor" });
  if (!("refused" in changed)) return done(plan.id, "amount");
  return refused(changed.refused);
}

export default function PlanAmount() {
  const { id, weekly, now } = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const here = `/supporter/plans/${id}/amount`;
  if (answered && "check" in answered) {
    const { check, moved } = answered;
    return (
      <PlanPage
        id={id}
        title="Check the new amount"
        notice={moved ? { title: "The dates have moved on", words: "Please look at the new ones below." } : null}
      >
        <Rows
          rows={[
            ["Until now", check.was],
            ["New amount", check.weekly],
            ["Collected", check.sum],
            ["Of it", check.cover],
            ["Today", "Nothing is taken"],
            ["Next payment", check.next],
          ]}
        />
        <form method="post" action={here} className="form">
          <input type="hidden" name="other" value={check.typed} />
          <input type="hidden" name="agreed" value={check.seal} />
          <DoIt words="Change to this amount" id={id} />
        </form>
      </PlanPage>
    );
  }
  const mistakes = answered && "mistakes" in answered ? answered.mistakes : [];
  return (
    <PlanPage id={id} title="Change the amount" notice={answered && "notice" in answered ? answered.notice : null} mistakes={mistakes}>
      <p>
        You give {now}. More or less: both are welcome. Nothing is taken today; the new amount counts from the next payment. You see the
        exact sum and date before anything changes.
      </p>
      <form method="post" action={here} className="form" noValidate>
        <Field
          name="other"
          label="How much each week, in pounds?"
          hint="From £2.50"
          before="£"
          inputMode="decimal"
          autoComplete="off"
          defaultValue={answered && "typed" in answered ? answered.typed : weekly}
          mistakes={mistakes}
        />
        <DoIt words="Continue" id={id} />
      </form>
    </PlanPage>
  );
}
