import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { latestDetails, listActiveDeclarations } from "~/giving/gift-aid/declarations.server";
import { giftAidNameError } from "~/giving/gift-aid/gift-aid";
import { changeName } from "~/giving/gift-aid/change-donor-details.server";
import { now } from "~/platform/clock";
import { inTransaction } from "~/platform/database/db.server";
import { readForm } from "~/platform/http/forms/form-data.server";
import { chosen, personFields } from "~/platform/http/forms/form-fields";
import { lookUp } from "~/platform/query-values";
import { Button } from "~/platform/ui/button";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { findPendingEmailChange, requestEmailChange } from "~/supporters/change-email.server";
import { parseEmail, parseName } from "~/supporters/person-form";
import { noStoreHeaders, requireSupporter } from "~/supporters/sign-in/session.server";
import { Note } from "~/platform/ui/note";
import { accountChangeModules } from "../account-changes.server";
import { SavedMessage } from "../ui/saved-message";
import { SupporterPage } from "../ui/supporter-page";
import { formatCount } from "~/platform/number-words";
import { EmailField, NameFields } from "~/supporters/ui/person-fields";

export const meta: MetaFunction = () => [{ title: "Your details" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

const savedMessages: Record<string, string> = {
  name: "Your name is changed.",
  email: "We’ve sent an email to both addresses. Confirm in both emails to make the change.",
};

export async function loader({ request }: LoaderFunctionArgs) {
  const supporter = await requireSupporter(request);
  const saved = lookUp(savedMessages, new URL(request.url).searchParams.get("saved"));
  const [[declaration], change] = await Promise.all([listActiveDeclarations(supporter.id), findPendingEmailChange(supporter.id, now())]);
  return {
    firstName: supporter.firstName,
    lastName: supporter.lastName,
    email: supporter.email,
    homeAddress: declaration ? [latestDetails(declaration).house, latestDetails(declaration).postcode].filter(Boolean).join(", ") : null,
    pendingEmailChange: change && { to: change.newEmail, old: change.oldConfirmedAt === null, new: change.newConfirmedAt === null },
    saved,
  };
}

const detailsFields = { what: chosen, ...personFields } as const;

export async function action({ request, context }: ActionFunctionArgs) {
  const supporter = await requireSupporter(request);
  const { input, errors: readErrors } = await readForm(request, detailsFields);
  const respondInvalid = (status: number, errors: FormError[], waitMinutes: number | null = null) =>
    data({ input, errors, waitMinutes }, { status, headers: noStoreHeaders() });
  const saved = (what: string) => redirect(`/supporter/details?saved=${what}`, { status: 303, headers: noStoreHeaders() });

  if (readErrors.length > 0) return respondInvalid(400, readErrors);
  if (input.what === "email") {
    const parsed = parseEmail(input.email, "both addresses get an email");
    if ("message" in parsed) return respondInvalid(400, [parsed]);
    const requested = await requestEmailChange(supporter, parsed.email, context.ip);
    if (!("refused" in requested)) return saved("email");
    if (requested.refused === "too-many") return respondInvalid(429, [], requested.minutes);
    return respondInvalid(400, [{ field: "email", message: "This is the address that we have already" }]);
  }
  const parsed = parseName(input);
  if ("errors" in parsed) return respondInvalid(400, parsed.errors);
  if ((await listActiveDeclarations(supporter.id)).length > 0) {
    const errors = (["first", "last"] as const).flatMap((field) => {
      const reason = giftAidNameError(field === "first" ? parsed.firstName : parsed.lastName);
      return reason === null ? [] : [{ field, message: `Your ${field} name ${reason}` }];
    });
    if (errors.length > 0) return respondInvalid(400, errors);
  }
  await inTransaction((tx) => changeName(tx, supporter.id, parsed, accountChangeModules));
  return saved("name");
}

export default function Details() {
  const { firstName, lastName, email, homeAddress, pendingEmailChange, saved } = useLoaderData<typeof loader>();
  const {
    input = {} as { first?: string; last?: string; email?: string },
    errors = [],
    waitMinutes = null,
  } = useActionData<typeof action>() ?? {};
  const hasErrors = errors.length > 0 || waitMinutes !== null;
  return (
    <SupporterPage currentPath="/supporter/details">
      <ErrorSummary errors={errors} />
      <SavedMessage
        message={
          waitMinutes === null ? (hasErrors ? null : saved) : `You asked for this often. Please wait ${formatCount(waitMinutes, "minute")}.`
        }
      />
      <h1>Your details</h1>

      <h2>Name</h2>
      <form method="post" action="/supporter/details" className="stack" noValidate acceptCharset="utf-8">
        <input type="hidden" name="what" value="name" />
        <NameFields input={{ first: input.first ?? firstName, last: input.last ?? lastName }} errors={errors} />
        <p className="hint">Donations that were made keep the name that they were made in. Gift Aid goes on.</p>
        <p>
          <Button>Save name</Button>
        </p>
      </form>

      <h2>Email address</h2>
      <p>
        <strong>{email}</strong> is where your emails go, and how you sign in.
      </p>
      {pendingEmailChange && (
        <Note>
          <p>
            You asked to change it to <strong>{pendingEmailChange.to}</strong>. We are waiting for you to confirm in{" "}
            {pendingEmailChange.old && pendingEmailChange.new
              ? "both emails"
              : pendingEmailChange.old
                ? "the email to the address above"
                : "the email to the new address"}
            .
          </p>
        </Note>
      )}
      <form method="post" action="/supporter/details" className="stack" noValidate acceptCharset="utf-8">
        <input type="hidden" name="what" value="email" />
        <EmailField
          label="New email address"
          hint="We send an email to the old address and to the new one. Nothing changes until both have confirmed."
          input={input}
          errors={errors}
        />
        <p>
          <Button>Change address</Button>
        </p>
      </form>

      <h2>Home address</h2>
      <p>
        {homeAddress === null ? "We have none. It is needed for Gift Aid only." : `${homeAddress}.`}{" "}
        <a href="/supporter/gift-aid">{homeAddress === null ? "See Gift Aid" : "Change it with your Gift Aid"}</a>
      </p>
    </SupporterPage>
  );
}
