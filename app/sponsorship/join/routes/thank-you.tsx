import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { loadByToken } from "~/giving/checkout/thank-you-loading.server";
import { BackToForm, FoldedFacts, NewsletterStep, ShareLink, ThankYouPage, thankYouMeta } from "~/giving/checkout/ui/thank-you-page";
import { formatPounds, formatPoundsShort, pence } from "~/platform/money";
import { LitWindows } from "~/platform/ui/lit-windows";
import { SummaryList } from "~/platform/ui/summary-list";
import { formatDate, formatWeekdayDate } from "~/platform/format-date";
import { billingIntervalLabels } from "~/sponsorship/plan";
import { getThankYouView } from "../thank-you-view.server";

type ThankYouPlan = ReturnType<typeof useLoaderData<typeof loader>>["plan"];

function pageTitle({ status, mayBeStale, firstOn, method }: ThankYouPlan): string {
  if (mayBeStale) return "We are checking your sponsorship";
  switch (status) {
    case "pending":
      return "This sponsorship is not finished";
    case "expired":
      return "This sponsorship was not finished";
    case "starting":
    case "active":
      if (firstOn) return `Thank you. It starts on ${formatDate(firstOn)}`;
      return status === "starting" && method === "bacs_debit"
        ? "Thank you. Your Direct Debit is set up"
        : "Thank you. You help to keep a room lit";
    case "late":
      return "Your payment didn’t go through";
    case "paused":
      return "Your sponsorship is paused";
    case "cancelled":
    case "lapsed":
      return "This sponsorship has ended";
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  thankYouMeta(data ? pageTitle(data.plan) : "Sponsor a room", data?.plan.mayBeStale ?? false);

export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ params: { token = "" } }: LoaderFunctionArgs) {
  return { plan: await loadByToken(token, getThankYouView), token };
}

export default function PlanThankYou() {
  const { plan, token } = useLoaderData<typeof loader>();
  return (
    <ThankYouPage
      section="/sponsor"
      title={pageTitle(plan)}
      lead={plan.mayBeStale ? staleText : leadText(plan)}
      facts={!plan.mayBeStale && !isUnderWay(plan) && <ThankYouFacts {...plan} />}
    >
      {!plan.mayBeStale && (isUnderWay(plan) ? <Thanks {...plan} /> : <WayOn {...plan} token={token} />)}
    </ThankYouPage>
  );
}

const staleText =
  "We have no answer from the payment page yet. If you agreed there, nothing is lost: this page checks again automatically, and an email follows.";

function leadText({ status, collectionTotal, billingInterval, firstOn, method }: ThankYouPlan): string {
  const sum = formatPounds(pence(collectionTotal));
  switch (status) {
    case "pending":
      return "Nothing was agreed and nothing was taken. Your form is as you left it.";
    case "expired":
      return "The payment page closed before anything was agreed. Nothing was taken.";
    case "starting":
    case "active":
      if (firstOn)
        return `Nothing was taken today. ${sum} is collected on that day, and ${billingIntervalLabels[billingInterval].every} after.`;
      if (status === "starting" && method === "bacs_debit")
        return `Your first ${sum} is on its way from your bank. It takes up to a week to arrive, and we write to you when it has.`;
      return `Your ${sum} helps to keep a window lit: the rent, the heating, the lock on the door. An email with all of this is on its way.`;
    case "late":
      return "We have sent you an email with a link to use another card. We will also try again automatically.";
    case "paused":
      return "Nothing is taken until it restarts.";
    case "cancelled":
    case "lapsed":
      return "Nothing more is taken. Thank you for the light you gave. You can come back at any time.";
  }
}

