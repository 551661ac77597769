import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staffRefusalMessage } from "~/desk/refusal-messages";
import { CodeField } from "~/desk/ui/code-field";
import { DeskPage } from "~/desk/ui/desk-page";
import { KeptFields } from "~/desk/ui/kept-fields";
import { PasskeyForm, PasskeyScripts } from "~/desk/ui/passkey-form";
import { readForm } from "~/platform/http/forms/form-data.server";
import { codeField, passkeyField } from "~/staff/ways/way-fields";
import { Button } from "~/platform/ui/button";
import { ErrorSummary } from "~/platform/ui/error-summary";
import { isDemonstrationStaff } from "~/staff/demonstration-staff.server";
import { requireStaff } from "~/staff/session.server";
import { freshMinutes, parseDeskPath } from "~/staff/session-rules";
import { confirmPresence } from "~/staff/sign-in/confirm-presence.server";
import { currentVisit, readKeptFields, type KeptForm } from "~/staff/visit.server";
import { promptForPasskey } from "~/staff/ways/passkeys.server";
import { Note } from "~/platform/ui/note";

export const meta: MetaFunction = () => [{ title: "Is it you?" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

/** The form that goes on, as this page's own address says it: fields come with it. */
function formOf(request: Request, fields: KeptForm["fields"]): KeptForm {
  const { searchParams } = new URL(request.url);
  const method = searchParams.get("method") === "post" ? "post" : "get";
  return { method, path: parseDeskPath(searchParams.get("to")) ?? "/desk", fields, hasFiles: false };
}

/** What the door answers where a passkey or a code has to be shown first. The form goes on from here as it was. */
export async function loader({ request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request);
  const kept = currentVisit()?.keptForm ?? null;
  const prompt = await promptForPasskey(`confirm ${staff.sessionId}`);
  const shown = { form: kept ?? formOf(request, []), prompt, isBelieved: isDemonstrationStaff(staff), minutes: freshMinutes };
  return data(shown, { status: kept ? 401 : 200 });
}

export async function action({ request, context }: ActionFunctionArgs) {
  const staff = await requireStaff(request);
  const kept = formOf(request, await readKeptFields(request.clone() as Request));
  const { input, errors } = await readForm(request, { "confirm-passkey": passkeyField, "confirm-code": codeField });
  if (errors.length > 0) return data({ form: kept, errors }, { status: 400 });
  const shown = { passkeyJson: input["confirm-passkey"] ?? "", code: input["confirm-code"] ?? "" };
  const result = await confirmPresence(staff, shown, context.ip);
  // 307: the browser sends this very form on, to where it was meant for.
  if ("confirmed" in result) return redirect(kept.path, kept.method === "post" ? 307 : 303);
  const field = shown.passkeyJson ? "passkey-part" : "confirm-code";
  return data(
    { form: kept, errors: [{ field, message: staffRefusalMessage(result) }] },
    { status: result.refused === "too-many" ? 429 : 400 },
  );
}

export default function Confirm() {
  const loaded = useLoaderData<typeof loader>();
  const { form = loaded.form, errors = [] } = useActionData<typeof action>() ?? {};
  const confirmPath = `/desk/confirm?method=${form.method}&to=${encodeURIComponent(form.path)}`;
  const fields = <KeptFields fields={form.fields} />;
  if (form.hasFiles)
    return (
      <DeskPage>
        <h1>Is it you?</h1>
        <p className="lead">
          This needs a passkey or a code first, and the file was not saved. <a href="/desk/confirm">Confirm that it is you</a>, then go back
          and choose it again.
        </p>
      </DeskPage>
    );
  return (
    <DeskPage>
      <ErrorSummary errors={errors} />
      <h1>Is it you?</h1>
      <p className="lead">
        This needs a passkey or a code that was shown in the last {loaded.minutes} minutes. Nothing was changed yet
        {form.fields.length > 0 && ", and what you typed is still here"}.
      </p>
      {loaded.isBelieved && (
        <Note method="post" action={confirmPath} as="form">
          {fields}
          <p>You have neither on this trial site, where nothing is real.</p>
          <Button look="give">Yes, it is me</Button>
        </Note>
      )}
      <h2 id="passkey-part">With a passkey</h2>
      <PasskeyForm prompt={loaded.prompt} field="confirm-passkey" action={confirmPath} button="Confirm with a passkey">
        {fields}
      </PasskeyForm>
      <h2>With a code</h2>
      <form method="post" action={confirmPath} className="stack" noValidate>
        {fields}
        <CodeField name="confirm-code" label="Code" hint="From your authenticator app, or a recovery code." errors={errors} />
        <Button>Confirm</Button>
      </form>
      <PasskeyScripts />
    </DeskPage>
  );
}
