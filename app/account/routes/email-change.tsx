import { data, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { readChoices } from "~/platform/http/forms/form-data.server";
import { Button, ButtonLink } from "~/platform/ui/button";
import { PageLayout } from "~/platform/ui/page-layout";
import {
  cancelEmailChange,
  confirmEmailChange,
  emailChangeSides,
  findEmailChangeByToken,
  type EmailChangeRefusal,
  type EmailChangeSide,
} from "~/supporters/change-email.server";
import { accountChangeModules } from "../account-changes.server";
import { endAllSessions, noStoreHeaders } from "~/supporters/sign-in/session.server";
import { maskEmail } from "~/platform/email-address";
import { Summary } from "~/platform/ui/summary-list";

export const meta: MetaFunction = () => [{ title: "Your email address" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

type EmailChangeView =
  | { state: "confirm"; side: EmailChangeSide; from: string; to: string; confirmed: boolean; isByStaff: boolean }
  | { state: "waiting"; side: EmailChangeSide }
  | { state: "changed" | "cancelled" | "decide-after-sign-in" }
  | { state: "refused"; reason: EmailChangeRefusal["refused"] };

const respondRefused = (reason: EmailChangeRefusal["refused"]) =>
  data<EmailChangeView>({ state: "refused", reason }, { status: 410, headers: noStoreHeaders() });

function parseLinkParams(params: Record<string, string | undefined>): { side: EmailChangeSide; token: string } {
  const side = emailChangeSides.find((each) => each === params["side"]);
  if (!side) throw new Response(null, { status: 404 });
  return { side, token: params["token"] ?? "" };
}

export async function loader({ params }: LoaderFunctionArgs) {
  const { side, token } = parseLinkParams(params);
  const change = await findEmailChangeByToken(side, token);
  if ("refused" in change) return respondRefused(change.refused);
  const confirmed = (side === "old" ? change.oldConfirmedAt : change.newConfirmedAt) !== null;
  return data<EmailChangeView>({
    state: "confirm",
    side,
    from: side === "old" ? change.oldEmail : maskEmail(change.oldEmail),
    to: change.newEmail,
    confirmed,
    isByStaff: change.origin === "desk" && side === "old",
  });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { side, token } = parseLinkParams(params);
  if ((await readChoices(request, "answer")).answer === "no") {
    const change = await findEmailChangeByToken(side, token);
    const result = await cancelEmailChange(side, token);
    if ("refused" in result) return respondRefused(result.refused);
    // Whoever asked for it was signed in, and the old address says that it was not its owner.
    if (side === "old" && !("refused" in change)) await endAllSessions(change.supporterId);
    return data<EmailChangeView>({ state: "cancelled" });
  }
  const result = await confirmEmailChange(side, token, accountChangeModules);
  if ("refused" in result) return respondRefused(result.refused);
  if ("decideAfterSignIn" in result) return data<EmailChangeView>({ state: "decide-after-sign-in" });
  return data<EmailChangeView>(result.waitingFor === null ? { state: "changed" } : { state: "waiting", side: result.waitingFor });
}

const refusalTexts: Record<EmailChangeRefusal["refused"], { title: string; text: string }> = {
  "invalid-link": { title: "This link does not work", text: "It may have been cut off on the way, or it is too old." },
  expired: { title: "This link has expired", text: "Nothing was changed. Sign in and ask for the change again." },
  cancelled: {
    title: "This change was called off",
    text: "Nothing was changed. If a newer change was asked for, use the newest emails.",
  },
  done: { title: "Your address is changed", text: "Both addresses have confirmed, and the change is made." },
};

export default function EmailChangePage() {
  const loaded = useLoaderData<typeof loader>() as EmailChangeView;
  const shown = (useActionData<typeof action>() as EmailChangeView | undefined) ?? loaded;
  return (
    <PageLayout>
      <EmailChangeContent shown={shown} />
    </PageLayout>
  );
}

function EmailChangeContent({ shown }: { shown: EmailChangeView }) {
  switch (shown.state) {
    case "refused":
      return (
        <>
          <h1>{refusalTexts[shown.reason].title}</h1>
          <p className="lead">{refusalTexts[shown.reason].text}</p>
          <p>
            <ButtonLink href="/supporter/details">Go to your details</ButtonLink>
          </p>
        </>
      );
    case "changed":
      return (
        <>
          <h1>Your address is changed</h1>
          <p className="lead">From now on emails go to the new address, and you sign in with it.</p>
          <p>To keep your account safe, every browser is signed out, and links in earlier emails about a sponsorship no longer work.</p>
          <p>
            <ButtonLink href="/supporter/sign-in">Sign in with the new address</ButtonLink>
          </p>
        </>
      );
    case "decide-after-sign-in":
      return (
        <>
          <h1>Sign in to decide</h1>
          <p className="lead">
            This address already has an account with us. Nothing has been joined or changed. Sign in with this address, and we show you
            exactly what would come into your account. Then you decide: join the two, or keep them apart.
          </p>
          <p>
            <ButtonLink href="/supporter/sign-in?to=/supporter/join">Sign in with this address</ButtonLink>
          </p>
          <p>If you did not ask for this, you need to do nothing. Nobody sees anything of yours.</p>
        </>
      );
    case "waiting":
      return (
        <>
          <h1>Thank you. Now confirm at the other address</h1>
          <p className="lead">Now follow the email to the {shown.side} address. Until then nothing changes.</p>
        </>
      );
    case "cancelled":
      return (
        <>
          <h1>The change is called off</h1>
          <p className="lead">Emails go where they went before.</p>
        </>
      );
    case "confirm":
      return (
        <>
          <h1>Change your email address?</h1>
          <Summary>
            <div>
              <dt>Now</dt>
              <dd>{shown.from}</dd>
            </div>
            <div>
              <dt>New</dt>
              <dd>{shown.to}</dd>
            </div>
          </Summary>
          {shown.confirmed && (
            <p>
              {shown.isByStaff ? "Our staff wrote down that you asked for it." : "You have confirmed already."} We wait for the other
              address.
            </p>
          )}
          <form method="post" className="buttons">
            <Button name="answer" value="yes">
              Yes, change it
            </Button>
            <Button name="answer" value="no">
              {shown.side === "old" ? "No, it was not me" : "No"}
            </Button>
          </form>
          {shown.side === "old" && <p className="hint">“No” cancels the change and signs out every browser.</p>}
        </>
      );
  }
}