function ThankYouFacts({
  status,
  weekly,
  billingInterval,
  collectionTotal,
  cover,
  firstOn,
  nextOn,
  next,
  agreedOn,
  method,
  room,
  giftAid,
  reference,
}: ThankYouPlan) {
  if (status === "pending" || status === "expired") return null;
  const hasEnded = status === "cancelled" || status === "lapsed";
  const rows: [string, string][] = [[hasEnded ? "You gave" : "You give", `${formatPoundsShort(pence(weekly))} a week`]];
  if (!hasEnded) rows.push(["Collected", `${formatPounds(pence(collectionTotal))} ${billingIntervalLabels[billingInterval].every}`]);
  if (cover > 0 && !hasEnded) rows.push(["Includes card fee", formatPounds(pence(cover))]);
  if (nextOn && next !== null)
    rows.push([firstOn ? "First payment" : "Next payment", `${formatPounds(pence(next))} on ${formatWeekdayDate(nextOn)}`]);
  if (method) rows.push(["Paid by", method === "card" ? "Card" : "Direct Debit"]);
  rows.push(["Room", room ?? "Where it is needed most"]);
  if (giftAid && !hasEnded) rows.push(["Gift Aid we will claim", `${formatPounds(pence(giftAid))} on each payment, once it has arrived`]);
  if (agreedOn) rows.push(["Agreed on", formatDate(agreedOn)]);
  rows.push(["Reference", reference]);
  return <SummaryList rows={rows} />;
}

/** Agreed to, and nothing has gone wrong: what stands here is thanks, and the facts are folded. */
const isUnderWay = ({ status }: ThankYouPlan): boolean => status === "active" || status === "starting";

function Thanks(plan: ThankYouPlan) {
  const { weekly, room, nightsPerYear, wantsNews, hasTributeCard, present } = plan;
  const nights = nightsPerYear === 1 ? "1 night" : `${nightsPerYear} nights`;
  return (
    <>
      <LitWindows lit={[1]} />
      <p className="hint">
        In a year, {formatPoundsShort(pence(weekly))} a week comes to {nights} of{" "}
        {room ? `the room ${room}` : "a room, where it is needed most"}.
      </p>
      <FoldedFacts title="Payments and details">
        <ThankYouFacts {...plan} />
      </FoldedFacts>
      {hasTributeCard && <p>Your card goes by email once your first payment has arrived.</p>}
      {present && <CertificateNote {...present} />}
      <ShareLink path="/sponsor">This link leads to the house of rooms, where anybody can see how far this week is paid for.</ShareLink>
      <h2>What comes next</h2>
      <ChangeIt />
      <NewsletterStep wantsNews={wantsNews} />
    </>
  );
}

function WayOn({ status, wantsNews, hasTributeCard, present, token }: ThankYouPlan & { token: string }) {
  if (["pending", "expired", "cancelled", "lapsed"].includes(status))
    return (
      <BackToForm path={`/sponsor?again=${token}`}>
        {status === "pending" || status === "expired" ? "Go back to the form" : "Sponsor a room again"}
      </BackToForm>
    );
  return (
    <>
      {wantsNews && <NewsletterStep wantsNews />}
      {hasTributeCard && <p>Your card goes by email once your first payment has arrived.</p>}
      {present && <CertificateNote {...present} />}
      <p>Bookmark this page to see the latest status of your sponsorship.</p>
      <h2>To change, pause or cancel it</h2>
      <ChangeIt />
    </>
  );
}

/** Not the certificate itself: whoever has this page's address need not be its sponsor. */
const CertificateNote = ({ emailedOn }: NonNullable<ThankYouPlan["present"]>) => (
  <p>
    The certificate of your present is in the email that we send you now, and in <a href="/supporter">your account</a>, to print or to send
    on.
    {emailedOn && ` We also email it to them on ${formatDate(emailedOn)}, once your first payment has arrived.`}
  </p>
);

const ChangeIt = () => (
  <p>
    <a href="/supporter">Your account</a> has your sponsorship, with a button to change, pause or cancel it. Sign in with your email
    address; there is no password. The email that we send you leads there too.
  </p>
);
