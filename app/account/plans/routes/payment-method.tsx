import { redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { now } from "~/platform/clock";
import { ownHeaders } from "~/supporters/sign-in/session.server";
import { planPath, refused } from "../respond.server";
import { newCard } from "~/sponsorship/manage/attach-payment-method.server";
import { ownPlan } from "../own-plan.server";
import { takesDirectDebit } from "~/sponsorship/plan";
import { priceOf, showPlan } from "~/sponsorship/manage/plan-summary.server";
import { DoIt, PlanPage, Rows } from "../ui/plan-page";

export const meta: MetaFunction = () => [{ title: "Use another card or account" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, params }: LoaderFunctionArgs) {
  const plan = await ownPlan(request, params);
  const { id, means, ended } = showPlan(plan, now());
  const debit = takesDirectDebit(plan.nextRhythm ?? plan.rhythm);
  return { id, means, ended, debit, open: plan.standing === "late" ? priceOf(plan) : null };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { id } = await ownPlan(request, params);
  const page = await newCard(id, { by: "sponsor", back: `${planPath(id)}?done=came-back` });
  return "refused" in page ? refused(page.refused) : redirect(page.goTo, { status: 303, headers: ownHeaders() });
}

export default function PlanCard() {
  const { id, means, ended, debit, open } = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  return (
    <PlanPage id={id} title={debit ? "Use another card or account" : "Use another card"} notice={answered?.notice}>
      {ended ? (
        <p>This sponsorship has ended. There is nothing to pay, so no card is needed.</p>
      ) : (
        <>
          <Rows
            rows={[
              ["Paid by now", means],
              ["Still open", open],
            ]}
          />
          <p>
            Next comes Stripe’s secure page{debit ? ", for a card or a Direct Debit" : ""}.{" "}
            {open ? `When it is finished, the open ${open} is taken with it.` : "Nothing is taken there, or today."}
          </p>
          <form method="post" action={`/supporter/plans/${id}/card`} className="form">
            <DoIt words="Continue to Stripe" id={id} />
          </form>
        </>
      )}
    </PlanPage>
  );
}
