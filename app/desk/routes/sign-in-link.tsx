import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staffRefusalMessage } from "~/desk/refusal-messages";
import { CodeField } from "~/desk/ui/code-field";
import { DeskDoorPage } from "~/desk/ui/desk-page";
import { readForm } from "~/platform/http/forms/form-data.server";
import { Button, ButtonLink } from "~/platform/ui/button";
import { ErrorSummary } from "~/platform/ui/error-summary";
import { signInHeaders } from "~/staff/session.server";
import { findStaffSignInLink, signInWithCode } from "~/staff/sign-in/sign-in-with-code.server";
import { codeField } from "~/staff/ways/way-fields";

export const meta: MetaFunction = () => [{ title: "Staff sign-in" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ params }: LoaderFunctionArgs) {
  const link = await findStaffSignInLink(params["token"] ?? "");
  return "refused" in link ? data({ refusal: staffRefusalMessage(link) }, { status: 410 }) : data({ refusal: null });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const { input, errors } = await readForm(request, { code: codeField });
  if (errors.length > 0) return data({ errors }, { status: 400 });
  const code = input.code ?? "";
  const signedIn = await signInWithCode(params["token"] ?? "", code, { request, ip: context.ip });
  if ("token" in signedIn) return redirect(signedIn.goTo ?? "/desk", { status: 303, headers: await signInHeaders(signedIn.token) });
  const status = signedIn.refused === "wrong-code" ? 400 : signedIn.refused === "too-many" ? 429 : 410;
  return data({ errors: [{ field: "code", message: staffRefusalMessage(signedIn) }] }, { status });
}

export default function StaffSignInLink() {
  const { refusal } = useLoaderData<typeof loader>();
  const errors = useActionData<typeof action>()?.errors ?? [];
  if (refusal)
    return (
      <DeskDoorPage>
        <h1>Ask for a new link</h1>
        <p className="lead">{refusal}</p>
        <p>
          <ButtonLink href="/desk/sign-in">Staff sign-in</ButtonLink>
        </p>
      </DeskDoorPage>
    );
  return (
    <DeskDoorPage>
      <ErrorSummary errors={errors} />
      <h1>Enter your code</h1>
      <form method="post" className="stack" noValidate>
        <CodeField
          name="code"
          label="Code"
          hint="The six digits that your authenticator app shows now. Phone lost? Enter a recovery code instead."
          errors={errors}
        />
        <Button look="give">Sign in</Button>
      </form>
    </DeskDoorPage>
  );
}
