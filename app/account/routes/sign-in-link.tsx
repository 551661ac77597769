import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { now } from "~/platform/clock";
import { findBrowserId } from "~/platform/http/forms/browser-cookie.server";
import { Button, ButtonLink } from "~/platform/ui/button";
import { PageLayout } from "~/platform/ui/page-layout";
import { openSession } from "~/supporters/sign-in/open-session.server";
import { findSignedInSupporter, noStoreHeaders, serializeSessionCookie } from "~/supporters/sign-in/session.server";
import { getSignInLinkPreview } from "~/supporters/sign-in/sign-in-link.server";

export const meta: MetaFunction = () => [{ title: "Sign in" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, params }: LoaderFunctionArgs) {
  const link = await getSignInLinkPreview(params["token"] ?? "", await findBrowserId(request), now());
  if (!("refused" in link)) return data(link);
  // Who pressed the button twice is inside already.
  if (link.refused === "used" && (await findSignedInSupporter(request))) throw redirect("/supporter", { headers: noStoreHeaders() });
  return data(link, { status: 410 });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const opened = await openSession(params["token"] ?? "", now());
  if ("refused" in opened) {
    if (opened.refused === "used" && (await findSignedInSupporter(request)))
      throw redirect("/supporter", { status: 303, headers: noStoreHeaders() });
    return data(opened, { status: 410 });
  }
  return redirect(opened.goTo ?? "/supporter", {
    status: 303,
    headers: { ...noStoreHeaders(), "Set-Cookie": await serializeSessionCookie(opened.token) },
  });
}

const refusalTexts = {
  used: {
    title: "This link was used",
    text: "Each link works once. If it was not you who used it, sign in and then sign out everywhere.",
  },
  expired: { title: "This link has expired", text: "Links to sign in work for 20 minutes." },
  "invalid-link": { title: "This link does not work", text: "It may have been cut off on the way, or it is too old." },
};

export default function SignInLink() {
  const loaded = useLoaderData<typeof loader>();
  const actionResult = useActionData<typeof action>();
  const link = actionResult && "refused" in actionResult ? actionResult : loaded;
  if ("refused" in link) {
    const { title, text } = refusalTexts[link.refused];
    return (
      <PageLayout>
        <h1>{title}</h1>
        <p className="lead">{text}</p>
        <p>
          <ButtonLink href="/supporter/sign-in">Get a new link</ButtonLink>
        </p>
      </PageLayout>
    );
  }
  return (
    <PageLayout>
      <h1>{link.isSameBrowser ? "Sign in" : "Confirm sign-in"}</h1>
      <p className="lead">
        {link.isSameBrowser ? "This link was sent to" : "This link was asked for in another browser, and sent to"}{" "}
        <strong className="whitespace-nowrap">{link.maskedEmail}</strong>.
      </p>
      {!link.isSameBrowser && <p>If it was you, go on. If it was not, close this page: nothing happens.</p>}
      <form method="post">
        <Button>{link.isSameBrowser ? "Sign in" : "Yes, sign me in here"}</Button>
      </form>
    </PageLayout>
  );
}
