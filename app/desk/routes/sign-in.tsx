import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staffRefusalMessage } from "~/desk/refusal-messages";
import { DeskDoorPage } from "~/desk/ui/desk-page";
import { PasskeyForm, PasskeyScripts } from "~/desk/ui/passkey-form";
import { parseEmail } from "~/platform/email-address";
import { readForm } from "~/platform/http/forms/form-data.server";
import { chosen, personFields } from "~/platform/http/forms/form-fields";
import { passkeyField } from "~/staff/ways/way-fields";
import { Button } from "~/platform/ui/button";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { Note } from "~/platform/ui/note";
import { Field } from "~/platform/ui/text-field";
import { isDemonstrationDesk, signInForDemonstration } from "~/staff/demonstration-staff.server";
import { parseStaffRole, roleDescriptions, roleNames, staffRoles } from "~/staff/roles";
import { findStaff, signInHeaders } from "~/staff/session.server";
import { parseDeskPath, signInLinkMinutes } from "~/staff/session-rules";
import { requestStaffSignIn } from "~/staff/sign-in/request-staff-sign-in.server";
import { signInWithPasskey } from "~/staff/sign-in/sign-in-with-passkey.server";
import { promptForPasskey } from "~/staff/ways/passkeys.server";

export const meta: MetaFunction = () => [{ title: "Staff sign-in" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const to = parseDeskPath(searchParams.get("to"));
  if (await findStaff(request)) throw redirect(to ?? "/desk", { headers: { "Cache-Control": "no-store" } });
  return {
    to,
    sent: searchParams.has("sent"),
    minutes: signInLinkMinutes,
    isDemonstration: isDemonstrationDesk(),
    prompt: await promptForPasskey("sign in"),
  };
}

const signInFields = { do: chosen, to: chosen, passkey: passkeyField, email: personFields.email, role: chosen } as const;

export async function action({ request, context }: ActionFunctionArgs) {
  const { input: form, errors: readErrors } = await readForm(request, signInFields);
  const to = parseDeskPath(form.to ?? "");
  const enter = async (token: string) => redirect(to ?? "/desk", { status: 303, headers: await signInHeaders(token) });
  const refuse = (status: number, input: string, error: FormError) => data({ input, errors: [error] }, { status });
  const [wrong] = readErrors;
  if (wrong) return refuse(400, form.email ?? "", wrong);
  switch (form.do) {
    case "passkey": {
      const signedIn = await signInWithPasskey(form.passkey ?? "", request);
      return "token" in signedIn
        ? await enter(signedIn.token)
        : refuse(400, "", { field: "passkey-part", message: staffRefusalMessage(signedIn) });
    }
    case "email": {
      const input = form.email ?? "";
      const parsed = parseEmail(input, "Enter your email address");
      if ("wrong" in parsed) return refuse(400, input, { field: "email", message: parsed.wrong });
      const requested = await requestStaffSignIn(parsed.email, { ip: context.ip, goTo: to });
      if ("refused" in requested) return refuse(429, input, { field: "email", message: staffRefusalMessage(requested) });
      return redirect("/desk/sign-in?sent", 303);
    }
    case "demonstration": {
      const role = parseStaffRole(form.role ?? "");
      if (role) return await enter(await signInForDemonstration(role, request));
      return refuse(400, "", { field: "main", message: "Choose a role" });
    }
    default:
      return refuse(400, "", { field: "main", message: "That button is not known here. Nothing was changed" });
  }
}

export default function StaffSignIn() {
  const { to, sent, minutes, isDemonstration, prompt } = useLoaderData<typeof loader>();
  const { input = "", errors = [] } = useActionData<typeof action>() ?? {};
  if (sent && errors.length === 0) return <LinkSent minutes={minutes} />;
  const wanted = to && <input type="hidden" name="to" value={to} />;
  return (
    <DeskDoorPage>
      <ErrorSummary errors={errors} />
      <h1>Staff sign-in</h1>
      {isDemonstration && <DemonstrationButtons to={to} />}
      <h2 id="passkey-part">With a passkey</h2>
      <PasskeyForm prompt={prompt} button="Sign in with a passkey">
        {wanted}
        <input type="hidden" name="do" value="passkey" />
      </PasskeyForm>
      <h2>With a code</h2>
      <form method="post" action="/desk/sign-in" className="stack" noValidate>
        {wanted}
        <input type="hidden" name="do" value="email" />
        <Field
          name="email"
          type="email"
          label="Email address"
          hint="We email you a link. It asks for the code from your authenticator app, or for a recovery code."
          autoComplete="email"
          spellCheck={false}
          defaultValue={input}
          errors={errors}
        />
        <Button>Email me a link</Button>
      </form>
      <PasskeyScripts />
    </DeskDoorPage>
  );
}

function DemonstrationButtons({ to }: { to: string | null }) {
  return (
    <Note as="section" aria-labelledby="trial">
      <h2 id="trial">On this trial site</h2>
      <p>Nothing here is real, so anybody may look around. Choose a role:</p>
      <form method="post" action="/desk/sign-in" className="stack">
        <input type="hidden" name="do" value="demonstration" />
        {to && <input type="hidden" name="to" value={to} />}
        {staffRoles.map((role) => (
          <p key={role}>
            <Button name="role" value={role} aria-describedby={`may-${role}`}>
              Sign in as {roleNames[role].toLowerCase()}
            </Button>
            <br />
            <span className="text-sm quiet" id={`may-${role}`}>
              {roleDescriptions[role]}
            </span>
          </p>
        ))}
      </form>
    </Note>
  );
}

function LinkSent({ minutes }: { minutes: number }) {
  return (
    <DeskDoorPage>
      <h1>Check your email</h1>
      <p className="lead">If that address is on the team, a link is on its way to it.</p>
      <p>It works once, for {minutes} minutes. Have your authenticator app or a recovery code ready.</p>
      <p>
        Nothing there after a few minutes? Check your spam folder, then <a href="/desk/sign-in">ask for another link</a>.
      </p>
    </DeskDoorPage>
  );
}
