import { data, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { requireStaff } from "~/staff/session.server";
import { formatDate, formatDateTime } from "~/platform/london-dates";
import { issueStateLabels } from "~/newsletter/issues/issue";
import { listIssuesForDesk } from "~/newsletter/issues/issues.server";
import { topicNames } from "~/newsletter/subscription";
import { useMay } from "~/desk/ui/desk-context";
import { DeskPage } from "~/desk/ui/desk-page";

export const meta: MetaFunction = () => [{ title: "Newsletter" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  const { open, sent } = await listIssuesForDesk();
  return data({
    open: open.map(({ id, subject, status, topic, sendAt }) => ({
      id,
      subject,
      stateLabel: `${issueStateLabels[status]}${status === "scheduled" && sendAt ? ` for ${formatDateTime(sendAt)}` : ""}`,
      topic: topicNames[topic],
    })),
    sent: sent.map(({ id, subject, sentAt, audienceSize }) => ({
      id,
      subject,
      date: sentAt ? formatDate(sentAt) : "",
      audience: audienceSize,
    })),
  });
}

export default function IssuesPage() {
  const { open, sent } = useLoaderData<typeof loader>();
  const mayWrite = useMay("desk/newsletter/new", "get");
  return (
    <DeskPage here="/desk/newsletter">
      <h1>Newsletter</h1>
      {mayWrite && (
        <p>
          <a className="button give" href="/desk/newsletter/new">
            Write an issue
          </a>
        </p>
      )}
      <h2>Drafts</h2>
      {open.length === 0 && <p>Nothing is waiting.</p>}
      <ul className="stack">
        {open.map(({ id, subject, stateLabel, topic }) => (
          <li key={id}>
            <a href={`/desk/newsletter/${id}`}>{subject}</a>
            <br />
            <span className="small quiet">
              {topic}. {stateLabel}
            </span>
          </li>
        ))}
      </ul>
      <h2>Sent</h2>
      {sent.length === 0 && <p>No issue has gone out yet.</p>}
      <ul className="stack">
        {sent.map(({ id, subject, date, audience }) => (
          <li key={id}>
            <a href={`/desk/newsletter/${id}`}>{subject}</a>
            <br />
            <span className="small quiet">
              {date}, to {audience ?? 0}
            </span>
          </li>
        ))}
      </ul>
      <h2>Consent records check</h2>
      <p>
        Each night what Resend knows is compared with the consent ledger, and corrected where the ledger decides.{" "}
        <a href="/desk/reconciliations?kind=audience">What was found</a>
      </p>
    </DeskPage>
  );
}
