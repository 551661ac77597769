import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { now } from "~/platform/clock";
import { londonDate } from "~/platform/london-dates";
import { TaskPage } from "~/platform/ui/page-layout";
import { cancelPlan } from "~/sponsorship/manage/cancel-plan.server";
import { fullDay } from "~/platform/format-date";
import { doneWords } from "~/sponsorship/manage/success-messages";
import { fieldsOf, freshPlan } from "../own-plan.server";
import { monthsFromToday, pausePlan } from "~/sponsorship/manage/pause-plan.server";
import { longestPause } from "~/sponsorship/plan";
import { planOfLink, type LinkRefusal } from "~/sponsorship/emailed-links.server";
import { noticeOf, statusOf } from "~/sponsorship/manage/refusal-messages";
import { showPlan } from "~/sponsorship/manage/plan-summary.server";
import { LinkTrouble } from "../ui/link-trouble";
import { NoticeBox, Rows } from "../ui/plan-page";
import { StandingBox } from "../ui/status-box";

export const meta: MetaFunction = () => [{ title: "Your sponsorship" }, { name: "robots", content: "noindex, nofollow" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

const plain = { "Cache-Control": "no-store" };

async function planOf(token: string) {
  const linked = await planOfLink(token);
  if ("refused" in linked) return linked;
  return (await freshPlan(linked.id)) ?? { refused: "not-a-link" as const };
}

const trouble = ({ refused }: LinkRefusal) => data({ trouble: refused }, { status: refused === "called-back" ? 410 : 404, headers: plain });

/** Sums and dates only: whoever holds the letter may see this. */
export async function loader({ params, request }: LoaderFunctionArgs) {
  const plan = await planOf(params["token"] ?? "");
  if ("refused" in plan) return trouble(plan);
  const { state, collected, ended, live, standing } = showPlan(plan, now());
  const after = plan.standing !== "late" && plan.nextAt ? londonDate(plan.nextAt) : "";
  const months = Array.from({ length: longestPause }, (_, index) => index + 1)
    .map((count) => ({ count, until: monthsFromToday(count, now()) }))
    .filter(({ until }) => until > after)
    .map(({ count, until }) => ({ count, words: `${count === 1 ? "1 month" : `${count} months`}, until ${fullDay(until)}` }));
  const stopping = plan.wish?.what === "cancel";
  const done = doneWords(new URL(request.url).searchParams.get("done"));
  return data({ state, collected, ended, live, stopping, standing, months, done }, { headers: plain });
}

export async function action({ params, request }: ActionFunctionArgs) {
  const token = params["token"] ?? "";
  const plan = await planOf(token);
  if ("refused" in plan) return trouble(plan);
  const field = await fieldsOf(request);
  const back = (what: string) => redirect(`/plan/${token}?done=${what}`, { status: 303, headers: plain });
  const no = (why: string) => data({ notice: noticeOf(why) }, { status: statusOf(why), headers: plain });
  if (field("do") === "stop") {
    const stopped = await cancelPlan(plan.id, { by: "link", words: null });
    if (!("refused" in stopped) || stopped.refused === "already-cancelled") return back("stop");
    return stopped.refused === "stripe-unreachable" ? back("stopping") : no(stopped.refused);
  }
  const months = Number(field("months"));
  if (field("do") !== "pause" || !Number.isInteger(months) || months < 1 || months > longestPause) {
    const notice = { title: "Choose how long", words: "Choose for how many months it is paused, from 1 to 12. Nothing was changed." };
    return data({ notice }, { status: 400, headers: plain });
  }
  const paused = await pausePlan(plan.id, { until: monthsFromToday(months, now()), by: "link" });
  return "refused" in paused ? no(paused.refused) : back("pause");
}

export default function PlanLink() {
  const loaded = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  if ("trouble" in loaded) return <LinkTrouble why={loaded.trouble} />;
  const { state, collected, ended, live, stopping, standing, months, done } = loaded;
  return (
    <TaskPage>
      <NoticeBox notice={answered && "notice" in answered ? answered.notice : done} />
      <h1>Your sponsorship</h1>
      <StandingBox state={state} />
      {!ended && <Rows rows={[["Collected", collected]]} />}
      {live && !stopping && standing !== "paused" && months.length > 0 && (
        <>
          <h2>Pause it</h2>
          <p>Nothing is taken while it is paused. Then it goes on by itself; we write to you a week before.</p>
          <form method="post">
            <div className="field">
              <label htmlFor="months">For how long?</label>
              <select id="months" name="months" defaultValue={months[0]?.count}>
                {months.map(({ count, words }) => (
                  <option key={count} value={count}>
                    {words}
                  </option>
                ))}
              </select>
            </div>
            <p className="buttons mt-4">
              <button className="button" name="do" value="pause">
                Pause
              </button>
            </p>
          </form>
        </>
      )}
      {live && !stopping && (
        <>
          <h2>Stop it</h2>
          <p>It ends at once, and nothing more is taken. A letter confirms it. You can come back at any time.</p>
          <form method="post">
            <p className="buttons">
              <button className="button" name="do" value="stop">
                Stop it now
              </button>
            </p>
          </form>
        </>
      )}
      <p>
        For everything else, <a href="/supporter">sign in with your e-mail address</a>.
      </p>
    </TaskPage>
  );
}
