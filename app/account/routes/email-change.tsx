import { data, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { postedForm, textIn } from "~/platform/http/forms/form-data.server";
import { TaskPage } from "~/platform/ui/page-layout";
import { callOffChange, confirmChange, lookAtChange, sides, type ChangeRefusal, type Side } from "~/supporters/change-email.server";
import { endSessionsOf, ownHeaders } from "~/supporters/sign-in/session.server";
import { masked } from "~/supporters/sign-in/session-rules";

export const meta: MetaFunction = () => [{ title: "Your e-mail address" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

type Shown =
  | { state: "asks"; side: Side; from: string; to: string; confirmed: boolean }
  | { state: "waits"; side: Side }
  | { state: "changed" | "called-off" }
  | { state: "refused"; why: ChangeRefusal["refused"] };

const refusedWith = (why: ChangeRefusal["refused"]) => data<Shown>({ state: "refused", why }, { status: 410, headers: ownHeaders() });

function linkIn(params: Record<string, string | undefined>): { side: Side; token: string } {
  const side = sides.find((each) => each === params["side"]);
  if (!side) throw new Response(null, { status: 404 });
  return { side, token: params["token"] ?? "" };
}

export async function loader({ params }: LoaderFunctionArgs) {
  const { side, token } = linkIn(params);
  const change = await lookAtChange(side, token);
  if ("refused" in change) return refusedWith(change.refused);
  const confirmed = (side === "old" ? change.oldConfirmedAt : change.newConfirmedAt) !== null;
  return data<Shown>({ state: "asks", side, from: side === "old" ? change.from : masked(change.from), to: change.to, confirmed });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { side, token } = linkIn(params);
  if (textIn(await postedForm(request), "answer") === "no") {
    const change = await lookAtChange(side, token);
    const done = await callOffChange(side, token);
    if ("refused" in done) return refusedWith(done.refused);
    // Whoever asked for it was signed in, and the old address says that it was not its owner.
    if (side === "old" && !("refused" in change)) await endSessionsOf(change.supporterId);
    return data<Shown>({ state: "called-off" });
  }
  const done = await confirmChange(side, token);
  if ("refused" in done) return refusedWith(done.refused);
  return data<Shown>(done.waitsFor === null ? { state: "changed" } : { state: "waits", side: done.waitsFor });
}

const refusals: Record<ChangeRefusal["refused"], { title: string; words: string }> = {
  "not-a-link": { title: "This link does not work", words: "It may have been cut off on the way, or it is too old." },
  expired: { title: "This link has run out", words: "Nothing was changed. Sign in and ask for the change again." },
  "called-off": {
    title: "This change was called off",
    words: "Nothing was changed. If a newer change was asked for, use the newest letters.",
  },
  done: { title: "Your address is changed", words: "Both addresses have said yes, and the change is made." },
};

export default function EmailChangePage() {
  const looked = useLoaderData<typeof loader>() as Shown;
  const shown = (useActionData<typeof action>() as Shown | undefined) ?? looked;
  return (
    <TaskPage>
      <Words shown={shown} />
    </TaskPage>
  );
}

function Words({ shown }: { shown: Shown }) {
  switch (shown.state) {
    case "refused":
      return (
        <>
          <h1>{refusals[shown.why].title}</h1>
          <p className="lead">{refusals[shown.why].words}</p>
          <p>
            <a className="button" href="/supporter/details">
              Go to your details
            </a>
          </p>
        </>
      );
    case "changed":
      return (
        <>
          <h1>Your address is changed</h1>
          <p className="lead">From now on letters go to the new address, and you sign in with it.</p>
          <p>
            <a href="/supporter">Go to your pages</a>
          </p>
        </>
      );
    case "waits":
      return (
        <>
          <h1>Thank you. One more yes is needed</h1>
          <p className="lead">Now press the button in the letter to the {shown.side} address. Until then nothing changes.</p>
        </>
      );
    case "called-off":
      return (
        <>
          <h1>The change is called off</h1>
          <p className="lead">Letters go where they went before.</p>
        </>
      );
    case "asks":
      return (
        <>
          <h1>Change your e-mail address?</h1>
          <dl className="summary">
            <div>
              <dt>Now</dt>
              <dd>{shown.from}</dd>
            </div>
            <div>
              <dt>New</dt>
              <dd>{shown.to}</dd>
            </div>
          </dl>
          {shown.confirmed && <p>You said yes already. We wait for the other address.</p>}
          <form method="post" className="buttons">
            <button className="button" name="answer" value="yes">
              Yes, change it
            </button>
            <button className="button" name="answer" value="no">
              {shown.side === "old" ? "No, it was not me" : "No"}
            </button>
          </form>
          {shown.side === "old" && <p className="hint">“No” calls it off and signs out every browser.</p>}
        </>
      );
  }
}
