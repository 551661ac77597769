import { data, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { reasonInWords } from "~/giving/payments/decline-reasons";
import { now } from "~/platform/clock";
import { TaskPage } from "~/platform/ui/page-layout";
import { adoptCard, type Adopted } from "~/sponsorship/manage/attach-payment-method.server";
import type { Notice } from "~/sponsorship/manage/refusal-messages";
import { showPlan } from "~/sponsorship/manage/plan-summary.server";
import { StandingBox } from "../ui/status-box";

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: loaded?.title ?? "Your new card" },
  { name: "robots", content: "noindex, nofollow" },
  // Stripe can't be asked just now: look again by itself, without JavaScript.
  ...(loaded?.unsure ? [{ httpEquiv: "refresh", content: "10" }] : []),
];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

/** Where Stripe's page leads back to. What was given there is taken over by whoever comes first: this page, Stripe's event or the hourly tending. */
export async function loader({ params }: LoaderFunctionArgs) {
  const adopted = await adoptCard(params["page"] ?? "");
  if ("refused" in adopted && adopted.refused === "no-such-page") throw new Response(null, { status: 404 });
  const state = "plan" in adopted ? showPlan({ ...adopted.plan, room: null }, now()).state : null;
  const unsure = "refused" in adopted && adopted.refused === "stripe-unreachable";
  return data({ ...wordsOf(adopted), state, unsure }, { headers: { "Cache-Control": "no-store" } });
}

function wordsOf(adopted: Adopted): Notice {
  if ("refused" in adopted) {
    switch (adopted.refused) {
      case "already-cancelled":
      case "already-lapsed":
        return {
          title: "This sponsorship had ended already",
          words: "Your new card was not taken over, nothing was taken with it, and nothing was changed.",
        };
      case "stripe-unreachable":
        return {
          title: "We are checking your new card",
          words: "Stripe can’t be asked just now. If you finished its page, nothing is lost: this page looks again by itself.",
        };
      default:
        return {
          title: "This is not finished",
          words: "Stripe’s page was not finished, so nothing was changed. The link in your letter leads there again.",
        };
    }
  }
  switch (adopted.open) {
    case "paid":
      return { title: "Thank you. That is settled", words: "The new card is kept, and what was open is paid with it." };
    case "declined":
      return {
        title: "Your bank said no to this one too",
        words: `The new card is kept, but what is open could not be taken with it. ${reasonInWords(adopted.why) ?? "Your bank did not say why."} You can try another one.`,
      };
    case "on-its-way":
      return { title: "Thank you. That is kept", words: "What is open is taken with it as soon as your bank allows; we write to you." };
    case "none":
      return { title: "Thank you. That is kept", words: "From now on your sponsorship is paid with it. Nothing was taken today." };
  }
}

export default function NewCardDone() {
  const { title, words, state } = useLoaderData<typeof loader>();
  return (
    <TaskPage>
      <h1>{title}</h1>
      <p className="lead">{words}</p>
      {state && <StandingBox state={state} />}
      <p>
        <a href="/supporter">Go to your own pages</a>
      </p>
    </TaskPage>
  );
}
