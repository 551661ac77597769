import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import postcode from "postcode";
import { config } from "~/platform/config/config.server";
import { now } from "~/platform/clock";
import { findBrowserId, getOrCreateBrowserId } from "~/platform/http/forms/browser-cookie.server";
import { readForm } from "~/platform/http/forms/form-data.server";
import type { FormError } from "~/platform/http/forms/form-fields";
import { retryAfter } from "~/platform/http/forms/second-press.server";
import { cacheFor } from "~/platform/http/page-cache/cache-headers.server";
import { add, formatPounds, parseAmount, pence } from "~/platform/money";
import { findSignedInSupporter } from "~/supporters/sign-in/session.server";
import { PageLayout } from "~/platform/ui/page-layout";
import { newsWording } from "~/supporters/consent/consent";
import { isValidFormId, newFormId } from "../form-id.server";
import {
  donationFields,
  parseDonationForm,
  parseSource,
  type AmountLimits,
  type DonationForm,
  type DonationFormInput,
} from "../donation-form";
import { coverFor } from "../fee";
import { currentDeclarationWording, giftAidOn } from "~/giving/gift-aid/gift-aid";
import { answerRefusal } from "../checkout-refusals";
import { readFormPurpose, type FormPurpose } from "../gift-purpose.server";
import { restoreForm } from "../restore-form.server";
import { startDonation } from "../start-donation.server";
import { DonationCheckScreen, type DonationCheck } from "../ui/donation-check-screen";
import { DonationFormScreen, type Notice } from "../ui/donation-form-screen";
import { SpendingClause } from "../ui/spending-clause";

export const meta: MetaFunction = () => [
  { title: "Donate" },
  {
    name: "description",
    content: "Donate to keep safe rooms going for people who have survived human trafficking. Any amount from £1, by card or Direct Debit.",
  },
];

/** The empty form is the same for everybody and may be kept. What holds anything of a person is nobody else's. */
export const headers: HeadersFunction = ({ loaderHeaders, actionHeaders }) =>
  actionHeaders.has("Cache-Control") ? { "Cache-Control": "no-store", ...retryAfter(actionHeaders.get("Retry-After")) } : loaderHeaders;

const { giving, fees, legalName, roomWeekPence } = config.charity;
const amountLimits: AmountLimits = {
  min: pence(giving.minPence),
  max: pence(giving.maxPence),
  presets: giving.amounts.map((amount) => pence(amount.pence)),
};
const withCover = (amount: { pence: number; does: string }) => ({ ...amount, cover: coverFor(pence(amount.pence), fees.card) });
const usualAmounts = giving.amounts.map(withCover);

/** What the form shows of what it is for: an appeal suggests sums of its own, and nothing is said of what each does. */
const purposeProps = ({ appeal, amounts, choice }: FormPurpose) => ({
  appeal,
  choice,
  amounts: amounts.length > 0 ? amounts.map((sum) => withCover({ pence: sum, does: "" })) : usualAmounts,
});
const limitsFor = ({ amounts }: FormPurpose): AmountLimits => (amounts.length > 0 ? { ...amountLimits, presets: amounts } : amountLimits);

const pageProps = {
  minPence: amountLimits.min,
  maxPence: amountLimits.max,
  fee: fees.card,
  roomWeekPence,
  demonstration: config.charity.demonstration,
  declaration: { claimStatement: currentDeclarationWording.claimStatement(legalName), explanation: currentDeclarationWording.explanation },
  news: { words: newsWording.text, hint: newsWording.hint },
};

