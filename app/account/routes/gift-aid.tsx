import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import postcode from "postcode";
import { declareGiftAid } from "~/giving/gift-aid/declare-gift-aid.server";
import { ownScopes, ownScopeWords } from "~/giving/gift-aid/declaration-wording";
import { currentWording, nameRefusal } from "~/giving/gift-aid/gift-aid";
import { readHome } from "~/giving/gift-aid/home-address";
import { showDeclarations } from "~/giving/gift-aid/declarations-view.server";
import { changeHome } from "~/giving/gift-aid/change-donor-details.server";
import { DeclarationCard } from "~/giving/gift-aid/ui/declaration-card";
import { HomeFields } from "~/giving/gift-aid/ui/home-address-fields";
import { config } from "~/platform/config/config.server";
import { postedForm, textIn } from "~/platform/http/forms/form-data.server";
import { ErrorSummary, type FieldMistake } from "~/platform/ui/error-summary";
import { Options, Question } from "~/platform/ui/radio-group";
import { mistakeIn, Tick, Why } from "~/platform/ui/text-field";
import { ownHeaders, requireSupporter } from "~/supporters/sign-in/session.server";
import { SavedNote } from "~/supporters/ui/saved-note";
import { SupporterPage } from "~/supporters/ui/supporter-page";

export const meta: MetaFunction = () => [{ title: "Gift Aid" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

const savedWords: Record<string, string> = {
  home: "Your new address is kept with your declaration. Gift Aid goes on as before.",
  declared: "Gift Aid is on. We sent you a letter with the words that you agreed to.",
  cancelled: "Gift Aid is cancelled for gifts that you make from now on. We sent you a letter that says so.",
};

export async function loader({ request }: LoaderFunctionArgs) {
  const supporter = await requireSupporter(request);
  return {
    ...(await showDeclarations(supporter.id)),
    name: [supporter.firstName, supporter.lastName].filter(Boolean).join(" "),
    words: { wish: currentWording.wish(config.charity.legalName), explanation: currentWording.explanation },
    saved: savedWords[new URL(request.url).searchParams.get("saved") ?? ""] ?? null,
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const supporter = await requireSupporter(request);
  const form = await postedForm(request);
  const names = ["what", "giftaid", "scope", "house", "postcode", "overseas"] as const;
  const typed = Object.fromEntries(names.map((name) => [name, textIn(form, name)])) as Partial<Record<(typeof names)[number], string>>;
  const mistakes: FieldMistake[] = [];
  const back = (status: number) => data({ typed, mistakes }, { status, headers: ownHeaders() });
  const saved = (what: string) => redirect(`/supporter/gift-aid?saved=${what}`, { status: 303, headers: ownHeaders() });

  const scope = ownScopes.find((each) => each === typed.scope);
  if (typed.what === "declare") {
    if (typed.giftaid !== "yes") mistakes.push({ field: "giftaid", words: "Tick the box if you agree, so that we may claim" });
    if (!scope) mistakes.push({ field: "scope", words: "Choose which gifts Gift Aid is for" });
    const why = nameRefusal(supporter.firstName) ?? nameRefusal(supporter.lastName);
    if (why !== null) mistakes.push({ field: "name", words: "HMRC needs your first and last name: change them in your details first" });
  }
  const home = readHome(
    typed,
    (text) => postcode.parse(text).postcode ?? null,
    (mistake) => void mistakes.push(mistake),
  );
  if (mistakes.length > 0) return back(400);
  if (typed.what === "declare" && scope) {
    await declareGiftAid(supporter.id, { scope, ...home });
    return saved("declared");
  }
  const changed = await changeHome(supporter.id, home);
  return "refused" in changed ? redirect("/supporter/gift-aid", { status: 303, headers: ownHeaders() }) : saved("home");
}

export default function GiftAid() {
  const { declarations, home, name, words, saved } = useLoaderData<typeof loader>();
  const { typed = {}, mistakes = [] } = useActionData<typeof action>() ?? {};
  const open = declarations.filter((each) => each.open);
  const closed = declarations.filter((each) => !each.open);
  return (
    <SupporterPage here="/supporter/gift-aid">
      <ErrorSummary mistakes={mistakes} />
      <SavedNote words={mistakes.length > 0 ? null : saved} />
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
      {home ? (
        <ChangeHome home={home} typed={typed} mistakes={mistakes} />
      ) : (
        <Declare name={name} words={words} typed={typed} mistakes={mistakes} />
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
        Please tell us if you move, change your name, or stop paying enough tax. We keep declarations until six years after the last gift
        that we claimed for: the law asks for it.
      </p>
    </SupporterPage>
  );
}

type Typed = { giftaid?: string; scope?: string; house?: string; postcode?: string; overseas?: string };
type Back = { typed: Typed; mistakes: FieldMistake[] };

function ChangeHome({ home, typed, mistakes }: Back & { home: { house: string; postcode: string | null } }) {
  const shown =
    mistakes.length > 0 ? typed : { house: home.house, postcode: home.postcode ?? "", overseas: home.postcode === null ? "yes" : "" };
  return (
    <>
      <h2>Have you moved?</h2>
      <form method="post" action="/supporter/gift-aid" className="stack" noValidate acceptCharset="utf-8">
        <input type="hidden" name="what" value="home" />
        <HomeFields typed={shown} mistakes={mistakes} />
        <p className="hint">A new address changes nothing else: your declaration stands.</p>
        <p>
          <button className="button">Save address</button>
        </p>
      </form>
    </>
  );
}

function Declare({ name, words, typed, mistakes }: Back & { name: string; words: { wish: string; explanation: string } }) {
  return (
    <>
      <h2>Turn Gift Aid on</h2>
      <form method="post" action="/supporter/gift-aid" className="stack" noValidate acceptCharset="utf-8">
        <input type="hidden" name="what" value="declare" />
        <p id="name">
          For <strong>{name}</strong>. Not right? <a href="/supporter/details">Change your name first</a>.
        </p>
        <Why field="giftaid" words={mistakeIn(mistakes, "giftaid")} />
        <Tick
          name="giftaid"
          checked={typed.giftaid === "yes"}
          label={
            <>
              <strong>{words.wish}</strong> {words.explanation}
            </>
          }
        />
        <Question name="scope" legend="Which gifts?" small mistakes={mistakes}>
          <Options name="scope" chosen={typed.scope} options={ownScopes.map((scope) => ({ value: scope, words: ownScopeWords[scope] }))} />
        </Question>
        <HomeFields typed={typed} mistakes={mistakes} />
        <p>
          <button className="button">Turn Gift Aid on</button>
        </p>
      </form>
    </>
  );
}
