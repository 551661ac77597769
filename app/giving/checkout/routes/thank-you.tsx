import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { formatLondonDate } from "~/platform/london-dates";
import { pence, formatPounds } from "~/platform/money";
import { ButtonLink } from "~/platform/ui/button";
import { LitWindows } from "~/platform/ui/lit-windows";
import { SummaryList } from "~/platform/ui/summary-list";
import type { DonationStatus } from "~/giving/donation";
import { isOffline, paymentMethodLabels } from "~/giving/payment-methods";
import { loadByToken } from "../thank-you-loading.server";
import { getThankYouView } from "../thank-you-view.server";
import { BackToForm, FoldedFacts, NewsletterStep, ShareLink, ThankYouPage, thankYouMeta } from "../ui/thank-you-page";

const titles: Record<DonationStatus, string> = {
  pending: "This donation is not finished",
  collecting: "Thank you. Your Direct Debit is on its way",
  paid: "Thank you. We’ve received your donation",
  failed: "Your payment didn’t go through",
  expired: "This donation was not finished",
  refunded: "Your donation was sent back",
  disputed: "Your bank has asked for this donation back",
  charged_back: "This donation has gone back",
  void: "There is no donation here",
};

type Gift = ReturnType<typeof useLoaderData<typeof loader>>["gift"];

const pageTitle = ({ state, isUnconfirmed }: Gift): string => (isUnconfirmed ? "We are checking your donation" : titles[state]);

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  thankYouMeta(data ? pageTitle(data.gift) : titles.pending, data?.gift.isUnconfirmed ?? false);

export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ params: { token = "" } }: LoaderFunctionArgs) {
  return { gift: await loadByToken(token, getThankYouView), token };
}

const unconfirmedText =
  "We have no answer from the payment page yet. If you paid, nothing is lost: this page checks again automatically, and your receipt comes by email.";

export default function ThankYou() {
  const { gift, token } = useLoaderData<typeof loader>();
  return (
    <ThankYouPage
      section="/donate"
      title={pageTitle(gift)}
      lead={gift.isUnconfirmed ? unconfirmedText : leadText(gift)}
      facts={!gift.isUnconfirmed && !isGiven(gift) && <GiftSummary {...gift} />}
    >
      {!gift.isUnconfirmed && (isGiven(gift) ? <Thanks {...gift} /> : <WayBack {...gift} token={token} />)}
    </ThankYouPage>
  );
}

function leadText({ state, total, method, refunded, appeal, impact }: Gift): string {
  const totalText = formatPounds(pence(total));
  switch (state) {
    case "paid":
      return refunded > 0
        ? `Your ${totalText} arrived, and ${formatPounds(pence(refunded))} of it was sent back to you.`
        : [
            appeal ? `Your ${totalText} goes to our appeal “${appeal.name}”.` : (impact?.text ?? ""),
            isOffline(method) ? "" : " Your receipt is on its way by email.",
          ].join("");
    case "collecting":
      return `You have set up a Direct Debit of ${totalText}. It takes up to a week to arrive. We write to you when it has, and also if it hasn’t.`;
    case "pending":
      return "Nothing was taken. Your form is as you left it.";
    case "expired":
      return "The payment page closed before anything was taken.";
    case "failed":
      return method === "bacs_debit" ? `Your bank did not pay the Direct Debit of ${totalText}. Nothing was taken.` : "Nothing was taken.";
    case "refunded":
      return `All of it, ${totalText}, went back to you. It takes 5 to 10 days to be seen on a statement.`;
    case "disputed":
      return "While they look at it, the donation is not counted and no Gift Aid is claimed on it. If it was a mistake, tell your bank, or write to us.";
    case "charged_back":
      return "Your bank returned the money to you. The donation is not counted any more.";
    case "void":
      return "It was written down by mistake, and does not count.";
  }
}

function GiftSummary({ total, cover, refunded, giftAid, giftAidOncePaid, state, method, agreedOn, paidOn, reference, appeal }: Gift) {
  if (state === "pending" || state === "expired" || state === "void") return null;
  const rows: [string, string][] = [
    [state === "failed" ? "The donation" : state === "collecting" ? "Your donation" : "You gave", formatPounds(pence(total))],
  ];
  if (cover > 0 && state !== "failed") rows.push(["Includes card fee", formatPounds(pence(cover))]);
  if (refunded > 0) rows.push(["Refunded to you", formatPounds(pence(refunded))]);
  if (state === "paid" && giftAid > 0) rows.push(["Gift Aid we will claim", formatPounds(pence(giftAid))]);
  if (state === "collecting" && giftAidOncePaid > 0) rows.push(["Gift Aid, once it has arrived", formatPounds(pence(giftAidOncePaid))]);
  if (appeal) rows.push(["For", appeal.name]);
  if (method) rows.push(["Paid by", paymentMethodLabels[method]]);
  if (paidOn) rows.push(["Arrived on", formatLondonDate(paidOn)]);
  else if (agreedOn) rows.push(["Agreed on", formatLondonDate(agreedOn)]);
  rows.push(["Reference", reference]);
  return <SummaryList rows={rows} />;
}

/** It was given, and none of it went back: what stands here is thanks, and the receipt is folded. */
const isGiven = ({ state, refunded }: Gift): boolean => state === "collecting" || (state === "paid" && refunded === 0);

function Thanks(gift: Gift) {
  const { impact, appeal, wantsNews } = gift;
  return (
    <>
      {impact && <LitWindows lit={impact.nights} />}
      {impact && <p className="hint">Seven windows for the seven nights of a room’s week: lit, what your donation pays for.</p>}
      <FoldedFacts title="Your receipt">
        <GiftSummary {...gift} />
      </FoldedFacts>
      <ShareLink path={appeal ? `/appeals/${appeal.slug}` : "/"}>
        {appeal ? "This link leads to the appeal." : "This link shows the house, with each window lit as far as this week is paid for."}
      </ShareLink>
      <h2>What comes next</h2>
      <p>
        <a href="/supporter">Your account</a> has this donation, its receipt and your statements. Sign in with your email address; there is
        no password.
      </p>
      <NewsletterStep wantsNews={wantsNews} />
      <h2>If you would like to do more</h2>
      <p>A room is kept lit by many people who each give a little every week, from £2.50. You can pause, change or cancel it yourself.</p>
      <p className="buttons">
        <ButtonLink href="/sponsor">Sponsor a room</ButtonLink>
      </p>
    </>
  );
}

function WayBack({ state, token }: Gift & { token: string }) {
  if (state === "pending" || state === "expired" || state === "failed")
    return <BackToForm path={`/donate?again=${token}`}>Go back to the form</BackToForm>;
  return null;
}
