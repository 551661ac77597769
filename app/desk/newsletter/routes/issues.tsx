import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { requireStaff } from "~/desk/staff-session.server";
import { inWords, timeInWords } from "~/platform/london-dates";
import { askComparison, latestComparison } from "~/newsletter/resend-sync/reconciliations.server";
import { stateWords } from "~/newsletter/issues/issue";
import { issuesForDesk } from "~/newsletter/issues/issues.server";
import { topicNames } from "~/newsletter/subscription";
import { DeskPage } from "../ui/desk-page";

export const meta: MetaFunction = () => [{ title: "Letters to subscribers" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  const { open, out } = await issuesForDesk();
  const comparison = await latestComparison();
  return data({
    open: open.map(({ id, subject, state, topic, sendAt }) => ({
      id,
      subject,
      words: `${stateWords[state]}${state === "scheduled" && sendAt ? ` for ${timeInWords(sendAt)}` : ""}`,
      topic: topicNames[topic],
    })),
    out: out.map(({ id, subject, sentAt, audience }) => ({ id, subject, date: sentAt ? inWords(sentAt) : "", audience })),
    comparison: comparison && { ...comparison, when: timeInWords(comparison.startedAt) },
  });
}

export async function action({ request }: ActionFunctionArgs) {
  await requireStaff(request);
  await askComparison();
  return redirect("/desk/newsletter", 303);
}

export default function DeskIssues() {
  const { open, out, comparison } = useLoaderData<typeof loader>();
  return (
    <DeskPage here="/desk/newsletter">
      <h1>Letters to subscribers</h1>
      <p>
        <a className="button give" href="/desk/newsletter/new">
          Write a letter
        </a>
      </p>
      <h2>To be worked on</h2>
      {open.length === 0 && <p>Nothing is waiting.</p>}
      <ul className="stack">
        {open.map(({ id, subject, words, topic }) => (
          <li key={id}>
            <a href={`/desk/newsletter/${id}`}>{subject}</a>
            <br />
            <span className="small quiet">
              {topic}. {words}
            </span>
          </li>
        ))}
      </ul>
      <h2>Sent</h2>
      {out.length === 0 && <p>No letter has gone out yet.</p>}
      <ul className="stack">
        {out.map(({ id, subject, date, audience }) => (
          <li key={id}>
            <a href={`/desk/newsletter/${id}`}>{subject}</a>
            <br />
            <span className="small quiet">
              {date}, to {audience ?? 0}
            </span>
          </li>
        ))}
      </ul>
      <h2 id="comparison">Ledger and Resend</h2>
      <p>
        Each night what Resend knows is compared with the consent ledger, and put right where the ledger decides.{" "}
        {comparison ? `Last on ${comparison.when}.` : "It has not run yet."}
      </p>
      {comparison && (
        <p>
          {comparison.contacts} contacts,{" "}
          {comparison.found === 0 ? "nothing differed." : `${comparison.found} things differed, ${comparison.healed} of them put right.`}
        </p>
      )}
      {comparison && comparison.open.length > 0 && (
        <ul className="stack">
          {comparison.open.map(({ about, words }) => (
            <li key={about}>
              {words} <span className="small quiet">{about}</span>
            </li>
          ))}
        </ul>
      )}
      <form method="post">
        <button className="button">Compare now</button>
      </form>
    </DeskPage>
  );
}
