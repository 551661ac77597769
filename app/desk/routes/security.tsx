import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staffRefusalMessage } from "~/desk/refusal-messages";
import { DeskPage } from "~/desk/ui/desk-page";
import { OwnSessions, OwnWays } from "~/desk/ui/security-parts";
import { RecoveryCodes } from "~/desk/ui/totp-offer";
import { now } from "~/platform/clock";
import { readForm } from "~/platform/http/forms/form-data.server";
import { chosen, typed } from "~/platform/http/forms/form-fields";
import { codeField, passkeyField, encryptedSecretField } from "~/staff/ways/way-fields";
import { formatDate, formatDateTime } from "~/platform/london-dates";
import { Button } from "~/platform/ui/button";
import { ErrorSummary } from "~/platform/ui/error-summary";
import { Field } from "~/platform/ui/text-field";
import { endOwnSessions, listOwnSessions } from "~/staff/own-sessions.server";
import { describeBrowser } from "~/staff/network";
import { requireFresh, requireStaff } from "~/staff/session.server";
import { isSessionFresh } from "~/staff/session-rules";
import { renameMember } from "~/staff/team/change-team.server";
import { parseStaffName } from "~/staff/team/invitation-form";
import { addOwnPasskey, listOwnWays, removeOwnPasskey, removeOwnTotp, renewOwnCodes, setUpOwnTotp } from "~/staff/ways/own-ways.server";
import { promptForNewPasskey } from "~/staff/ways/passkeys.server";
import { offerTotp } from "~/staff/ways/totp.server";

export const meta: MetaFunction = () => [{ title: "Your sign-in" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request);
  const { passkeys, totp, codesLeft } = await listOwnWays(staff.id);
  const sessions = await listOwnSessions(staff.id);
  // What changes the ways in is offered only to somebody who has just shown one of them.
  const isFresh = isSessionFresh(staff, now());
  return {
    name: staff.name,
    ways: {
      isFresh,
      passkeys: passkeys.map(({ id, name, createdAt, lastUsedAt }) => ({
        id,
        name,
        since: formatDate(createdAt),
        lastUsed: lastUsedAt && formatDateTime(lastUsedAt),
      })),
      totpSince: totp && formatDate(totp.createdAt),
      codesLeft,
      prompt: isFresh ? await promptForNewPasskey(staff) : null,
      offer: isFresh ? offerTotp(staff) : null,
    },
    sessions: sessions.map(({ id, browser, network, createdAt, lastSeenAt }) => ({
      id,
      browser,
      network,
      isThis: id === staff.sessionId,
      since: formatDateTime(createdAt),
      lastSeen: formatDateTime(lastSeenAt),
    })),
  };
}

const securityFields = {
  do: chosen,
  id: chosen,
  name: typed("name", 80),
  "passkey-name": typed("name of the passkey", 60),
  passkey: passkeyField,
  encryptedSecret: encryptedSecretField,
  code: codeField,
} as const;

export async function action({ request, context }: ActionFunctionArgs) {
  const staff = await requireStaff(request);
  const { input: form, errors: readErrors } = await readForm(request, securityFields);
  const field = (name: keyof typeof securityFields) => form[name] ?? "";
  if (readErrors.length > 0) return data({ codes: null, errors: readErrors, offer: null }, { status: 400 });
  const back = (part: string) => redirect(`/desk/security#${part}`, 303);
  switch (field("do")) {
    case "end-session":
      await endOwnSessions(staff, { id: field("id") });
      return back("sessions");
    case "rename": {
      const parsed = parseStaffName(field("name"), "Enter your name");
      if ("message" in parsed) return data({ codes: null, errors: [parsed], offer: null }, { status: 400 });
      await renameMember(staff, staff.id, parsed.name);
      return back("main");
    }
    case "end-others":
      await endOwnSessions(staff, "all-others");
      return back("sessions");
    default:
      await requireFresh(request);
  }
  const refuse = (part: string, refusal: { refused: string; minutes?: number }, encryptedSecret = "") =>
    data(
      {
        codes: null,
        errors: [{ field: part, message: staffRefusalMessage(refusal) }],
        offer: encryptedSecret ? offerTotp(staff, encryptedSecret) : null,
      },
      { status: refusal.refused === "too-many" ? 429 : 400 },
    );
  switch (field("do")) {
    case "add-passkey": {
      const name = field("passkey-name").trim().slice(0, 60) || describeBrowser(request.headers.get("user-agent"));
      const added = await addOwnPasskey(staff, field("passkey"), name);
      return "refused" in added ? refuse("passkeys", added) : back("passkeys");
    }
    case "remove-passkey": {
      const removed = await removeOwnPasskey(staff, field("id"));
      return "refused" in removed ? refuse("passkeys", removed) : back("passkeys");
    }
    case "set-up-app": {
      const added = await setUpOwnTotp(staff, field("encryptedSecret"), field("code").replaceAll(/\s/g, ""), context.ip);
      return "refused" in added ? refuse("code", added, field("encryptedSecret")) : back("app");
    }
    case "remove-app": {
      const removed = await removeOwnTotp(staff);
      return "refused" in removed ? refuse("app", removed) : back("app");
    }
    case "new-codes":
      return data({ codes: await renewOwnCodes(staff), errors: [], offer: null });
    default:
      return refuse("main", { refused: "unknown" });
  }
}

export default function Security() {
  const { name, ways, sessions } = useLoaderData<typeof loader>();
  const { codes = null, errors = [], offer = null } = useActionData<typeof action>() ?? {};
  return (
    <DeskPage>
      <ErrorSummary errors={errors} />
      <h1>Your sign-in</h1>
      {codes && <RecoveryCodes codes={codes} />}
      <form method="post" className="stack" noValidate>
        <Field
          name="name"
          label="Your name"
          hint="As the team and the audit log show it."
          defaultValue={name}
          autoComplete="name"
          errors={errors}
        />
        <Button name="do" value="rename">
          Save your name
        </Button>
      </form>
      <OwnWays {...ways} offer={offer ?? ways.offer} errors={errors} />
      <OwnSessions sessions={sessions} />
    </DeskPage>
  );
}
