import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { now } from "~/platform/clock";
import { SupporterPage } from "~/supporters/ui/supporter-page";
import { doneWords } from "~/sponsorship/manage/success-messages";
import { ownPlan } from "../own-plan.server";
import { afterSkipping } from "~/sponsorship/manage/skip-collection.server";
import { priceOf, showPlan } from "~/sponsorship/manage/plan-summary.server";
import { fullDay } from "~/platform/format-date";
import { londonDate } from "~/platform/london-dates";
import { NoticeBox } from "../ui/plan-page";
import { StandingBox } from "../ui/status-box";

export const meta: MetaFunction = () => [{ title: "Your sponsorship" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, params }: LoaderFunctionArgs) {
  const plan = await ownPlan(request, params);
  const day = (at: Date) => fullDay(londonDate(at));
  const skip = plan.nextAt && { leaves: day(plan.nextAt), after: `${priceOf(plan)} on ${day(afterSkipping(plan.nextAt, plan.rhythm))}` };
  return { plan: showPlan(plan, now()), skip, done: doneWords(new URL(request.url).searchParams.get("done")) };
}

export default function PlanScreen() {
  const { plan, skip, done } = useLoaderData<typeof loader>();
  const { id, state } = plan;
  return (
    <SupporterPage>
      <NoticeBox notice={done} />
      <h1>Your sponsorship</h1>
      <StandingBox state={state}>
        {plan.standing === "late" && (
          <form method="post" action={`/supporter/plans/${id}/card`}>
            <p className="buttons">
              <button className="button give">Use another card</button>
            </p>
          </form>
        )}
        {plan.standing === "paused" && (
          <p className="buttons">
            <a className="button" href={`/supporter/plans/${id}/resume`}>
              Start again sooner
            </a>
          </p>
        )}
        {plan.ended && (
          <p className="buttons">
            <a className="button give" href={`/sponsor?again=${plan.token}`}>
              Sponsor again
            </a>
          </p>
        )}
      </StandingBox>

      <h2>Your plan</h2>
      <dl className="summary">
        <Row what="Room" value={plan.room ?? "Where it is needed most"} to={plan.live ? `${id}/room` : null} change="Change" more="room" />
        <Row what="Amount" value={plan.weekly} to={plan.live ? `${id}/amount` : null} change="Change" more="amount" />
        <Row
          what="Collected"
          value={plan.collected}
          hint={[plan.cover && `Of it, ${plan.cover} is for the fee.`, plan.waits].filter(Boolean).join(" ")}
          to={plan.live ? `${id}/rhythm` : null}
          change="Change"
          more="how it is collected"
        />
        <Row
          what="Paid by"
          value={plan.means ?? "Not known yet"}
          to={plan.live ? `${id}/card` : null}
          change="Use another"
          more="card or account"
        />
        <Row what="Letters" value="Receipts, anniversary, links" to={`${id}/letters`} change="Change" more="letters" />
        <Row what="Reference" value={plan.reference} to={null} change="" more="" />
      </dl>

      {plan.live && (
        <>
          <h2>Need a break?</h2>
          <dl className="summary">
            {plan.skipping ? (
              <Row
                what="Skip one"
                value="The next one is left out, as you asked."
                to={`${id}/skip`}
                change="Take it back"
                more="the skip"
              />
            ) : (
              skip &&
              plan.standing !== "late" && (
                <Row
                  what="Skip one"
                  value={`Leave out ${skip.leaves}. The next is then ${skip.after}.`}
                  to={`${id}/skip`}
                  change="Skip it"
                  more=""
                />
              )
            )}
            {plan.standing !== "paused" && (
              <Row
                what="Pause"
                value="Stop for up to 12 months, and choose the day to start again."
                to={`${id}/pause`}
                change="Pause"
                more=""
              />
            )}
            <Row
              what="Stop"
              value="End it today. Nothing more is taken. You can come back at any time."
              to={`${id}/stop`}
              change="Stop sponsoring"
              more=""
            />
          </dl>
        </>
      )}
    </SupporterPage>
  );
}

type RowProps = { what: string; value: string; hint?: string; to: string | null; change: string; more: string };

function Row({ what, value, hint, to, change, more }: RowProps) {
  return (
    <div>
      <dt>{what}</dt>
      <dd className="num">
        {value}
        {hint && <span className="hint"> {hint}</span>}
      </dd>
      {to && (
        <dd className="act">
          <a href={`/supporter/plans/${to}`}>
            {change}
            {more && <span className="hidden-words"> {more}</span>}
          </a>
        </dd>
      )}
    </div>
  );
}
