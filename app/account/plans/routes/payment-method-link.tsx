import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { now } from "~/platform/clock";
import { Button } from "~/platform/ui/button";
import { PageLayout } from "~/platform/ui/page-layout";
import { openPaymentMethodPage } from "~/sponsorship/manage/attach-payment-method.server";
import { findSyncedPlan } from "../own-plan.server";
import { findPlanByCardLink, type LinkRefusal } from "~/sponsorship/emailed-links.server";
import { refusalAlert, refusalHttpStatus } from "~/sponsorship/manage/refusal-messages";
import { summarizePlan } from "~/sponsorship/manage/plan-summary.server";
import { LinkTrouble } from "../ui/link-trouble";
import { AlertBox } from "../ui/plan-page";
import { StatusBox } from "../ui/status-box";

export const meta: MetaFunction = () => [{ title: "Use a new card" }, { name: "robots", content: "noindex, nofollow" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

const noStore = { "Cache-Control": "no-store" };
const linkRefused = ({ refused }: LinkRefusal) =>
  data({ linkRefusal: refused }, { status: refused === "revoked" ? 410 : 404, headers: noStore });

async function findLinkedPlan(token: string) {
  const linked = await findPlanByCardLink(token);
  if ("refused" in linked) return linked;
  return (await findSyncedPlan(linked.id)) ?? { refused: "invalid-link" as const };
}

export async function loader({ params, request }: LoaderFunctionArgs) {
  const plan = await findLinkedPlan(params["token"] ?? "");
  if ("refused" in plan) return linkRefused(plan);
  const { statusSummary, live } = summarizePlan(plan, now());
  const isReturning = new URL(request.url).searchParams.has("again");
  return data({ statusSummary, live, isLate: plan.status === "late", isReturning }, { headers: noStore });
}

export async function action({ params }: ActionFunctionArgs) {
  const token = params["token"] ?? "";
  const plan = await findLinkedPlan(token);
  if ("refused" in plan) return linkRefused(plan);
  const page = await openPaymentMethodPage(plan.id, { by: "link", cancelPath: `/new-card/${token}?again` });
  if ("goTo" in page) return redirect(page.goTo, { status: 303, headers: noStore });
  return data({ alert: refusalAlert(page.refused) }, { status: refusalHttpStatus(page.refused), headers: noStore });
}

export default function PaymentMethodLink() {
  const loaded = useLoaderData<typeof loader>();
  const actionData = useActionData<typeof action>();
  if ("linkRefusal" in loaded) return <LinkTrouble reason={loaded.linkRefusal} />;
  const { statusSummary, live, isLate, isReturning } = loaded;
  const returnAlert = isReturning ? { title: "Nothing was changed", message: "You came back without giving a new card." } : null;
  return (
    <PageLayout>
      <AlertBox alert={actionData && "alert" in actionData ? actionData.alert : returnAlert} />
      <h1>Use a new card</h1>
      <StatusBox summary={statusSummary} />
      {live ? (
        <form method="post">
          <p>
            Next comes Stripe’s secure page.{" "}
            {isLate ? "When you finish there, the payment that is due is taken with the new card." : "Nothing is taken there, or today."}
          </p>
          <p className="buttons mt-4">
            <Button look="give">Continue to Stripe</Button>
          </p>
        </form>
      ) : (
        <p>This sponsorship has ended, so no card is needed.</p>
      )}
    </PageLayout>
  );
}
