import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { dateInWords } from "~/platform/london-dates";
import { pence, pounds } from "~/platform/money";
import { TaskPage } from "~/platform/ui/page-layout";
import type { DonationState } from "~/giving/donation";
import { showGift } from "../thank-you-view.server";

const titles: Record<DonationState, string> = {
  pending: "This gift is not finished",
  collecting: "Thank you. Your Direct Debit is on its way",
  paid: "Thank you. It has arrived",
  failed: "Your bank said no this time",
  expired: "This gift was not finished",
  refunded: "Your gift was sent back",
  disputed: "Your bank has asked for this gift back",
  charged_back: "This gift has gone back",
};

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data?.gift.unsure ? "We are checking your gift" : titles[data?.gift.state ?? "pending"] },
  { name: "robots", content: "noindex" },
  // A gift that is still being checked: look again by itself, without JavaScript.
  ...(data?.gift.unsure ? [{ httpEquiv: "refresh", content: "10" }] : []),
];

export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ params }: LoaderFunctionArgs) {
  const token = params["token"] ?? "";
  const gift = /^[\w-]{20,64}$/.test(token) ? await showGift(token) : null;
  if (!gift) throw new Response(null, { status: 404 });
  return { gift, token };
}

export default function ThankYou() {
  const { gift, token } = useLoaderData<typeof loader>();
  return (
    <TaskPage here="/donate">
      <h1>{gift.unsure ? "We are checking your gift" : titles[gift.state]}</h1>
      <p className="lead">
        {gift.unsure
          ? "The payment page can’t be asked just now. If you paid, nothing is lost: this page looks again by itself, and your receipt comes by e-mail."
          : wordsOf(gift)}
      </p>
      {!gift.unsure && <Facts {...gift} />}
      <Next {...gift} token={token} />
    </TaskPage>
  );
}

type Gift = ReturnType<typeof useLoaderData<typeof loader>>["gift"];

function wordsOf({ state, given, method, refunded }: Gift): string {
  const sum = pounds(pence(given));
  switch (state) {
    case "paid":
      return refunded > 0
        ? `Your ${sum} arrived, and ${pounds(pence(refunded))} of it was sent back to you.`
        : `Your ${sum} keeps rooms lit: the rent, the heating, the lock on the door. Your receipt is on its way by e-mail.`;
    case "collecting":
      return `You have set up a Direct Debit of ${sum}. It takes up to a week to arrive. We write to you when it has, and also if it hasn’t.`;
    case "pending":
      return "Nothing was taken. Your form is as you left it.";
    case "expired":
      return "The payment page closed before anything was taken.";
    case "failed":
      return method === "bacs_debit"
        ? `Your bank did not pay the Direct Debit of ${sum}; it happens. Nothing was taken.`
        : "Nothing was taken.";
    case "refunded":
      return `All of it, ${sum}, went back to you. It takes 5 to 10 days to be seen on a statement.`;
    case "disputed":
      return "While they look at it, the gift is not counted and no Gift Aid is claimed on it. If it was a mistake, tell your bank, or write to us.";
    case "charged_back":
      return "Your bank returned the money to you. The gift is not counted any more.";
  }
}

function Facts({ given, cover, refunded, giftAid, giftAidLater, state, method, agreedOn, paidOn, reference }: Gift) {
  if (state === "pending" || state === "expired") return null;
  const rows: [string, string][] = [
    [state === "failed" ? "The gift" : state === "collecting" ? "Your gift" : "You gave", pounds(pence(given))],
  ];
  if (cover > 0 && state !== "failed") rows.push(["Of it, for the card fee", pounds(pence(cover))]);
  if (refunded > 0) rows.push(["Sent back to you", pounds(pence(refunded))]);
  if (state === "paid" && giftAid > 0) rows.push(["Gift Aid we will claim", pounds(pence(giftAid))]);
  if (state === "collecting" && giftAidLater > 0) rows.push(["Gift Aid, once it has arrived", pounds(pence(giftAidLater))]);
  if (method) rows.push(["Paid by", method === "card" ? "Card" : "Direct Debit"]);
  if (paidOn) rows.push(["Arrived on", dateInWords(paidOn)]);
  else if (agreedOn) rows.push(["Agreed on", dateInWords(agreedOn)]);
  rows.push(["Reference", reference]);
  return (
    <dl className="summary">
      {rows.map(([what, value]) => (
        <div key={what}>
          <dt>{what}</dt>
          <dd className="num">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Next({ state, unsure, wantsNews, token }: Gift & { token: string }) {
  if (!unsure && (state === "pending" || state === "expired" || state === "failed")) {
    return (
      <p>
        <a className="button give" href={`/donate?again=${token}`}>
          Go back to the form
        </a>
      </p>
    );
  }
  if (unsure || (state !== "paid" && state !== "collecting")) return null;
  return (
    <>
      {wantsNews && <p>You asked for the monthly letter: nothing is sent before you have confirmed your address.</p>}
      <p>You can keep this page’s address: it always shows how the gift stands.</p>
      <h2>If you would like to do more</h2>
      <p>
        <a href="/sponsor">See what sponsoring a room means</a>, from £2.50 a week.
      </p>
    </>
  );
}
