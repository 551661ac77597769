import { redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { now } from "~/platform/clock";
import { noStoreHeaders } from "~/supporters/sign-in/session.server";
import { planPath, respondRefused } from "../respond.server";
import { openPaymentMethodPage } from "~/sponsorship/manage/attach-payment-method.server";
import { requireOwnPlan } from "../own-plan.server";
import { allowsDirectDebit } from "~/sponsorship/plan";
import { formatPrice, summarizePlan } from "~/sponsorship/manage/plan-summary.server";
import { SummaryList } from "~/platform/ui/summary-list";
import { PlanPage, SubmitRow } from "../ui/plan-page";

export const meta: MetaFunction = () => [{ title: "Use another card or account" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, params }: LoaderFunctionArgs) {
  const plan = await requireOwnPlan(request, params);
  const { id, paymentMethodLabel, ended } = summarizePlan(plan, now());
  const allowsDebit = allowsDirectDebit(plan.nextBillingInterval ?? plan.billingInterval);
  return { id, paymentMethodLabel, ended, allowsDebit, openAmount: plan.status === "late" ? formatPrice(plan) : null };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { id } = await requireOwnPlan(request, params);
  const page = await openPaymentMethodPage(id, { by: "sponsor", cancelPath: `${planPath(id)}?done=came-back` });
  return "refused" in page ? respondRefused(page.refused) : redirect(page.goTo, { status: 303, headers: noStoreHeaders() });
}

export default function PlanPaymentMethod() {
  const { id, paymentMethodLabel, ended, allowsDebit, openAmount } = useLoaderData<typeof loader>();
  const actionData = useActionData<typeof action>();
  return (
    <PlanPage id={id} title={allowsDebit ? "Use another card or account" : "Use another card"} alert={actionData?.alert}>
      {ended ? (
        <p>This sponsorship has ended. There is nothing to pay, so no card is needed.</p>
      ) : (
        <>
          <SummaryList
            rows={[
              ["Paid by now", paymentMethodLabel],
              ["Still open", openAmount],
            ]}
          />
          <p>
            Next comes Stripe’s secure page{allowsDebit ? ", for a card or a Direct Debit" : ""}.{" "}
            {openAmount ? `When it is finished, the open ${openAmount} is taken with it.` : "Nothing is taken there, or today."}
          </p>
          <form method="post" action={`/supporter/plans/${id}/card`} className="form">
            <SubmitRow label="Continue to Stripe" id={id} />
          </form>
        </>
      )}
    </PlanPage>
  );
}
