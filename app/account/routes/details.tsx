import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { openDeclarationsOf, toldIn } from "~/giving/gift-aid/declarations.server";
import { nameRefusal } from "~/giving/gift-aid/gift-aid";
import { changeName } from "~/giving/gift-aid/change-donor-details.server";
import { now } from "~/platform/clock";
import { postedForm, textIn } from "~/platform/http/forms/form-data.server";
import { ErrorSummary, type FieldMistake } from "~/platform/ui/error-summary";
import { openChangeOf, requestEmailChange } from "~/supporters/change-email.server";
import { readEmail, readName } from "~/supporters/person-form";
import { ownHeaders, requireSupporter } from "~/supporters/sign-in/session.server";
import { SavedNote } from "~/supporters/ui/saved-note";
import { SupporterPage } from "~/supporters/ui/supporter-page";
import { EmailField, NameFields } from "~/supporters/ui/person-fields";

export const meta: MetaFunction = () => [{ title: "Your details" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

const savedWords: Record<string, string> = {
  name: "Your name is changed.",
  email: "We wrote to both addresses. Press the button in both letters, and the change is made.",
};

export async function loader({ request }: LoaderFunctionArgs) {
  const supporter = await requireSupporter(request);
  const saved = savedWords[new URL(request.url).searchParams.get("saved") ?? ""] ?? null;
  const [[declaration], change] = await Promise.all([openDeclarationsOf(supporter.id), openChangeOf(supporter.id, now())]);
  return {
    firstName: supporter.firstName,
    lastName: supporter.lastName,
    email: supporter.email,
    home: declaration ? [toldIn(declaration).house, toldIn(declaration).postcode].filter(Boolean).join(", ") : null,
    waitingFor: change && { to: change.to, old: change.oldConfirmedAt === null, new: change.newConfirmedAt === null },
    saved,
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const supporter = await requireSupporter(request);
  const form = await postedForm(request);
  const typed = { first: textIn(form, "first"), last: textIn(form, "last"), email: textIn(form, "email") };
  const back = (status: number, mistakes: FieldMistake[], wait: number | null = null) =>
    data({ typed, mistakes, wait }, { status, headers: ownHeaders() });
  const saved = (what: string) => redirect(`/supporter/details?saved=${what}`, { status: 303, headers: ownHeaders() });

  if (textIn(form, "what") === "email") {
    const read = readEmail(typed.email, "both addresses get a letter");
    if ("words" in read) return back(400, [read]);
    const asked = await requestEmailChange(supporter, read.email, context.address);
    if (!("refused" in asked)) return saved("email");
    if (asked.refused === "too-many") return back(429, [], asked.minutes);
    return back(400, [{ field: "email", words: "This is the address that we have already" }]);
  }
  const read = readName(typed);
  if ("mistakes" in read) return back(400, read.mistakes);
  if ((await openDeclarationsOf(supporter.id)).length > 0) {
    const mistakes = (["first", "last"] as const).flatMap((field) => {
      const why = nameRefusal(field === "first" ? read.firstName : read.lastName);
      return why === null ? [] : [{ field, words: `Your ${field} name ${why}` }];
    });
    if (mistakes.length > 0) return back(400, mistakes);
  }
  await changeName(supporter.id, read);
  return saved("name");
}

export default function Details() {
  const { firstName, lastName, email, home, waitingFor, saved } = useLoaderData<typeof loader>();
  const {
    typed = { first: undefined, last: undefined, email: undefined },
    mistakes = [],
    wait = null,
  } = useActionData<typeof action>() ?? {};
  const isMistake = mistakes.length > 0 || wait !== null;
  return (
    <SupporterPage here="/supporter/details">
      <ErrorSummary mistakes={mistakes} />
      <SavedNote words={wait === null ? (isMistake ? null : saved) : `You asked for this often. Please wait ${wait} minutes.`} />
      <h1>Your details</h1>

      <h2>Name</h2>
      <form method="post" action="/supporter/details" className="stack" noValidate acceptCharset="utf-8">
        <input type="hidden" name="what" value="name" />
        <NameFields typed={{ first: typed.first ?? firstName, last: typed.last ?? lastName }} mistakes={mistakes} />
        <p className="hint">Gifts that were made keep the name that they were made in. Gift Aid goes on.</p>
        <p>
          <button className="button">Save name</button>
        </p>
      </form>

      <h2>E-mail address</h2>
      <p>
        <strong>{email}</strong> is where your letters go, and how you sign in.
      </p>
      {waitingFor && (
        <div className="note">
          <p>
            You asked to change it to <strong>{waitingFor.to}</strong>. We wait for the button in{" "}
            {waitingFor.old && waitingFor.new
              ? "both letters"
              : waitingFor.old
                ? "the letter to the address above"
                : "the letter to the new address"}
            .
          </p>
        </div>
      )}
      <form method="post" action="/supporter/details" className="stack" noValidate acceptCharset="utf-8">
        <input type="hidden" name="what" value="email" />
        <EmailField
          label="New e-mail address"
          hint="We write to the old and to the new one. Nothing changes before both have said yes."
          typed={typed}
          mistakes={mistakes}
        />
        <p>
          <button className="button">Change address</button>
        </p>
      </form>

      <h2>Home address</h2>
      <p>
        {home === null ? "We have none. It is needed for Gift Aid only." : `${home}.`}{" "}
        <a href="/supporter/gift-aid">{home === null ? "See Gift Aid" : "Change it with your Gift Aid"}</a>
      </p>
    </SupporterPage>
  );
}
