import { data, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { requireStaff } from "~/staff/session.server";
import { formatDate, formatDateTime } from "~/platform/london-dates";
import { issueStateLabels } from "~/newsletter/issues/issue";
import { listIssuesForDesk } from "~/newsletter/issues/issues.server";
import { topicNames } from "~/newsletter/subscription";
import { useMay } from "~/desk/ui/desk-context";
import { DeskPage } from "~/desk/ui/desk-page";
import { buttonRow } from "~/desk/ui/looks";
import { ButtonLink } from "~/platform/ui/button";

export const meta: MetaFunction = () => [{ title: "Issues and articles" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  const { open, published, sent } = await listIssuesForDesk();
  return data({
    open: open.map(({ id, kind, subject, status, topic, sendAt, publishedAt }) => ({
      href: kind === "article" ? `/desk/newsletter/articles/${id}` : `/desk/newsletter/${id}`,
      subject,
      line:
        kind === "article"
          ? `Article. ${publishedAt ? "Taken off the site" : "Draft"}`
          : `Issue: ${topicNames[topic]}. ${issueStateLabels[status]}${status === "scheduled" && sendAt ? ` for ${formatDateTime(sendAt)}` : ""}`,
    })),
    published: published.map(({ id, subject, publishedAt }) => ({
      href: `/desk/newsletter/articles/${id}`,
      subject,
      line: publishedAt ? `Since ${formatDate(publishedAt)}` : "",
    })),
    sent: sent.map(({ id, subject, sentAt, audienceSize }) => ({
      href: `/desk/newsletter/${id}`,
      subject,
      line: `${sentAt ? formatDate(sentAt) : ""}, to ${audienceSize ?? 0}`,
    })),
  });
}

type Line = { href: string; subject: string; line: string };

const Lines = ({ lines }: { lines: Line[] }) => (
  <ul className="stack">
    {lines.map(({ href, subject, line }) => (
      <li key={href}>
        <a href={href}>{subject}</a>
        <br />
        <span className="text-sm quiet">{line}</span>
      </li>
    ))}
  </ul>
);

export default function IssuesPage() {
  const { open, published, sent } = useLoaderData<typeof loader>();
  const mayWrite = useMay("desk/newsletter/new", "get");
  return (
    <DeskPage here="/desk/newsletter">
      <h1>Issues and articles</h1>
      <p>An issue goes to subscribers by email, and is then on the site. An article is on the site alone.</p>
      {mayWrite && (
        <p className={buttonRow}>
          <ButtonLink look="give" href="/desk/newsletter/new">
            Write an issue
          </ButtonLink>{" "}
          <ButtonLink href="/desk/newsletter/articles/new">Write an article</ButtonLink>
        </p>
      )}
      <h2>Drafts</h2>
      {open.length === 0 && <p>Nothing is waiting.</p>}
      <Lines lines={open} />
      <h2>Articles on the site</h2>
      {published.length === 0 && <p>No article is published.</p>}
      <Lines lines={published} />
      <h2>Issues sent</h2>
      {sent.length === 0 && <p>No issue has gone out yet.</p>}
      <Lines lines={sent} />
      <h2>Consent records check</h2>
      <p>
        Each night what Resend knows is compared with the consent ledger, and corrected where the ledger decides.{" "}
        <a href="/desk/reconciliations?kind=audience">What was found</a>
      </p>
    </DeskPage>
  );
}
