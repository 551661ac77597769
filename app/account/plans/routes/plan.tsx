import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { now } from "~/platform/clock";
import { SupporterPage } from "~/account/ui/supporter-page";
import { Button, ButtonLink } from "~/platform/ui/button";
import { successMessage } from "~/sponsorship/manage/success-messages";
import { requireOwnPlan } from "../own-plan.server";
import { collectionAfterSkip } from "~/sponsorship/manage/skip-collection.server";
import { formatPrice, summarizePlan } from "~/sponsorship/manage/plan-summary.server";
import { formatDate } from "~/platform/format-date";
import { londonDate } from "~/platform/london-dates";
import { presentOf } from "../present-of.server";
import { AlertBox } from "../ui/plan-page";
import { StatusBox } from "../ui/status-box";
import { YourRoomsSection } from "../ui/your-rooms-section";
import { getYourRooms } from "../your-rooms.server";
import { Summary } from "~/platform/ui/summary-list";

export const meta: MetaFunction = () => [{ title: "Your sponsorship" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, params }: LoaderFunctionArgs) {
  const plan = await requireOwnPlan(request, params);
  const day = (at: Date) => formatDate(londonDate(at));
  const skipOption = plan.nextCollectionAt && {
    skippedOn: day(plan.nextCollectionAt),
    nextCollection: `${formatPrice(plan)} on ${day(collectionAfterSkip(plan.nextCollectionAt, plan.billingInterval))}`,
  };
  return {
    plan: summarizePlan(plan, now()),
    rooms: await getYourRooms([plan]),
    present: presentOf(plan),
    skipOption,
    success: successMessage(new URL(request.url).searchParams.get("done")),
  };
}

export default function PlanScreen() {
  const { plan, rooms, present, skipOption, success } = useLoaderData<typeof loader>();
  const { id, statusSummary } = plan;
  return (
    <SupporterPage>
      <AlertBox alert={success} />
      <h1>Your sponsorship</h1>
      <StatusBox summary={statusSummary}>
        {plan.status === "late" && (
          <form method="post" action={`/supporter/plans/${id}/card`}>
            <p className="buttons">
              <Button look="give">Use another card</Button>
            </p>
          </form>
        )}
        {plan.status === "paused" && (
          <p className="buttons">
            <ButtonLink href={`/supporter/plans/${id}/resume`}>Start again sooner</ButtonLink>
          </p>
        )}
        {plan.ended && (
          <p className="buttons">
            <ButtonLink look="give" href={`/sponsor?again=${plan.token}`}>
              Sponsor again
            </ButtonLink>
          </p>
        )}
      </StatusBox>

      <YourRoomsSection {...rooms} />

      <h2>{plan.ended ? "What it was" : "What you give"}</h2>
      <Summary>
        <SummaryRow
          label="Room"
          value={plan.room ?? "Where it is needed most"}
          href={plan.live ? `${id}/room` : null}
          linkText="Change"
          hiddenText="room"
        />
        {present && (
          <>
            <SummaryRow
              label="A present for"
              value={present.title}
              hint={present.hint}
              href={plan.live ? `${id}/present` : null}
              linkText="Change"
              hiddenText="the present"
            />
            <SummaryRow
              label="Certificate"
              value="To print or send on"
              href={present.certificatePath}
              linkText="See it"
              hiddenText="as PDF"
            />
          </>
        )}
        <SummaryRow label="Amount" value={plan.weekly} href={plan.live ? `${id}/amount` : null} linkText="Change" hiddenText="amount" />
        <SummaryRow
          label="Payments"
          value={plan.collected}
          hint={[plan.cover && `Includes ${plan.cover} for the card fee.`, plan.pendingChange].filter(Boolean).join(" ")}
          href={plan.live ? `${id}/frequency` : null}
          linkText="Change"
          hiddenText="how often payments are taken"
        />
        <SummaryRow
          label="Paid by"
          value={plan.paymentMethodLabel ?? "Not known yet"}
          href={plan.live ? `${id}/card` : null}
          linkText="Use another"
          hiddenText="card or account"
        />
        <SummaryRow label="Emails" value="Receipts, anniversary, links" href={`${id}/emails`} linkText="Change" hiddenText="emails" />
        <SummaryRow label="Reference" value={plan.reference} href={null} linkText="" hiddenText="" />
      </Summary>

      {plan.live && (
        <>
          <h2>Need a break?</h2>
          <Summary>
            {plan.skipping ? (
              <SummaryRow
                label="Skip next payment"
                value="The next payment will be skipped, as you asked."
                href={`${id}/skip`}
                linkText="Don’t skip it"
                hiddenText=""
              />
            ) : (
              skipOption &&
              plan.status !== "late" && (
                <SummaryRow
                  label="Skip next payment"
                  value={`Skip the payment on ${skipOption.skippedOn}. The next is then ${skipOption.nextCollection}.`}
                  href={`${id}/skip`}
                  linkText="Skip it"
                  hiddenText=""
                />
              )
            )}
            {plan.status !== "paused" && (
              <SummaryRow
                label="Pause"
                value="Stop for up to 12 months, and choose the day to start again."
                href={`${id}/pause`}
                linkText="Pause"
                hiddenText=""
              />
            )}
            <SummaryRow
              label="Cancel"
              value="Cancel today. Nothing more is taken. You can come back at any time."
              href={`${id}/stop`}
              linkText="Cancel your sponsorship"
              hiddenText=""
            />
          </Summary>
        </>
      )}
    </SupporterPage>
  );
}

type SummaryRowProps = { label: string; value: string; hint?: string; href: string | null; linkText: string; hiddenText: string };

function SummaryRow({ label, value, hint, href, linkText, hiddenText }: SummaryRowProps) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="num">
        {value}
        {hint && <span className="hint"> {hint}</span>}
      </dd>
      {href && (
        <dd>
          <a className="-my-[9px] inline-flex min-h-11 items-center" href={href.startsWith("/") ? href : `/supporter/plans/${href}`}>
            {linkText}
            {hiddenText && <span className="sr-only"> {hiddenText}</span>}
          </a>
        </dd>
      )}
    </div>
  );
}
