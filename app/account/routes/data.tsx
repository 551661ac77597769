import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ButtonLink } from "~/platform/ui/button";
import { personalDataModules } from "../personal-data.server";
import { formatLondonDate } from "~/platform/london-dates";
import { exportPersonalData } from "~/supporters/privacy/export-personal-data.server";
import { listConsentHistory } from "~/supporters/consent/consent-history.server";
import { requireSupporter } from "~/supporters/sign-in/session.server";
import { toDataRows } from "../data-rows";
import { DataPart } from "../ui/data-part";
import { SupporterPage } from "../ui/supporter-page";

export const meta: MetaFunction = () => [{ title: "Your data" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request }: LoaderFunctionArgs) {
  const supporter = await requireSupporter(request);
  const all = await exportPersonalData(supporter.id, personalDataModules);
  const { emails = "", ...descriptions } = (all?.["whatEachPartIs"] ?? {}) as Record<string, string>;
  // The person first, then what they did.
  const titles = personalDataModules
    .toReversed()
    .flatMap(({ parts }) => Object.entries(parts).map(([name, { title }]) => ({ name, title })));
  const parts = [
    ...titles.map(({ name, title }) => ({ name, title, description: descriptions[name] ?? "" })),
    { name: "emails", title: "Emails that we sent you", description: emails },
  ].map((part) => ({ ...part, rows: toDataRows(all?.[part.name]) }));
  return {
    parts: parts.filter(({ rows }) => rows.length > 0),
    empty: parts.filter(({ rows }) => rows.length === 0).map(({ title }) => title),
    consents: await listConsentHistory(supporter.id),
  };
}

export default function Data() {
  const { parts, empty, consents } = useLoaderData<typeof loader>();
  return (
    <SupporterPage currentPath="/supporter/data">
      <h1>Your data</h1>
      <p className="lead">All of it is yours to read and to take with you.</p>
      {parts.map((part) => (
        <DataPart key={part.name} {...part} />
      ))}
      {empty.length > 0 && (
        <>
          <h2>Nothing is kept of</h2>
          <ul>
            {empty.map((title) => (
              <li key={title}>{title}</li>
            ))}
          </ul>
        </>
      )}

      <h2>Take it with you</h2>
      <p>
        <ButtonLink href="/supporter/data/everything.json">Download everything (JSON)</ButtonLink>
      </p>
      <p className="hint">
        One file that programs can read and people too: each part says what it is.{" "}
        <a href="/privacy">Why we keep each of these, and how long</a>
      </p>

      <h2>What you agreed to receive</h2>
      {consents.length === 0 ? (
        <p>Nothing. We send you receipts and notices about your donations, and no other emails.</p>
      ) : (
        <ul>
          {consents.map(({ id, actionText, text, date, sourceText }) => (
            <li key={id}>
              {actionText}
              {text && <>: “{text}”</>} On {formatLondonDate(date)}, {sourceText}.
            </li>
          ))}
        </ul>
      )}

      <h2>Delete my data</h2>
      <p>You can have all of it deleted, but for what the law has us keep. Your sponsorships stop first.</p>
      <p>
        <a href="/supporter/erase">See what would be deleted</a>
      </p>
    </SupporterPage>
  );
}
