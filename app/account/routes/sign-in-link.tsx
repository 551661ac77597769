import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { now } from "~/platform/clock";
import { browserOf } from "~/platform/http/forms/browser-cookie.server";
import { TaskPage } from "~/platform/ui/page-layout";
import { openSession } from "~/supporters/sign-in/open-session.server";
import { ownHeaders, sessionCookie, supporterOf } from "~/supporters/sign-in/session.server";
import { lookAtLink } from "~/supporters/sign-in/sign-in-link.server";

export const meta: MetaFunction = () => [{ title: "Sign in" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, params }: LoaderFunctionArgs) {
  const link = await lookAtLink(params["token"] ?? "", await browserOf(request), now());
  if (!("refused" in link)) return data(link);
  // Who pressed the button twice is inside already.
  if (link.refused === "used" && (await supporterOf(request))) throw redirect("/supporter", { headers: ownHeaders() });
  return data(link, { status: 410 });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const opened = await openSession(params["token"] ?? "", now());
  if ("refused" in opened) {
    if (opened.refused === "used" && (await supporterOf(request))) throw redirect("/supporter", { status: 303, headers: ownHeaders() });
    return data(opened, { status: 410 });
  }
  return redirect(opened.goTo ?? "/supporter", {
    status: 303,
    headers: { ...ownHeaders(), "Set-Cookie": await sessionCookie(opened.token) },
  });
}

const refusals = {
  used: {
    title: "This link was used",
    words: "Each link works once. If it was not you who used it, sign in and then sign out everywhere.",
  },
  expired: { title: "This link has run out", words: "Links to sign in work for 20 minutes." },
  "not-a-link": { title: "This link does not work", words: "It may have been cut off on the way, or it is too old." },
};

export default function SignInLink() {
  const looked = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const link = answered && "refused" in answered ? answered : looked;
  if ("refused" in link) {
    const { title, words } = refusals[link.refused];
    return (
      <TaskPage>
        <h1>{title}</h1>
        <p className="lead">{words}</p>
        <p>
          <a className="button" href="/supporter/sign-in">
            Get a new link
          </a>
        </p>
      </TaskPage>
    );
  }
  return (
    <TaskPage>
      <h1>{link.askedHere ? "Sign in" : "Was it you who asked to sign in?"}</h1>
      <p className="lead">
        {link.askedHere ? "This link was sent to" : "This link was asked for in another browser, and sent to"}{" "}
        <strong className="whitespace-nowrap">{link.who}</strong>.
      </p>
      {!link.askedHere && <p>If it was you, go on. If it was not, close this page: nothing happens.</p>}
      <form method="post">
        <button className="button">{link.askedHere ? "Sign in" : "Yes, sign me in here"}</button>
      </form>
    </TaskPage>
  );
}
