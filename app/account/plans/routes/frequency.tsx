import { data, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { config } from "~/platform/config/config.server";
import { londonDate } from "~/platform/london-dates";
import { pence, pounds } from "~/platform/money";
import { ownHeaders } from "~/supporters/sign-in/session.server";
import { done, refused } from "../respond.server";
import { sumOf } from "~/sponsorship/manage/change-amount.server";
import { changeRhythm, keepRhythm } from "~/sponsorship/manage/change-billing-interval.server";
import { fullDayOfWeek } from "~/platform/format-date";
import { fieldsOf, ownPlan } from "../own-plan.server";
import { rhythms, rhythmWords, takesDirectDebit, type Rhythm } from "~/sponsorship/plan";
import type { PlanWithRoom } from "~/sponsorship/plans.server";
import { priceOf, showPlan } from "~/sponsorship/manage/plan-summary.server";
import { waysToCollect } from "~/sponsorship/join/frequency-options";
import { DoIt, PlanPage, Rows } from "../ui/plan-page";
import { now } from "~/platform/clock";

export const meta: MetaFunction = () => [{ title: "Change how it is collected" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, params }: LoaderFunctionArgs) {
  const plan = await ownPlan(request, params);
  const from = plan.paidUntil ?? plan.nextAt ?? now();
  const ways = waysToCollect(pence(plan.weeklyPence), from, config.charity.fees)
    .filter(({ rhythm }) => rhythm !== plan.rhythm && (plan.method !== "bacs_debit" || takesDirectDebit(rhythm)))
    .map(({ rhythm, name, reaches }) => ({ rhythm, name, reaches, sum: sumWords(plan, rhythm) }));
  return { id: plan.id, ways, now: `${priceOf(plan)} ${rhythmWords[plan.rhythm].every}`, waits: showPlan(plan, now()).waits };
}

const sumWords = (plan: PlanWithRoom, rhythm: Rhythm) =>
  `${pounds(sumOf(plan, pence(plan.weeklyPence), rhythm).whole)} ${rhythmWords[rhythm].every}`;

function comesTo(plan: PlanWithRoom, rhythm: Rhythm) {
  const { gift, cover, whole } = sumOf(plan, pence(plan.weeklyPence), rhythm);
  const from = plan.paidUntil ?? plan.nextAt;
  const day = from ? fullDayOfWeek(londonDate(from)) : null;
  return {
    rhythm,
    was: `${priceOf(plan)} ${rhythmWords[plan.rhythm].every}`,
    sum: sumWords(plan, rhythm),
    cover: cover > 0 ? `${pounds(gift)} for the rooms, and ${pounds(cover)} for the fee` : null,
    next: day && `${pounds(whole)} on ${day}`,
    seal: `${rhythm} ${whole} ${day ?? ""}`,
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const plan = await ownPlan(request, params);
  const field = await fieldsOf(request);
  if (field("keep") === "yes") {
    const kept = await keepRhythm(plan.id, { by: "sponsor" });
    return "refused" in kept ? refused(kept.refused) : done(plan.id, "kept");
  }
  const rhythm = rhythms.find((each) => each === field("rhythm"));
  if (!rhythm) {
    const mistakes = [{ field: "rhythm", words: "Choose how often it is collected" }];
    return data({ mistakes }, { status: 400, headers: ownHeaders() });
  }
  const check = comesTo(plan, rhythm);
  if (field("agreed") !== check.seal) return data({ check }, { headers: ownHeaders() });
  const changed = await changeRhythm(plan.id, { rhythm, by: "sponsor" });
  return "refused" in changed ? refused(changed.refused) : done(plan.id, "rhythm");
}

export default function PlanRhythm() {
  const { id, ways, now: today, waits } = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const here = `/supporter/plans/${id}/rhythm`;
  const notice = answered && "notice" in answered ? answered.notice : null;
  if (answered && "check" in answered) {
    const { check } = answered;
    return (
      <PlanPage id={id} title="Check how it is collected">
        <Rows
          rows={[
            ["Until then", check.was],
            ["After that", check.sum],
            ["Of it", check.cover],
            ["Today", "Nothing is taken"],
            ["Next payment", check.next],
          ]}
        />
        <p>What you gave already lasts until that day. You can change your mind until two hours before.</p>
        <form method="post" action={here} className="form">
          <input type="hidden" name="rhythm" value={check.rhythm} />
          <input type="hidden" name="agreed" value={check.seal} />
          <DoIt words="Collect it like this" id={id} />
        </form>
      </PlanPage>
    );
  }
  if (waits) {
    return (
      <PlanPage id={id} title="A change waits" notice={notice}>
        <Rows
          rows={[
            ["Now", today],
            ["Then", waits],
          ]}
        />
        <form method="post" action={here} className="form">
          <input type="hidden" name="keep" value="yes" />
          <DoIt words="Take the change back" id={id} leave="Let it happen" />
        </form>
      </PlanPage>
    );
  }
  const mistakes = answered && "mistakes" in answered ? answered.mistakes : [];
  return (
    <PlanPage id={id} title="Change how it is collected" notice={notice} mistakes={mistakes}>
      <p>
        It is collected now: {today}. What you give each week stays the same. The change comes when what you have paid for ends, and nothing
        is taken before.
      </p>
      <form method="post" action={here} className="form">
        <fieldset className={mistakes.length > 0 ? "wrong" : undefined}>
          <legend>How shall we collect it?</legend>
          <div className="choices">
            {ways.map((way, index) => (
              <label className="choice" key={way.rhythm}>
                <input type="radio" name="rhythm" id={index === 0 ? "rhythm" : undefined} value={way.rhythm} />
                <span>
                  <b>{way.name}</b>
                  <span className="hint num">{way.sum}.</span>
                  <span className="hint keeps num">{way.reaches}</span>
                </span>
              </label>
            ))}
          </div>
        </fieldset>
        <DoIt words="Continue" id={id} />
      </form>
    </PlanPage>
  );
}