export async function loader({ request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const again = searchParams.get("again");
  const restored = again ? await restoreForm(again, await findBrowserId(request), now()) : null;
  if (restored?.status === "submitted") throw redirect(`/thank-you/${restored.token}`);
  const isReusable = restored?.status === "open" && restored.isComplete && isValidFormId(restored.formId, now());
  const input: DonationFormInput = restored?.input ?? initialInput(searchParams);
  const purpose = await readFormPurpose(input);
  const limits = limitsFor(purpose);
  const notice: Notice | null = restored ? (restored.status === "open" ? "came-back" : "closed") : null;
  return data(
    {
      ...pageProps,
      ...purposeProps(purpose),
      formId: isReusable ? restored.formId : "",
      input: normaliseAmountChoice(input, limits),
      selectedAmount: parseSelectedAmount(input, limits),
      notice,
    },
    { headers: searchParams.size === 0 ? cacheFor(60) : { "Cache-Control": "private, no-cache" } },
  );
}

/** A link may carry an amount in pounds, and says where the donor came from. */
function initialInput(query: URLSearchParams): DonationFormInput {
  const amount = parseAmount(query.get("amount") ?? "", amountLimits);
  return {
    source: new URLSearchParams(parseSource(query.toString())).toString(),
    ...(query.get("appeal") && { appeal: (query.get("appeal") ?? "").slice(0, 200) }),
    ...(amount.ok && { amount: String(amount.pence), other: (amount.pence / 100).toFixed(2) }),
  };
}

/** An amount that is one of the suggested ones is chosen there, any other is written out. */
function normaliseAmountChoice(input: DonationFormInput, { presets }: AmountLimits): DonationFormInput {
  if (input.amount === undefined || input.amount === "other") return input;
  return presets.some((preset) => String(preset) === input.amount) ? { ...input, other: "" } : { ...input, amount: "other" };
}

/** The exact sum with the fee, where the amount is known. */
function parseSelectedAmount(input: DonationFormInput, limits: AmountLimits): { gift: number; cover: number } | null {
  const preset = limits.presets.find((each) => String(each) === input.amount);
  const parsed = preset ? ({ ok: true, pence: preset } as const) : parseAmount(input.other ?? "", limits);
  return parsed.ok ? { gift: parsed.pence, cover: coverFor(parsed.pence, fees.card) } : null;
}

/** The sponsor's form with the amount that was chosen, if it is right, and where the donor came from. Nothing else goes along. */
function sponsorPath(input: DonationFormInput, limits: AmountLimits): string {
  const selected = parseSelectedAmount(input, limits);
  const query = new URLSearchParams({
    ...(selected && { amount: (selected.gift / 100).toFixed(2) }),
    ...parseSource(input.source ?? ""),
  });
  return query.size > 0 ? `/sponsor?${query.toString()}` : "/sponsor";
}

/** What the check page says of a form that is right. */
function checkOf(form: DonationForm, purpose: FormPurpose): DonationCheck {
  const cover = form.coversFee ? coverFor(form.gift, fees.card) : pence(0);
  const total = add(form.gift, cover);
  return {
    total: formatPounds(total),
    parts: form.coversFee ? { donation: formatPounds(form.gift), cover: formatPounds(cover) } : null,
    giftAid: form.declaration ? formatPounds(giftAidOn(total)) : null,
    appeal: purpose.appeal?.name ?? null,
    name: `${form.firstName} ${form.lastName}`.trim(),
    email: form.email,
    news: form.wantsNews,
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { browserId, headers } = await getOrCreateBrowserId(request);
  const { input, errors: readErrors } = await readForm(request, donationFields);
  const purpose = await readFormPurpose(input);
  const limits = limitsFor(purpose);
  const isCurrentForm = isValidFormId(input.attempt, now());
  const formId = isCurrentForm || (input.attempt ?? "") === "" ? (input.attempt ?? "") : newFormId(now());
  const respond = (
    status: number,
    outcome: {
      errors?: FormError[];
      notice?: Notice;
      waitSeconds?: number;
      ticket?: string;
      renewsFormId?: boolean;
      check?: DonationCheck;
    },
  ) =>
    data(
      {
        ...purposeProps(purpose),
        input: { ...input, ticket: outcome.ticket },
        formId: outcome.renewsFormId ? newFormId(now()) : formId,
        selectedAmount: parseSelectedAmount(input, limits),
        errors: outcome.errors ?? [],
        notice: outcome.notice ?? null,
        waitSeconds: outcome.waitSeconds ?? 0,
        check: outcome.check ?? null,
      },
      { status, headers: { ...headers, "Cache-Control": "no-store", ...retryAfter(outcome.waitSeconds) } },
    );

  if (readErrors.length > 0) return respond(400, { errors: readErrors });
  if (input.step === "change") return respond(200, {});
  if (input.step === "weekly") return redirect(sponsorPath(input, limits), { status: 303, headers });
  const parsed = parseDonationForm(input, limits, (text) => postcode.parse(text).postcode ?? null);
  const errors = [...(purpose.error ? [purpose.error] : []), ...("errors" in parsed ? parsed.errors : [])];
  if ("errors" in parsed || errors.length > 0) return respond(400, { errors });
  if (purpose.choice) return respond(409, {});
  if (input.website) return respond(409, { notice: "bot", renewsFormId: true });
  // A form out of the page cache has no key of its own: its check page brings one, and the exact sums.
  if ((input.attempt ?? "") === "") return respond(200, { check: checkOf(parsed.form, purpose), renewsFormId: true });
  if (!isCurrentForm) return respond(409, { notice: "too-old", renewsFormId: true });

  const result = await startDonation(
    { ...parsed.form, ...(purpose.purpose && { purpose: purpose.purpose }) },
    {
      formId,
      browserId,
      ip: context.ip,
      ticket: input.ticket,
      signedInEmail: (await findSignedInSupporter(request))?.email ?? null,
    },
  );
  if ("goTo" in result) return redirect(result.goTo, { status: 303, headers });
  const { status, ...answer } = answerRefusal(result);
  return respond(status, answer);
}

export default function Donate() {
  const loaderData = useLoaderData<typeof loader>();
  const actionData = useActionData<typeof action>();
  if (actionData?.check)
    return (
      <PageLayout currentSection="/donate">
        <DonationCheckScreen check={actionData.check} input={actionData.input} formId={actionData.formId} />
      </PageLayout>
    );
  return (
    <PageLayout currentSection="/donate" skipLinkText="Skip to the form">
      <DonationFormScreen {...loaderData} errors={[]} waitSeconds={0} {...actionData} />
      {!(actionData?.appeal ?? loaderData.appeal) && <SpendingClause />}
    </PageLayout>
  );
}
