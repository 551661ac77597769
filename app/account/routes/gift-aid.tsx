import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import postcode from "postcode";
import { declareGiftAid } from "~/giving/gift-aid/declare-gift-aid.server";
import { supporterScopes } from "~/giving/gift-aid/declaration-wording";
import { currentDeclarationWording, giftAidNameError } from "~/giving/gift-aid/gift-aid";
import { parseHomeAddress } from "~/giving/gift-aid/home-address";
import { getDeclarationsView } from "~/giving/gift-aid/declarations-view.server";
import { changeHomeAddress } from "~/giving/gift-aid/change-donor-details.server";
import { confirmGift, listUnconfirmedGifts } from "~/giving/gift-aid/confirm-gift.server";
import { DeclarationCard } from "~/giving/gift-aid/ui/declaration-card";
import { UnconfirmedGifts } from "~/giving/gift-aid/ui/unconfirmed-gifts";
import { DeclarationChoice } from "~/giving/gift-aid/ui/declaration-choice";
import { HomeAddressFields } from "~/giving/gift-aid/ui/home-address-fields";
import { config } from "~/platform/config/config.server";
import { inTransaction } from "~/platform/database/db.server";
import { readForm } from "~/platform/http/forms/form-data.server";
import { chosen, homeFields } from "~/platform/http/forms/form-fields";
import { lookUp } from "~/platform/query-values";
import { Button } from "~/platform/ui/button";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { noStoreHeaders, requireSupporter } from "~/supporters/sign-in/session.server";
import { SavedMessage } from "../ui/saved-message";
import { SupporterPage } from "../ui/supporter-page";

