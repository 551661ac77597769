import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData, useParams } from "@remix-run/react";
import { db } from "~/platform/database/db.server";
import { readForm } from "~/platform/http/forms/form-data.server";
import { chosen, personFields } from "~/platform/http/forms/form-fields";
import { Button } from "~/platform/ui/button";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { PageLayout } from "~/platform/ui/page-layout";
import { Field } from "~/platform/ui/text-field";
import { privatePageHeaders, getLinkToken } from "~/newsletter/link-token.server";
import { findDataLink } from "../data-links.server";
import { handleDataLink } from "../handle-data-link.server";

export const meta: MetaFunction = () => [{ title: "Your newsletter data" }, { name: "robots", content: "noindex" }];

export const headers: HeadersFunction = () => privatePageHeaders;

type Answer = { moved: boolean; errors: FormError[]; input: string };

export async function loader({ params }: LoaderFunctionArgs) {
  const link = await findDataLink(db, getLinkToken(params));
  const shown = link && { email: link.subscription.email, isActive: link.subscription.status === "subscribed" };
  return data({ shown }, shown ? 200 : 404);
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const { input: form, errors } = await readForm(request, { do: chosen, email: personFields.email });
  const input = form.email ?? "";
  if (errors.length > 0) return data<Answer>({ moved: false, errors, input }, 400);
  const result = await handleDataLink(getLinkToken(params), form.do ?? "", input, { ip: context.ip });
  if ("errors" in result) return data<Answer>({ moved: false, errors: result.errors, input }, 400);
  if ("refused" in result)
    return data<Answer>({ moved: false, errors: [], input }, { unknown: 404, unsubscribed: 409, "not-understood": 400 }[result.refused]);
  if (result.done === "erased") return redirect("/newsletter/forgotten", 303);
  return data<Answer>({ moved: true, errors: [], input: "" });
}

/** What a fresh link opens: move, download, delete, one of them. */
export default function YourData() {
  const { shown } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as Answer | undefined;
  return (
    <PageLayout currentSection="/newsletter">
      {answer?.moved ? <Moved /> : shown ? <Choices {...shown} answer={answer} /> : <Used />}
    </PageLayout>
  );
}

function Moved() {
  return (
    <>
      <h1>Now check the email at the other address</h1>
      <p className="lead">We’ve sent an email there. Nothing changes until its link is opened and confirmed.</p>
    </>
  );
}

function Used() {
  return (
    <>
      <h1>This link no longer works</h1>
      <p className="lead">It works once, for an hour. For a new one, open the preferences link in any newsletter of ours.</p>
    </>
  );
}

function Choices({ email, isActive, answer }: { email: string; isActive: boolean; answer: Answer | undefined }) {
  const { token = "" } = useParams();
  const here = `/newsletter/your-data/${token}`;
  const errors = answer?.errors ?? [];
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>Your newsletter data</h1>
      <p className="lead">
        For <bdi>{email}</bdi>. You can use this link once, for one of these.
      </p>
      {isActive && (
        <>
          <h2>Another address</h2>
          <form method="post" action={here} className="stack" noValidate acceptCharset="utf-8">
            <Field
              name="email"
              type="email"
              label="New email address"
              hint="We send an email there to ask. Nothing changes until it is confirmed."
              className="max-w-88"
              autoComplete="email"
              spellCheck={false}
              defaultValue={answer?.input}
              errors={errors}
            />
            <p>
              <Button name="do" value="move">
                Send the newsletter there
              </Button>
            </p>
          </form>
        </>
      )}
      <h2>Download</h2>
      <form method="post" action={`${here}/what-we-hold.json`} className="stack">
        <p>What we hold about you, as a file that people and programs can read.</p>
        <p>
          <Button>Download my data</Button>
        </p>
      </form>
      <h2>Delete</h2>
      <form method="post" action={here} className="stack">
        <p>We delete your address from the newsletter, here and at the service that delivers it. It can’t be undone. What stays:</p>
        <ul>
          <li>A scrambled form of the address, from which nobody can read it, so that we never add you again unless you ask.</li>
          <li>In the same scrambled form, when you said yes and no, so that we can prove that we were allowed to write.</li>
          <li>If you have given: your donations and their receipts. The law asks us to keep those, and they are not part of this.</li>
        </ul>
        <p>
          <Button name="do" value="erase">
            Delete my data
          </Button>
        </p>
      </form>
    </>
  );
}
