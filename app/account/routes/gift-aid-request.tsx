import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import postcode from "postcode";
import { listUnconfirmedGifts } from "~/giving/gift-aid/confirm-gift.server";
import { supporterScopes } from "~/giving/gift-aid/declaration-wording";
import { listActiveDeclarations } from "~/giving/gift-aid/declarations.server";
import { currentDeclarationWording, giftAidNameError } from "~/giving/gift-aid/gift-aid";
import { parseHomeAddress } from "~/giving/gift-aid/home-address";
import { renewDeclaration } from "~/giving/gift-aid/renew-declaration.server";
import { findByRequestLink } from "~/giving/gift-aid/request-link.server";
import { DeclarationChoice } from "~/giving/gift-aid/ui/declaration-choice";
import { HomeAddressFields } from "~/giving/gift-aid/ui/home-address-fields";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { readForm } from "~/platform/http/forms/form-data.server";
import { chosen, homeFields, personFields } from "~/platform/http/forms/form-fields";
import { lookUp } from "~/platform/query-values";
import { Button } from "~/platform/ui/button";
import { ErrorSummary } from "~/platform/ui/error-summary";
import { PageLayout } from "~/platform/ui/page-layout";
import { Field } from "~/platform/ui/text-field";
import { parseName } from "~/supporters/person-form";
import { accountChangeModules } from "../account-changes.server";
import { SavedMessage } from "../ui/saved-message";

