import { data, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Button, ButtonLink } from "~/platform/ui/button";
import { PageLayout } from "~/platform/ui/page-layout";
import { useSite } from "~/platform/ui/site";
import { topicWordings } from "~/supporters/consent/consent";
import { confirmRequest, getPendingRequest, type ConfirmRefusal } from "../confirm-request.server";
import { privatePageHeaders, getLinkToken } from "~/newsletter/link-token.server";
import { emailFrequencyPhrases } from "~/newsletter/subscription";

export const meta: MetaFunction = () => [{ title: "Confirm your emails" }, { name: "robots", content: "noindex" }];

export const headers: HeadersFunction = () => privatePageHeaders;

const statusByRefusal: Record<ConfirmRefusal, number> = { unknown: 404, expired: 410, stopped: 409 };

/** Shows what would be confirmed. Mail scanners follow links, so only the button confirms. */
export async function loader({ params }: LoaderFunctionArgs) {
  const request = await getPendingRequest(getLinkToken(params));
  return data({ request }, "refused" in request ? statusByRefusal[request.refused] : 200);
}

export async function action({ params }: ActionFunctionArgs) {
  const done = await confirmRequest(getLinkToken(params));
  return data(done, "refused" in done ? statusByRefusal[done.refused] : 200);
}

export default function Confirm() {
  const { request } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  const refused = done && "refused" in done ? done.refused : "refused" in request ? request.refused : null;
  return <PageLayout currentSection="/newsletter">{page()}</PageLayout>;

  function page() {
    if (refused) return <Refused reason={refused} />;
    if (done && "preferencesToken" in done) return <Welcome preferencesToken={done.preferencesToken} />;
    if ("refused" in request) return null;
    if (request.isConfirmed) return <AlreadyConfirmed />;
    return (
      <>
        <h1>{request.kind === "join" ? "Confirm your sign-up" : "Confirm your new address"}</h1>
        <p className="lead">
          For <bdi>{request.email}</bdi>, {emailFrequencyPhrases[request.emailFrequency]}:
        </p>
        <ul>
          {request.topics.map((topic) => (
            <li key={topic}>
              <strong>{topicWordings[topic].text}.</strong> {topicWordings[topic].hint}
            </li>
          ))}
        </ul>
        <form method="post">
          <p>
            <Button look="give">{request.kind === "join" ? "Yes, sign me up" : "Yes, send them here"}</Button>
          </p>
        </form>
        <p className="hint">If it was not you who asked, close this page: we send nothing unless you confirm.</p>
      </>
    );
  }
}

function Welcome({ preferencesToken }: { preferencesToken: string }) {
  return (
    <>
      <h1>You’re signed up. Thank you</h1>
      <p className="lead">We’ve sent you an email that says what you will get, and how to change it.</p>
      <p>
        <a href={`/newsletter/preferences/${preferencesToken}`}>See or change what you get</a>
      </p>
    </>
  );
}

function AlreadyConfirmed() {
  return (
    <>
      <h1>You have confirmed already</h1>
      <p className="lead">There is nothing more to do. Every email has a link to your own page, where you change or stop what you get.</p>
      <p>
        If you have stopped the emails since and want them again, <a href="/newsletter">sign up again</a>.
      </p>
    </>
  );
}

function Refused({ reason }: { reason: ConfirmRefusal }) {
  const { charity } = useSite();
  const [title, message] = {
    unknown: [
      "This link does not work",
      "Part of it may be missing, or it is so old that we have forgotten what it was for. Nothing was changed.",
    ],
    expired: ["This link has expired", "It worked for seven days. Nothing was sent meanwhile, and nothing was changed."],
    stopped: [
      "Nothing is sent to this address any more",
      `Since this email was written, the emails to it were stopped. If that is a mistake, write to ${charity.email}.`,
    ],
  }[reason] as [string, string];
  return (
    <>
      <h1>{title}</h1>
      <p className="lead">{message}</p>
      {reason !== "stopped" && (
        <p>
          <ButtonLink href="/newsletter">Sign up again</ButtonLink>
        </p>
      )}
    </>
  );
}
