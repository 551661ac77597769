import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { lookUp } from "~/platform/query-values";
import { readChoices } from "~/platform/http/forms/form-data.server";
import { decideJoin, listOfferedJoins, type OfferedJoin } from "~/supporters/join-accounts.server";
import { noStoreHeaders, requireSupporter, signOut, clearSessionCookie } from "~/supporters/sign-in/session.server";
import { Button } from "~/platform/ui/button";
import { accountChangeModules } from "../account-changes.server";
import { SavedMessage } from "../ui/saved-message";
import { SupporterPage } from "../ui/supporter-page";

export const meta: MetaFunction = () => [{ title: "Join two accounts" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

const savedMessages: Record<string, string> = {
  join: "The two accounts are one now. Every other browser is signed out.",
  "keep-apart": "Nothing was joined. The two accounts stay apart.",
};

export async function loader({ request }: LoaderFunctionArgs) {
  const supporter = await requireSupporter(request);
  const done = lookUp(savedMessages, new URL(request.url).searchParams.get("done"));
  return { email: supporter.email, done, offers: await listOfferedJoins(supporter, accountChangeModules) };
}

export async function action({ request }: ActionFunctionArgs) {
  const supporter = await requireSupporter(request);
  const { decision, change } = await readChoices(request, "decision", "change");
  if (decision === "sign-in") {
    await signOut(request, "here");
    return redirect("/supporter/sign-in?to=/supporter/join", {
      status: 303,
      headers: { ...noStoreHeaders(), "Set-Cookie": await clearSessionCookie() },
    });
  }
  const notDone = (status: number) => data({ notDone: true }, { status, headers: noStoreHeaders() });
  if (decision !== "join" && decision !== "keep-apart") return notDone(400);
  const result = await decideJoin(supporter, change, decision, accountChangeModules);
  if ("refused" in result) return notDone(result.refused === "sign-in-too-old" ? 403 : 410);
  return redirect(`/supporter/join?done=${result.decided}`, { status: 303, headers: noStoreHeaders() });
}

/** Where the owner of an address that somebody wants to change to sees what would be joined, and decides. */
export default function Join() {
  const { email, done, offers } = useLoaderData<typeof loader>();
  const notDone = useActionData<typeof action>()?.notDone ?? false;
  return (
    <SupporterPage currentPath="/supporter/details">
      <SavedMessage message={notDone ? "Nothing was changed: this was decided already, called off, or has expired." : done} />
      <h1>Join two accounts</h1>
      {offers === null ? <SignInAgain /> : offers.length === 0 ? <p>Nothing waits for your decision.</p> : null}
      {offers?.map((offer) => (
        <Offer key={offer.id} email={email} offer={offer} />
      ))}
    </SupporterPage>
  );
}

function SignInAgain() {
  return (
    <form method="post" action="/supporter/join">
      <p className="lead">To see what would be joined and to decide, please sign in again. It shows that you can read your email now.</p>
      <p>
        <Button name="decision" value="sign-in">
          Sign in again
        </Button>
      </p>
    </form>
  );
}

function Offer({ email, offer }: { email: string; offer: OfferedJoin }) {
  return (
    <section>
      <p className="lead">
        Somebody whose emails go to <bdi>{offer.from}</bdi> asked to change their address to yours, <bdi>{email}</bdi>.
      </p>
      <h2>What would come into your account</h2>
      <ul>
        {offer.contents.map((line) => (
          <li key={line}>{line}</li>
        ))}
        {offer.contents.length === 0 && <li>Nothing that was given: only the address</li>}
      </ul>
      <p>
        Join them only if both addresses are yours. Emails would then all go to <bdi>{email}</bdi>, your name stays as it is, and the other
        account ends. It can’t be undone. If you keep them apart, nothing changes, and nobody sees anything of yours.
      </p>
      <form method="post" action="/supporter/join" className="buttons">
        <input type="hidden" name="change" value={offer.id} />
        <Button name="decision" value="join">
          Join them: both are mine
        </Button>
        <Button name="decision" value="keep-apart">
          Keep them apart
        </Button>
      </form>
    </section>
  );
}
