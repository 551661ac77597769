import { data, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData, useParams } from "@remix-run/react";
import { postedForm, textOf } from "~/platform/http/forms/form-data.server";
import { TaskPage } from "~/platform/ui/page-layout";
import { leaveByLink, showLeaving } from "../unsubscribe-by-link.server";
import { personalHeaders, tokenIn } from "~/newsletter/link-token.server";
import { UnknownLink } from "../ui/unknown-link";

export const meta: MetaFunction = () => [{ title: "Stop the letters" }, { name: "robots", content: "noindex" }];

export const headers: HeadersFunction = () => personalHeaders;

/** Shows a button: mail scanners follow links. */
export async function loader({ params }: LoaderFunctionArgs) {
  const leaving = await showLeaving(tokenIn(params));
  return data({ leaving }, leaving ? 200 : 404);
}

/**
 * Stops the letters: by the page's button, or by a mail program's own (RFC 8058), which posts this one field without
 * cookies, and may do so any number of times.
 */
export async function action({ request, params }: ActionFunctionArgs) {
  const form = await postedForm(request);
  if (textOf(form, "List-Unsubscribe") !== "One-Click") return data({ left: false }, 400);
  const done = await leaveByLink(tokenIn(params), "one-click");
  return data({ left: "left" in done }, "left" in done ? 200 : 404);
}

export default function Leave() {
  const { leaving } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  const { token = "" } = useParams();
  return <TaskPage here="/newsletter">{page()}</TaskPage>;

  function page() {
    if (!leaving) return <UnknownLink />;
    if (done?.left || !leaving.running) return <Left token={token} />;
    return (
      <>
        <h1>Stop the letters?</h1>
        <p className="lead">
          Then <bdi>{leaving.email}</bdi> gets none of them any more. Receipts for gifts still come.
        </p>
        <form method="post">
          <p>
            <button className="button" name="List-Unsubscribe" value="One-Click">
              Stop the letters
            </button>
          </p>
        </form>
        <p>
          Or <a href={`/newsletter/preferences/${token}`}>choose fewer, or pause them for three months</a>.
        </p>
      </>
    );
  }
}

function Left({ token }: { token: string }) {
  return (
    <>
      <h1>The letters have stopped</h1>
      <p className="lead">Thank you for having read them. Receipts for gifts still come; nothing else does.</p>
      <p>
        If that was a slip, <a href="/newsletter">sign up once more</a>. To be forgotten altogether, or to see what we hold, go to{" "}
        <a href={`/newsletter/preferences/${token}`}>your own page</a>.
      </p>
    </>
  );
}
