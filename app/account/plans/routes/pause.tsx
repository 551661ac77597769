import { data, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { now } from "~/platform/clock";
import { londonDate } from "~/platform/london-dates";
import { Choice, Options, Question } from "~/platform/ui/radio-group";
import { Field } from "~/platform/ui/text-field";
import { ownHeaders } from "~/supporters/sign-in/session.server";
import { done, refused } from "../respond.server";
import { fullDayOfWeek } from "~/platform/format-date";
import { fieldsOf, ownPlan } from "../own-plan.server";
import { longestPause } from "~/sponsorship/plan";
import { monthsFromToday, pausePlan } from "~/sponsorship/manage/pause-plan.server";
import { readDay, writtenDay } from "~/sponsorship/join/typed-date";
import { priceOf, showPlan } from "~/sponsorship/manage/plan-summary.server";
import { DoIt, PlanPage } from "../ui/plan-page";

export const meta: MetaFunction = () => [{ title: "Pause" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, params }: LoaderFunctionArgs) {
  const plan = await ownPlan(request, params);
  const after = plan.standing !== "late" && plan.nextAt ? londonDate(plan.nextAt) : "";
  const choices = Array.from({ length: longestPause }, (_, index) => monthsFromToday(index + 1, now()))
    .map((until, index) => ({ until, months: index + 1 }))
    .filter(({ until }) => until > after)
    .filter(({ months }) => [1, 2, 3, 6, 9, 12].includes(months))
    .map(({ until, months }) => ({ until, words: months === 1 ? "One month" : `${months} months`, starts: fullDayOfWeek(until) }));
  return {
    id: plan.id,
    choices,
    price: priceOf(plan),
    waits: showPlan(plan, now()).waits,
    latest: writtenDay(monthsFromToday(longestPause, now())),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const plan = await ownPlan(request, params);
  const field = await fieldsOf(request);
  const chosen = field("until");
  const typed = { until: chosen, day: field("day") };
  const wrong = (name: string, words: string) =>
    data({ mistakes: [{ field: name, words }], typed }, { status: 400, headers: ownHeaders() });
  if (chosen === "") return wrong("until", "Choose how long");
  const until = chosen === "day" ? readDay(typed.day) : chosen;
  if (until === null)
    return wrong(
      "day",
      typed.day.trim() === "" ? "Write the day on which it goes on" : "That is no day. Write it like 4 1 2027, or 4/1/2027",
    );
  const paused = await pausePlan(plan.id, { until, by: "sponsor" });
  if (!("refused" in paused)) return done(plan.id, "pause");
  const name = chosen === "day" ? "day" : "until";
  if (paused.refused === "not-ahead") return wrong(name, "Choose a day after today");
  if (paused.refused === "too-long") return wrong(name, "A pause lasts up to 12 months: choose an earlier day");
  if (paused.refused === "nothing-due") return wrong(name, "Nothing is taken before that day anyway: choose a later one");
  return refused(paused.refused);
}

export default function PlanPause() {
  const { id, choices, price, waits, latest } = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const mistakes = answered && "mistakes" in answered ? answered.mistakes : [];
  const typed = answered && "typed" in answered ? answered.typed : { until: "", day: "" };
  return (
    <PlanPage id={id} title="Pause" notice={answered && "notice" in answered ? answered.notice : null} mistakes={mistakes}>
      <p>
        Nothing is taken while it is paused. On the day that you choose it goes on by itself, {price} is taken that day, and we write to you
        a week before. You can start again sooner at any time.
      </p>
      {waits && <p>The change of how it is collected, which waits, is then taken back.</p>}
      <form method="post" action={`/supporter/plans/${id}/pause`} className="form" noValidate>
        <Question name="until" legend="For how long?" mistakes={mistakes}>
          <Options
            name="until"
            pair
            chosen={typed.until}
            options={choices.map(({ until, words, starts }) => ({ value: until, words: <b>{words}</b>, hint: `Goes on from ${starts}` }))}
          />
          <div className="opens another">
            <Choice
              name="until"
              id={choices.length === 0 ? "until" : undefined}
              value="day"
              words={<b>Until another day</b>}
              hint={`At most 12 months: ${latest}`}
              opener
              isChosen={typed.until === "day"}
            />
            <div className="opened">
              <Field
                name="day"
                label="On which day does it go on?"
                hint="Day, month and year, such as 4 1 2027"
                className="chars-10"
                inputMode="numeric"
                autoComplete="off"
                defaultValue={typed.day}
                mistakes={mistakes}
              />
            </div>
          </div>
        </Question>
        <DoIt words="Pause" id={id} />
      </form>
    </PlanPage>
  );
}
