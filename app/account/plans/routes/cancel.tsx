import { data, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { now } from "~/platform/clock";
import { Button, ButtonLink } from "~/platform/ui/button";
import { TextArea } from "~/platform/ui/text-field";
import { noStoreHeaders } from "~/supporters/sign-in/session.server";
import { redirectWithSuccess, respondRefused } from "../respond.server";
import { cancelPlan } from "~/sponsorship/manage/cancel-plan.server";
import { readForm } from "~/platform/http/forms/form-data.server";
import { typed } from "~/platform/http/forms/form-fields";
import { requireOwnPlan } from "../own-plan.server";
import { certificateSentOn } from "~/sponsorship/present/change-present.server";
import { summarizePlan } from "~/sponsorship/manage/plan-summary.server";
import { SummaryList } from "~/platform/ui/summary-list";
import { PlanPage } from "../ui/plan-page";

export const meta: MetaFunction = () => [{ title: "Cancel your sponsorship" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, params }: LoaderFunctionArgs) {
  const plan = await requireOwnPlan(request, params);
  const { id, collected, next, ended } = summarizePlan(plan, now());
  const isCertificateToCome = plan.presentOn !== null && plan.tributeCardEmail !== null && (await certificateSentOn(id)) === null;
  return {
    id,
    collected,
    next,
    ended,
    isCertificateToCome,
    canPause: plan.status !== "paused",
    byDebit: plan.paymentMethod === "bacs_debit",
  };
}

const maxReasonLength = 1000;

export async function action({ request, params }: ActionFunctionArgs) {
  const { id } = await requireOwnPlan(request, params);
  const { input, errors: readErrors } = await readForm(request, { words: typed("words", maxReasonLength) });
  if (readErrors.length > 0) return data({ errors: readErrors, words: input.words ?? "" }, { status: 400, headers: noStoreHeaders() });
  const words = (input.words ?? "").normalize("NFC").replace(/\r\n?/g, "\n").trim();
  if ([...words].length > maxReasonLength) {
    const errors = [
      { field: "words", message: `Your words have ${[...words].length} characters: shorten them to ${maxReasonLength}, or delete them` },
    ];
    return data({ errors, words }, { status: 400, headers: noStoreHeaders() });
  }
  const stopped = await cancelPlan(id, { by: "sponsor", reason: words === "" ? null : words });
  if (!("refused" in stopped) || stopped.refused === "already-cancelled") return redirectWithSuccess(id, "stop");
  // The request is kept, and a job goes on with it: there is nothing to press again.
  return stopped.refused === "stripe-unreachable" ? redirectWithSuccess(id, "stopping") : respondRefused(stopped.refused);
}

export default function CancelPlan() {
  const { id, collected, next, ended, isCertificateToCome, canPause, byDebit } = useLoaderData<typeof loader>();
  const actionData = useActionData<typeof action>();
  const errors = actionData && "errors" in actionData ? actionData.errors : [];
  if (ended) {
    return (
      <PlanPage id={id} title="Your sponsorship has ended" alert={actionData && "alert" in actionData ? actionData.alert : null}>
        <p>This sponsorship has ended. Nothing more is taken.</p>
      </PlanPage>
    );
  }
  return (
    <PlanPage id={id} title="Cancel your sponsorship" alert={actionData && "alert" in actionData ? actionData.alert : null} errors={errors}>
      <p>It ends at once, and nothing more is taken. Your receipts stay valid, and an email confirms it.</p>
      <SummaryList
        rows={[
          ["Ends", collected],
          ["Not taken any more", next],
        ]}
      />
      {isCertificateToCome && <p>The certificate of your present has not been emailed yet, and will not be. You can still print it.</p>}
      {byDebit && (
        <p className="hint">A Direct Debit that your bank is at work on already can’t be called back. If you want it back, write to us.</p>
      )}
      {canPause && (
        <p>
          If it is only for a while, you can also <a href={`/supporter/plans/${id}/pause`}>pause it for up to 12 months</a>.
        </p>
      )}
      <form method="post" action={`/supporter/plans/${id}/stop`} className="form">
        <TextArea
          name="words"
          label="If you like, tell us why"
          hint="You can leave this empty. Only our staff read it."
          rows={3}
          defaultValue={actionData && "words" in actionData ? actionData.words : ""}
          errors={errors}
        />
        <p className="buttons">
          <Button>Cancel it now</Button>
          <ButtonLink href={`/supporter/plans/${id}`}>Keep my sponsorship</ButtonLink>
        </p>
      </form>
    </PlanPage>
  );
}
