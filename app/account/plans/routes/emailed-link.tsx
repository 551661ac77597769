import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { now } from "~/platform/clock";
import { londonDate } from "~/platform/london-dates";
import { Button } from "~/platform/ui/button";
import { PageLayout } from "~/platform/ui/page-layout";
import { cancelPlan } from "~/sponsorship/manage/cancel-plan.server";
import { formatDate } from "~/platform/format-date";
import { successMessage } from "~/sponsorship/manage/success-messages";
import { readChoices } from "~/platform/http/forms/form-data.server";
import { findSyncedPlan } from "../own-plan.server";
import { monthsFromToday, pausePlan } from "~/sponsorship/manage/pause-plan.server";
import { resumePlan, resumeTiming } from "~/sponsorship/manage/resume-plan.server";
import { maxPauseMonths } from "~/sponsorship/plan";
import { findPlanByLink, type LinkRefusal } from "~/sponsorship/emailed-links.server";
import { refusalAlert, refusalHttpStatus } from "~/sponsorship/manage/refusal-messages";
import { formatPrice, summarizePlan } from "~/sponsorship/manage/plan-summary.server";
import { LinkTrouble } from "../ui/link-trouble";
import { SummaryList } from "~/platform/ui/summary-list";
import { AlertBox } from "../ui/plan-page";
import { StatusBox } from "../ui/status-box";

export const meta: MetaFunction = () => [{ title: "Your sponsorship" }, { name: "robots", content: "noindex, nofollow" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

const noStore = { "Cache-Control": "no-store" };

async function findLinkedPlan(token: string) {
  const linked = await findPlanByLink(token);
  if ("refused" in linked) return linked;
  return (await findSyncedPlan(linked.id)) ?? { refused: "invalid-link" as const };
}

const linkRefused = ({ refused }: LinkRefusal) =>
  data({ linkRefusal: refused }, { status: refused === "revoked" ? 410 : 404, headers: noStore });

/** Sums and dates only: whoever holds the email may see this. */
export async function loader({ params, request }: LoaderFunctionArgs) {
  const plan = await findLinkedPlan(params["token"] ?? "");
  if ("refused" in plan) return linkRefused(plan);
  const { statusSummary, collected, ended, live, status } = summarizePlan(plan, now());
  const after = plan.status !== "late" && plan.nextCollectionAt ? londonDate(plan.nextCollectionAt) : "";
  const months = Array.from({ length: maxPauseMonths }, (_, index) => index + 1)
    .map((count) => ({ count, until: monthsFromToday(count, now()) }))
    .filter(({ until }) => until > after)
    .map(({ count, until }) => ({ count, label: `${count === 1 ? "1 month" : `${count} months`}, until ${formatDate(until)}` }));
  const isStopping = plan.changeRequest?.kind === "cancel";
  const success = successMessage(new URL(request.url).searchParams.get("done"));
  const restart = plan.status === "paused" ? { timing: resumeTiming(plan, now()), price: formatPrice(plan) } : null;
  return data({ statusSummary, collected, ended, live, isStopping, status, months, restart, success }, { headers: noStore });
}

export async function action({ params, request }: ActionFunctionArgs) {
  const token = params["token"] ?? "";
  const plan = await findLinkedPlan(token);
  if ("refused" in plan) return linkRefused(plan);
  const form = await readChoices(request, "do", "months", "going");
  const redirectBack = (what: string) => redirect(`/plan/${token}?done=${what}`, { status: 303, headers: noStore });
  const respondRefused = (refusal: string) =>
    data({ alert: refusalAlert(refusal) }, { status: refusalHttpStatus(refusal), headers: noStore });
  if (form.do === "stop") {
    const stopped = await cancelPlan(plan.id, { by: "link", reason: null });
    if (!("refused" in stopped) || stopped.refused === "already-cancelled") return redirectBack("stop");
    return stopped.refused === "stripe-unreachable" ? redirectBack("stopping") : respondRefused(stopped.refused);
  }
  if (form.do === "resume") {
    const resumed = await resumePlan(plan.id, { timing: form.going === "now" ? "now" : "unchanged", by: "link" });
    return "refused" in resumed ? respondRefused(resumed.refused) : redirectBack("resume");
  }
  const months = Number(form.months);
  if (form.do !== "pause" || !Number.isInteger(months) || months < 1 || months > maxPauseMonths) {
    const alert = { title: "Choose how long", message: "Choose for how many months it is paused, from 1 to 12. Nothing was changed." };
    return data({ alert }, { status: 400, headers: noStore });
  }
  const paused = await pausePlan(plan.id, { until: monthsFromToday(months, now()), by: "link" });
  return "refused" in paused ? respondRefused(paused.refused) : redirectBack("pause");
}

export default function EmailedPlanLink() {
  const loaded = useLoaderData<typeof loader>();
  const actionData = useActionData<typeof action>();
  if ("linkRefusal" in loaded) return <LinkTrouble reason={loaded.linkRefusal} />;
  const { statusSummary, collected, ended, live, isStopping, status, months, restart, success } = loaded;
  return (
    <PageLayout>
      <AlertBox alert={actionData && "alert" in actionData ? actionData.alert : success} />
      <h1>Your sponsorship</h1>
      <StatusBox summary={statusSummary} />
      {!ended && <SummaryList rows={[["Payments", collected]]} />}
      {live && !isStopping && status !== "paused" && months.length > 0 && (
        <>
          <h2>Pause it</h2>
          <p>Nothing is taken while it is paused. Then it restarts automatically; we send you an email a week before.</p>
          <form method="post">
            <div className="field">
              <label htmlFor="months">For how long?</label>
              <select id="months" name="months" defaultValue={months[0]?.count}>
                {months.map(({ count, label }) => (
                  <option key={count} value={count}>
                    {label}
                  </option>
                ))}
              </select>
            </div>
            <p className="buttons mt-4">
              <Button name="do" value="pause">
                Pause
              </Button>
            </p>
          </form>
        </>
      )}
      {live && !isStopping && restart && (
        <>
          <h2>Start it again</h2>
          <p>
            {restart.timing === "now"
              ? `Your sponsorship restarts today, and ${restart.price} is taken now.`
              : "What you gave before the break still lasts, so nothing is taken today."}
          </p>
          <form method="post">
            <input type="hidden" name="going" value={restart.timing} />
            <p className="buttons">
              <Button look="give" name="do" value="resume">
                {restart.timing === "now" ? `Start again, and pay ${restart.price} now` : "Start again"}
              </Button>
            </p>
          </form>
        </>
      )}
      {live && !isStopping && (
        <>
          <h2>Cancel it</h2>
          <p>It ends at once, and nothing more is taken. An email confirms it. You can come back at any time.</p>
          <form method="post">
            <p className="buttons">
              <Button name="do" value="stop">
                Cancel it now
              </Button>
            </p>
          </form>
        </>
      )}
      <p>
        For everything else, <a href="/supporter">sign in with your email address</a>.
      </p>
    </PageLayout>
  );
}
