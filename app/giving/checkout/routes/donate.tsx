import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import postcode from "postcode";
import { config } from "~/platform/config/config.server";
import { now } from "~/platform/clock";
import { browserOf, knownBrowser } from "~/platform/http/forms/browser-cookie.server";
import { postedForm } from "~/platform/http/forms/form-data.server";
import { pence, readAmount } from "~/platform/money";
import { TaskPage } from "~/platform/ui/page-layout";
import { newsWording } from "~/supporters/consent/consent";
import { isAttempt, newAttempt } from "../form-id.server";
import { readDonationForm, readSource, typedIn, type Limits, type Mistake, type TypedForm } from "../donation-form";
import { coverFor } from "../fee";
import { currentWording } from "~/giving/gift-aid/gift-aid";
import { refillForm } from "../restore-form.server";
import { startDonation } from "../start-donation.server";
import { DonationFormScreen, type Notice } from "../ui/donation-form-screen";

export const meta: MetaFunction = () => [
  { title: "Give once" },
  {
    name: "description",
    content:
      "Give once to keep safe rooms going for people who have survived human trafficking. Any amount from £1, by card or Direct Debit.",
  },
];

// The form may hold what a person typed: no shared cache keeps it.
export const headers: HeadersFunction = () => ({ "Cache-Control": "private, no-cache" });

const { giving, fees, legalName, roomWeekPence } = config.charity;
const limits: Limits = {
  min: pence(giving.minPence),
  max: pence(giving.maxPence),
  presets: giving.amounts.map((amount) => pence(amount.pence)),
};
const amounts = giving.amounts.map((amount) => ({ ...amount, cover: coverFor(pence(amount.pence), fees.card) }));
const page = {
  amounts,
  minPence: limits.min,
  fee: fees.card,
  roomWeekPence,
  demonstration: config.charity.demonstration,
  declaration: { wish: currentWording.wish(legalName), explanation: currentWording.explanation },
  news: { words: newsWording.words, hint: newsWording.hint },
};

export async function loader({ request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const again = searchParams.get("again");
  const refilled = again ? await refillForm(again, await browserOf(request), now()) : null;
  if (refilled?.state === "given") throw redirect(`/thank-you/${refilled.token}`);
  const reusable = refilled?.state === "open" && refilled.whole && isAttempt(refilled.attempt, now());
  const typed: TypedForm = refilled?.typed ?? startingWith(searchParams);
  const notice: Notice | null = refilled ? (refilled.state === "open" ? "came-back" : "closed") : null;
  return { ...page, attempt: reusable ? refilled.attempt : newAttempt(now()), typed: choosing(typed), sum: sumOf(typed), notice };
}

/** A link may carry an amount in pounds, and says where the donor came from. */
function startingWith(query: URLSearchParams): TypedForm {
  const amount = readAmount(query.get("amount") ?? "", limits);
  return {
    source: new URLSearchParams(readSource(query.toString())).toString(),
    ...(amount.ok && { amount: String(amount.pence), other: (amount.pence / 100).toFixed(2) }),
  };
}

/** An amount that is one of the suggested ones is chosen there, any other is written out. */
function choosing(typed: TypedForm): TypedForm {
  if (typed.amount === undefined || typed.amount === "other") return typed;
  return limits.presets.some((preset) => String(preset) === typed.amount) ? { ...typed, other: "" } : { ...typed, amount: "other" };
}

/** The exact sum with the fee, where the amount is known. */
function sumOf(typed: TypedForm): { gift: number; cover: number } | null {
  const preset = limits.presets.find((each) => String(each) === typed.amount);
  const read = preset ? ({ ok: true, pence: preset } as const) : readAmount(typed.other ?? "", limits);
  return read.ok ? { gift: read.pence, cover: coverFor(read.pence, fees.card) } : null;
}

/** The page for giving each week, with the amount if it is right, and where the donor came from. */
function sponsorPath(typed: TypedForm): string {
  const query = new URLSearchParams(readSource(typed.source ?? ""));
  const sum = sumOf(typed);
  if (sum) query.set("amount", (sum.gift / 100).toFixed(2));
  return query.size > 0 ? `/sponsor?${query.toString()}` : "/sponsor";
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { browser, headers } = await knownBrowser(request);
  const { typed, mistakes: doubled } = typedIn(await postedForm(request));
  const current = isAttempt(typed.attempt, now());
  const attempt = current ? (typed.attempt ?? "") : newAttempt(now());
  const back = (status: number, found: { mistakes?: Mistake[]; notice?: Notice; minutes?: number; fresh?: boolean }) =>
    data(
      {
        typed,
        attempt: found.fresh ? newAttempt(now()) : attempt,
        sum: sumOf(typed),
        mistakes: found.mistakes ?? [],
        notice: found.notice ?? null,
        minutes: found.minutes ?? 0,
      },
      { status, headers },
    );

  if (doubled.length > 0) return back(400, { mistakes: doubled });
  if (typed.sum) return back(200, { notice: "sum" });
  if (typed.regular === "yes") return redirect(sponsorPath(typed), { status: 303, headers });
  const read = readDonationForm(typed, limits, (text) => postcode.parse(text).postcode ?? null);
  if ("mistakes" in read) return back(400, { mistakes: read.mistakes });
  if (!current || typed.website) return back(409, { notice: "too-old", fresh: true });

  const started = await startDonation(read.form, { attempt, browser, address: context.address });
  if ("goTo" in started) return redirect(started.goTo, { status: 303, headers });
  switch (started.refused) {
    case "too-many":
      return back(429, { notice: "too-many", minutes: started.minutes });
    case "stripe-unreachable":
      return back(503, { notice: "stripe-unreachable" });
    case "form-too-old":
      return back(409, { notice: "too-old", fresh: true });
  }
}

export default function Donate() {
  const loaded = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  return (
    <TaskPage here="/donate" skip="Skip to the form">
      <DonationFormScreen {...loaded} mistakes={[]} minutes={0} {...answered} />
    </TaskPage>
  );
}
