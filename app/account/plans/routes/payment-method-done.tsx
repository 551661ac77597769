import { data, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { declineReasonText } from "~/giving/payments/decline-reasons";
import { now } from "~/platform/clock";
import { PageLayout } from "~/platform/ui/page-layout";
import { attachPaymentMethod, type AttachResult } from "~/sponsorship/manage/attach-payment-method.server";
import type { Alert } from "~/sponsorship/manage/refusal-messages";
import { summarizePlan } from "~/sponsorship/manage/plan-summary.server";
import { StatusBox } from "../ui/status-box";

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: loaded?.title ?? "Your new card" },
  { name: "robots", content: "noindex, nofollow" },
  // Stripe can't be asked just now: look again by itself, without JavaScript.
  ...(loaded?.mayBeStale ? [{ httpEquiv: "refresh", content: "10" }] : []),
];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

/** Where Stripe's page leads back to. What was given there is taken over by whoever comes first: this page, Stripe's event or the hourly maintenance. */
export async function loader({ params }: LoaderFunctionArgs) {
  const result = await attachPaymentMethod(params["page"] ?? "");
  if ("refused" in result && result.refused === "no-such-page") throw new Response(null, { status: 404 });
  const statusSummary = "plan" in result ? summarizePlan({ ...result.plan, room: null }, now()).statusSummary : null;
  const mayBeStale = "refused" in result && result.refused === "stripe-unreachable";
  return data({ ...alertFor(result), statusSummary, mayBeStale }, { headers: { "Cache-Control": "no-store" } });
}

function alertFor(result: AttachResult): Alert {
  if ("refused" in result) {
    switch (result.refused) {
      case "already-cancelled":
      case "already-lapsed":
        return {
          title: "This sponsorship had ended already",
          message: "Your new card was not taken over, nothing was taken with it, and nothing was changed.",
        };
      case "stripe-unreachable":
        return {
          title: "We are checking your new card",
          message: "Stripe can’t be asked just now. If you finished its page, nothing is lost: this page checks again automatically.",
        };
      default:
        return {
          title: "This is not finished",
          message: "Stripe’s page was not finished, so nothing was changed. The link in your email leads there again.",
        };
    }
  }
  switch (result.openInvoice) {
    case "paid":
      return {
        title: "Thank you. Your payment went through",
        message: "Your new card is saved, and the payment that was due has been made with it.",
      };
    case "declined":
      return {
        title: "Your payment didn’t go through with this one either",
        message: `Your new card is saved, but the payment that is due didn’t go through. ${declineReasonText(result.declineCode) ?? "Your bank did not say why."} You can try another one.`,
      };
    case "processing":
      return {
        title: "Thank you. Your new card is saved",
        message: "The payment that is due is taken as soon as your bank allows; we send you an email.",
      };
    case "none":
      return {
        title: "Thank you. Your new card is saved",
        message: "From now on your sponsorship is paid with it. Nothing was taken today.",
      };
  }
}

export default function PaymentMethodDone() {
  const { title, message, statusSummary } = useLoaderData<typeof loader>();
  return (
    <PageLayout>
      <h1>{title}</h1>
      <p className="lead">{message}</p>
      {statusSummary && <StatusBox summary={statusSummary} />}
      <p>
        <a href="/supporter">Go to your own pages</a>
      </p>
    </PageLayout>
  );
}
