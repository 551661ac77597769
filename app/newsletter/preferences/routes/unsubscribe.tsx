import { data, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData, useParams } from "@remix-run/react";
import { readChoices } from "~/platform/http/forms/form-data.server";
import { Button } from "~/platform/ui/button";
import { PageLayout } from "~/platform/ui/page-layout";
import { unsubscribeByLink, findMaskedSubscriber } from "../unsubscribe-by-link.server";
import { privatePageHeaders, getLinkToken } from "~/newsletter/link-token.server";
import { UnknownLink } from "../ui/unknown-link";

export const meta: MetaFunction = () => [{ title: "Unsubscribe" }, { name: "robots", content: "noindex" }];

export const headers: HeadersFunction = () => privatePageHeaders;

/** Shows a button: mail scanners follow links. */
export async function loader({ params }: LoaderFunctionArgs) {
  const subscriber = await findMaskedSubscriber(getLinkToken(params));
  return data({ subscriber }, subscriber ? 200 : 404);
}

/**
 * Stops the emails: by the page's button, or by a mail program's own (RFC 8058), which posts this one field without
 * cookies, and may do so any number of times.
 */
export async function action({ request, params }: ActionFunctionArgs) {
  const form = await readChoices(request, "List-Unsubscribe");
  if (form["List-Unsubscribe"] !== "One-Click") return data({ unsubscribed: false }, 400);
  const done = await unsubscribeByLink(getLinkToken(params), "one-click");
  return data({ unsubscribed: "unsubscribed" in done }, "unsubscribed" in done ? 200 : 404);
}

export default function Unsubscribe() {
  const { subscriber } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  const { token = "" } = useParams();
  return <PageLayout currentSection="/newsletter">{page()}</PageLayout>;

  function page() {
    if (!subscriber) return <UnknownLink />;
    if (done?.unsubscribed || !subscriber.isActive) return <Unsubscribed token={token} />;
    return (
      <>
        <h1>Unsubscribe?</h1>
        <p className="lead">
          Then <bdi>{subscriber.email}</bdi> gets no more newsletters. You still get receipts for your donations.
        </p>
        <form method="post">
          <p>
            <Button name="List-Unsubscribe" value="One-Click">
              Unsubscribe
            </Button>
          </p>
        </form>
        <p>
          Or <a href={`/newsletter/preferences/${token}`}>choose fewer, or pause them for three months</a>.
        </p>
      </>
    );
  }
}

function Unsubscribed({ token }: { token: string }) {
  return (
    <>
      <h1>You’re unsubscribed</h1>
      <p className="lead">Thank you for having read them. You still get receipts for your donations; nothing else.</p>
      <p>
        If that was a mistake, <a href="/newsletter">sign up again</a>. To have your data deleted, or to see what we hold, go to{" "}
        <a href={`/newsletter/preferences/${token}`}>your own page</a>.
      </p>
    </>
  );
}