export const meta: MetaFunction = () => [{ title: "Gift Aid" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

const savedMessages: Record<string, string> = {
  home: "Your new address is saved with your declaration. Gift Aid continues as before.",
  declared: "Gift Aid is on. We sent you an email with the words that you agreed to.",
  confirmed: "Thank you. Gift Aid covers that payment now.",
  cancelled: "Gift Aid is cancelled for donations that you make from now on. We sent you an email that says so.",
};

export async function loader({ request }: LoaderFunctionArgs) {
  const supporter = await requireSupporter(request);
  return {
    ...(await getDeclarationsView(supporter.id)),
    unconfirmed: await listUnconfirmedGifts(supporter.id),
    name: [supporter.firstName, supporter.lastName].filter(Boolean).join(" "),
    wording: {
      declaration: currentDeclarationWording.claimStatement(config.charity.legalName),
      explanation: currentDeclarationWording.explanation,
    },
    saved: lookUp(savedMessages, new URL(request.url).searchParams.get("saved")),
  };
}

const giftAidFields = { what: chosen, gift: chosen, giftaid: chosen, scope: chosen, ...homeFields } as const;

export async function action({ request }: ActionFunctionArgs) {
  const supporter = await requireSupporter(request);
  const { input, errors } = await readForm(request, giftAidFields);
  const respondInvalid = (status: number) => data({ input, errors }, { status, headers: noStoreHeaders() });
  const saved = (what: string) => redirect(`/supporter/gift-aid?saved=${what}`, { status: 303, headers: noStoreHeaders() });

  if (errors.length > 0) return respondInvalid(400);
  if (input.what === "confirm")
    return (await confirmGift(supporter.id, input.gift ?? ""))
      ? saved("confirmed")
      : redirect("/supporter/gift-aid", { status: 303, headers: noStoreHeaders() });
  const scope = supporterScopes.find((each) => each === input.scope);
  if (input.what === "declare") {
    if (input.giftaid !== "yes") errors.push({ field: "giftaid", message: "Tick the box if you agree, so that we may claim" });
    if (!scope) errors.push({ field: "scope", message: "Choose which donations Gift Aid is for" });
    const nameError = giftAidNameError(supporter.firstName) ?? giftAidNameError(supporter.lastName);
    if (nameError !== null)
      errors.push({ field: "name", message: "HMRC needs your first and last name: change them in your details first" });
  }
  const home = parseHomeAddress(
    input,
    (text) => postcode.parse(text).postcode ?? null,
    (error) => void errors.push(error),
  );
  if (errors.length > 0) return respondInvalid(400);
  if (input.what === "declare" && scope) {
    await inTransaction((tx) => declareGiftAid(tx, supporter.id, { scope, ...home }));
    return saved("declared");
  }
  const changed = await inTransaction((tx) => changeHomeAddress(tx, supporter.id, home));
  return "refused" in changed ? redirect("/supporter/gift-aid", { status: 303, headers: noStoreHeaders() }) : saved("home");
}

export default function GiftAid() {
  const { declarations, unconfirmed, home, name, wording, saved } = useLoaderData<typeof loader>();
  const { input = {}, errors = [] } = useActionData<typeof action>() ?? {};
  const open = declarations.filter((each) => each.isActive);
  const closed = declarations.filter((each) => !each.isActive);
  return (
    <SupporterPage currentPath="/supporter/gift-aid">
      <ErrorSummary errors={errors} />
      <SavedMessage message={errors.length > 0 ? null : saved} />
      <h1>Gift Aid</h1>
      <p className="lead">
        {open.length > 0
          ? "Gift Aid is on: we claim 25p for each £1 that you give, and it costs you nothing."
          : "Gift Aid is off for what you give from now on. If you pay UK tax, it adds 25p to each £1, and costs you nothing."}
      </p>
      {open.length > 0 && <h2>{open.length === 1 ? "Your declaration" : "Your declarations"}</h2>}
      {open.map((declaration) => (
        <DeclarationCard key={declaration.id} {...declaration} />
      ))}
      <UnconfirmedGifts gifts={unconfirmed} />
      {home ? (
        <ChangeHomeForm home={home} input={input} errors={errors} />
      ) : (
        <DeclareForm name={name} wording={wording} input={input} errors={errors} />
      )}
      {closed.length > 0 && (
        <>
          <h2>Earlier declarations</h2>
          {closed.map((declaration) => (
            <DeclarationCard key={declaration.id} {...declaration} />
          ))}
        </>
      )}
      <p className="hint">
        Please tell us if you move, change your name, or stop paying enough tax. We keep a declaration until six years after the tax year of
        the last donation under it: the law asks for it.
      </p>
    </SupporterPage>
  );
}

type GiftAidInput = { giftaid?: string; scope?: string; house?: string; postcode?: string; overseas?: string };
type FormState = { input: GiftAidInput; errors: FormError[] };

function ChangeHomeForm({ home, input, errors }: FormState & { home: { house: string; postcode: string | null } }) {
  const shown =
    errors.length > 0 ? input : { house: home.house, postcode: home.postcode ?? "", overseas: home.postcode === null ? "yes" : "" };
  return (
    <>
      <h2>Have you moved?</h2>
      <form method="post" action="/supporter/gift-aid" className="stack" noValidate acceptCharset="utf-8">
        <input type="hidden" name="what" value="home" />
        <HomeAddressFields input={shown} errors={errors} />
        <p className="hint">A new address changes nothing else: your declaration stands.</p>
        <p>
          <Button>Save address</Button>
        </p>
      </form>
    </>
  );
}

function DeclareForm({
  name,
  wording,
  input,
  errors,
}: FormState & { name: string; wording: { declaration: string; explanation: string } }) {
  return (
    <>
      <h2>Turn Gift Aid on</h2>
      <form method="post" action="/supporter/gift-aid" className="stack" noValidate acceptCharset="utf-8">
        <input type="hidden" name="what" value="declare" />
        <p id="name">
          For <strong>{name}</strong>. Not right? <a href="/supporter/details">Change your name first</a>.
        </p>
        <DeclarationChoice wording={wording} input={input} errors={errors} />
        <HomeAddressFields input={input} errors={errors} />
        <p>
          <Button>Turn Gift Aid on</Button>
        </p>
      </form>
    </>
  );
}
