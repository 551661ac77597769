import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireStaff } from "~/staff/session.server";
import { parseWholeNumber } from "~/platform/query-values";
import { readChoices } from "~/platform/http/forms/form-data.server";
import { formatDateTime } from "~/platform/london-dates";
import { Note } from "~/platform/ui/note";
import { Button } from "~/platform/ui/button";
import { Field } from "~/platform/ui/text-field";
import { formatPeople } from "~/platform/number-words";
import { getHouseSnapshot } from "~/sponsorship/rooms/house-snapshot.server";
import { countAudience } from "~/newsletter/audience.server";
import { freezeIssue, type FreezeRefusal } from "~/newsletter/issues/freeze-issue.server";
import { isOpen } from "~/newsletter/issues/issue";
import { findLastTest } from "~/newsletter/issues/issues.server";
import { topicNames } from "~/newsletter/subscription";
import { requireIssue } from "../find-issue.server";
import { useMay } from "~/desk/ui/desk-context";
import { DeskPage } from "~/desk/ui/desk-page";
import { Summary } from "~/platform/ui/summary-list";

export const meta: MetaFunction = () => [{ title: "Send this issue?" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, params }: LoaderFunctionArgs) {
  const staff = await requireStaff(request);
  const issue = await requireIssue(params["id"]);
  const { id, version, subject, topic, reach } = issue;
  if (!isOpen(issue.status)) throw redirect(`/desk/newsletter/${id}`, 303);
  const testedAt = await findLastTest(id);
  return {
    id,
    version,
    subject,
    topic: topicNames[topic],
    audience: await countAudience({ topic, reach }),
    tested: testedAt && formatDateTime(testedAt),
    email: staff.email,
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const staff = await requireStaff(request);
  const { id } = await requireIssue(params["id"]);
  const version = parseWholeNumber((await readChoices(request, "version")).version);
  const frozen = await freezeIssue(staff, id, version, getHouseSnapshot);
  if (frozen === "sending") return redirect(`/desk/newsletter/${id}`, 303);
  return data({ message: refusalMessages[frozen.refused] }, { status: 409 });
}

const refusalMessages: Record<FreezeRefusal, string> = {
  "not-found": "This issue is not there any more.",
  "is-article": "This is an article: it is published on the site and never sent.",
  "not-open": "This issue is on its way already, or was sent.",
  "changed-meanwhile": "Somebody changed this issue meanwhile. Look at it again before you send it.",
  "has-errors": "Something in the issue can’t be sent. The issue’s own page says what.",
  "too-large": "The issue is larger than 102 KB: mail programs would cut it off. Make it shorter.",
  nobody: "Nobody would get it: no subscriber asked for issues like this one.",
  "reach-used": "The issue of this month, or of this quarter, has gone out. Choose “Those who want every issue”.",
};

export default function SendPage() {
  const { id, version, subject, topic, audience, tested, email } = useLoaderData<typeof loader>();
  const maySend = useMay("desk/newsletter/:id/send", "post");
  const refused = useActionData<typeof action>();
  return (
    <DeskPage here="/desk/newsletter">
      <p>
        <a href={`/desk/newsletter/${id}`}>Back to the issue</a>
      </p>
      <h1>Send this issue?</h1>
      {refused && (
        <Note look="danger" role="alert">
          <p>{refused.message} Nothing was sent.</p>
        </Note>
      )}
      <Summary>
        <div>
          <dt>Subject</dt>
          <dd>{subject}</dd>
        </div>
        <div>
          <dt>About</dt>
          <dd>{topic}</dd>
        </div>
        <div>
          <dt>Goes to</dt>
          <dd className="num">{formatPeople(audience)}</dd>
        </div>
      </Summary>
      <p>
        It goes to those whose yes is in the ledger, once each. Once it is sent it can’t be called back.{" "}
        <a href={`/desk/newsletter/${id}/preview`}>See it once more</a>.
      </p>
      {maySend && (
        <>
          <h2>First send yourself a test</h2>
          <p>
            {tested ? `A test was last sent on ${tested}.` : "No test of this issue was sent yet."} It shows the issue where your readers
            will see it: in a mailbox.
          </p>
          <form method="post" action={`/desk/newsletter/${id}`} className="stack" noValidate>
            <Field name="email" type="email" label="Send a test to" autoComplete="email" defaultValue={email} errors={[]} />
            <Button name="do" value="test">
              Send a test
            </Button>
          </form>
          <h2>Send it</h2>
        </>
      )}
      {maySend && (
        <form method="post">
          <input type="hidden" name="version" value={version} />
          <Button look="give">Send it to {formatPeople(audience)}</Button>
        </form>
      )}
    </DeskPage>
  );
}
