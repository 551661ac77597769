import { data, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staffRefusalMessage } from "~/desk/refusal-messages";
import { DeskDoorPage } from "~/desk/ui/desk-page";
import { PasskeyForm, PasskeyScripts } from "~/desk/ui/passkey-form";
import { RecoveryCodes, TotpOfferFields } from "~/desk/ui/totp-offer";
import { readForm } from "~/platform/http/forms/form-data.server";
import { codeField, passkeyField, encryptedSecretField } from "~/staff/ways/way-fields";
import { Button, ButtonLink } from "~/platform/ui/button";
import { ErrorSummary } from "~/platform/ui/error-summary";
import { describeBrowser } from "~/staff/network";
import { roleDescriptions, roleNames } from "~/staff/roles";
import { signInHeaders } from "~/staff/session.server";
import { acceptInvitation, findInvitation } from "~/staff/team/accept-invitation.server";
import { currentVisit } from "~/staff/visit.server";
import { promptForNewPasskey } from "~/staff/ways/passkeys.server";
import { offerTotp } from "~/staff/ways/totp.server";

export const meta: MetaFunction = () => [{ title: "Join the team" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = ({ actionHeaders }) => {
  const cookie = actionHeaders.get("Set-Cookie");
  return { "Cache-Control": "no-store", ...(cookie && { "Set-Cookie": cookie }) };
};

export async function loader({ params }: LoaderFunctionArgs) {
  const invitation = await findInvitation(params["token"] ?? "");
  // Used by this very request: the page then shows the codes.
  const status = currentVisit()?.isAudited ? 200 : 410;
  if ("refused" in invitation) return data({ refusal: staffRefusalMessage(invitation), invited: null }, { status });
  const { staff } = invitation;
  const role = { name: roleNames[staff.role].toLowerCase(), may: roleDescriptions[staff.role] };
  const invited = { email: staff.email, role, prompt: await promptForNewPasskey(staff), offer: offerTotp(staff) };
  return data({ refusal: null, invited });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const token = params["token"] ?? "";
  const { input: form, errors } = await readForm(request, {
    passkey: passkeyField,
    encryptedSecret: encryptedSecretField,
    code: codeField,
  });
  if (errors.length > 0) return data({ codes: null, errors, offer: null }, { status: 400 });
  const { passkey: passkeyJson = "", encryptedSecret = "" } = form;
  const code = (form.code ?? "").replaceAll(/\s/g, "");
  const way = passkeyJson ? { passkeyJson, passkeyName: describeBrowser(request.headers.get("user-agent")) } : { encryptedSecret, code };
  const accepted = await acceptInvitation(token, way, { request, ip: context.ip });
  if ("codes" in accepted)
    return data({ codes: accepted.codes, errors: [], offer: null }, { headers: await signInHeaders(accepted.token) });
  const field = passkeyJson ? "passkey-part" : "code";
  const status = accepted.refused === "too-many" ? 429 : 400;
  // The key that the app has already scanned stays the same.
  const invitation = await findInvitation(token);
  const offer = "refused" in invitation ? null : offerTotp(invitation.staff, encryptedSecret);
  return data({ codes: null, errors: [{ field, message: staffRefusalMessage(accepted) }], offer }, { status });
}

export default function Invitation() {
  const { refusal, invited } = useLoaderData<typeof loader>();
  const { codes = null, errors = [], offer = null } = useActionData<typeof action>() ?? {};
  if (codes)
    return (
      <DeskDoorPage>
        <h1>You are signed in</h1>
        <RecoveryCodes codes={codes} />
        <p>
          <ButtonLink look="give" href="/desk">
            I have them. Go on
          </ButtonLink>
        </p>
      </DeskDoorPage>
    );
  if (!invited)
    return (
      <DeskDoorPage>
        <h1>This invitation can’t be used</h1>
        <p className="lead">{refusal}</p>
        <p>
          Accepted it before? <a href="/desk/sign-in">Sign in</a>. Otherwise ask whoever looks after the team for a new one.
        </p>
      </DeskDoorPage>
    );
  return (
    <DeskDoorPage>
      <ErrorSummary errors={errors} />
      <h1>Join the team</h1>
      <p className="lead">
        You are invited as {invited.role.name}, with the address <strong className="break-words">{invited.email}</strong>.
      </p>
      <p>{invited.role.may}. Choose how you sign in. You can add the other way later.</p>
      <h2 id="passkey-part">With a passkey</h2>
      <p>Your phone or computer makes it, and asks for your fingerprint, face or PIN when you sign in.</p>
      <PasskeyForm prompt={invited.prompt} button="Make a passkey" />
      <h2>With an authenticator app</h2>
      <form method="post" className="stack" noValidate>
        <TotpOfferFields offer={offer ?? invited.offer} errors={errors} />
        <Button>Use this app</Button>
      </form>
      <PasskeyScripts />
    </DeskDoorPage>
  );
}