export const meta: MetaFunction = () => [{ title: "Gift Aid" }, { name: "robots", content: "noindex, nofollow" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

const noStore = { "Cache-Control": "no-store" };
const savedMessages: Record<string, string> = {
  declared: "Thank you. Gift Aid is on. We sent you an email with the words that you agreed to.",
  changed: "Thank you. Your name and home address are saved with your declaration.",
  before: "This link has been used. What was filled in the first time is saved, and nothing was changed now.",
};

/**
 * Whoever holds the email may answer for its owner, once, and is shown nothing that we know of them: emails are passed on. Which donations
 * are theirs they say signed in.
 */
export async function loader({ params, request }: LoaderFunctionArgs) {
  const token = params["token"] ?? "";
  const link = await findByRequestLink(token, now());
  if ("refused" in link) {
    // The link that was just used leads here once more, to say so.
    const saved = link.refused === "used" ? lookUp(savedMessages, new URL(request.url).searchParams.get("saved")) : null;
    return data({ linkRefusal: link.refused, saved }, { status: saved === null ? 404 : 200, headers: noStore });
  }
  return data(
    {
      hasDeclaration: (await listActiveDeclarations(link.id)).length > 0,
      hasUnconfirmed: (await listUnconfirmedGifts(link.id)).length > 0,
      wording: {
        declaration: currentDeclarationWording.claimStatement(config.charity.legalName),
        explanation: currentDeclarationWording.explanation,
      },
    },
    { headers: noStore },
  );
}

const fields = {
  giftaid: chosen,
  scope: chosen,
  first: personFields.first,
  last: personFields.last,
  ...homeFields,
} as const;

export async function action({ params, request }: ActionFunctionArgs) {
  const token = params["token"] ?? "";
  const link = await findByRequestLink(token, now());
  const done = (what: string) => redirect(`/gift-aid/${token}?saved=${what}`, { status: 303, headers: noStore });
  // Whoever pressed twice is led to what the first press did.
  if ("refused" in link)
    return link.refused === "used" ? done("before") : data({ linkRefusal: link.refused }, { status: 404, headers: noStore });
  const { input, errors } = await readForm(request, fields);
  const respondInvalid = () => data({ input, errors }, { status: 400, headers: noStore });
  if (errors.length > 0) return respondInvalid();
  const name = parseName(input);
  if ("errors" in name) errors.push(...name.errors);
  else {
    const [first, last] = [giftAidNameError(name.firstName), giftAidNameError(name.lastName)];
    if (first !== null) errors.push({ field: "first", message: `Your first name ${first}` });
    if (last !== null) errors.push({ field: "last", message: `Your last name ${last}` });
  }
  const home = parseHomeAddress(
    input,
    (text) => postcode.parse(text).postcode ?? null,
    (error) => void errors.push(error),
  );
  const hasDeclaration = (await listActiveDeclarations(link.id)).length > 0;
  const scope = hasDeclaration ? null : (supporterScopes.find((each) => each === input.scope) ?? null);
  if (!hasDeclaration && input.giftaid !== "yes")
    errors.push({ field: "giftaid", message: "Tick the box if you agree, so that we may claim" });
  if (!hasDeclaration && scope === null) errors.push({ field: "scope", message: "Choose which donations Gift Aid is for" });
  if (errors.length > 0 || "errors" in name) return respondInvalid();
  const renewed = await renewDeclaration(link, { ...name, ...home, scope }, accountChangeModules);
  if ("refused" in renewed && renewed.refused === "used") return done("before");
  // Cancelled between the page and the press: the page, opened again, asks for a new one.
  return "refused" in renewed ? redirect(`/gift-aid/${token}`, { status: 303, headers: noStore }) : done(renewed.status);
}

const linkTexts = {
  invalid: "This link is not complete. Part of it may have been cut off: copy all of it from the email.",
  expired: "This link has expired. It worked for 60 days.",
  used: "This link was used before, or went to an address that its owner has changed. It works once.",
  gone: "This link does not belong to anybody we know any more.",
};

export default function GiftAidRequest() {
  const loaded = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const refusal = answered && "linkRefusal" in answered ? answered.linkRefusal : "linkRefusal" in loaded ? loaded.linkRefusal : null;
  if ("linkRefusal" in loaded && loaded.saved !== null)
    return (
      <PageLayout>
        <SavedMessage message={loaded.saved} />
        <h1>Gift Aid</h1>
        <p className="lead">That’s all. The link has been used and changes nothing more.</p>
        <p>
          Please tell us if you move, change your name, or stop paying enough tax:{" "}
          <a href="/supporter/gift-aid">sign in with your email address</a> for that, or to cancel Gift Aid.
        </p>
      </PageLayout>
    );
  if (refusal !== null || "linkRefusal" in loaded)
    return (
      <PageLayout>
        <h1>This link does not work</h1>
        <p className="lead">{linkTexts[refusal ?? "invalid"]}</p>
        <p>
          You can <a href="/supporter/gift-aid">sign in with your email address</a> and do the same there.
        </p>
      </PageLayout>
    );
  const { input, errors } = answered && "input" in answered ? answered : { input: null, errors: [] };
  const { hasDeclaration, hasUnconfirmed, wording } = loaded;
  return (
    <PageLayout>
      <ErrorSummary errors={errors} />
      <h1>Gift Aid</h1>
      <p className="lead">
        {hasDeclaration
          ? "Gift Aid is on. HMRC needs your full name and your home address, as you use them."
          : "If you pay UK tax, Gift Aid adds 25p to each £1 that you give, and costs you nothing."}
      </p>
      {hasUnconfirmed && (
        <p>
          Somebody who was not signed in gave with your email address. <a href="/supporter/gift-aid">Sign in to tell us</a> which of those
          donations are yours: we claim Gift Aid on no others.
        </p>
      )}
      <h2>{hasDeclaration ? "Your name and home" : "Turn Gift Aid on"}</h2>
      <form method="post" className="stack" noValidate acceptCharset="utf-8">
        <Field name="first" label="First name" autoComplete="given-name" defaultValue={input?.first} errors={errors} />
        <Field name="last" label="Last name" autoComplete="family-name" defaultValue={input?.last} errors={errors} />
        <HomeAddressFields input={input ?? {}} errors={errors} />
        {!hasDeclaration && <DeclarationChoice wording={wording} input={input ?? {}} errors={errors} />}
        <p>
          <Button>{hasDeclaration ? "Save" : "Turn Gift Aid on"}</Button>
        </p>
      </form>
      <p className="hint">
        Please tell us if you move, change your name, or stop paying enough tax. To cancel Gift Aid,{" "}
        <a href="/supporter/gift-aid">sign in with your email address</a>.
      </p>
    </PageLayout>
  );
}
