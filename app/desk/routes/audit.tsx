import { data, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { AuditFilterForm, AuditTable } from "~/desk/ui/audit-parts";
import { DeskPage } from "~/desk/ui/desk-page";
import { formatShortDateTime } from "~/platform/london-dates";
import { auditActions } from "~/staff/audit/audit";
import { describeAction, listAuditActors, listAuditEntries } from "~/staff/audit/audit-entries.server";
import { auditQuery, parseAuditFilter } from "~/staff/audit/audit-filter";
import { requireStaff } from "~/staff/session.server";
import { Button, ButtonLink } from "~/platform/ui/button";

export const meta: MetaFunction = () => [{ title: "Audit log" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  const { searchParams } = new URL(request.url);
  const filter = parseAuditFilter((name) => searchParams.get(name));
  const { rows, next } = await listAuditEntries(filter, searchParams.get("before"));
  return data({
    filter,
    people: await listAuditActors(),
    actions: Object.entries(auditActions).map(([id, words]) => ({ id, words })),
    entries: rows.map((row) => ({
      sequence: String(row.sequence),
      at: formatShortDateTime(row.at),
      who: row.staffName ?? (row.staffId === null ? "A command on the server" : row.staffId),
      network: row.network,
      what: describeAction(row.action),
      about: row.aboutName ?? `${row.aboutKind} ${row.aboutId}`,
      was: row.was === null ? "" : JSON.stringify(row.was),
      became: row.became === null ? "" : JSON.stringify(row.became),
    })),
    nextPath: next && `/desk/audit${auditQuery(filter, next)}`,
    isFirst: !searchParams.has("before"),
  });
}

export default function AuditLog() {
  const { filter, people, actions, entries, nextPath, isFirst } = useLoaderData<typeof loader>();
  return (
    <DeskPage>
      <h1>Audit log</h1>
      <p>What staff did, newest first. Nobody can change it, and it names no supporter.</p>
      <AuditFilterForm filter={filter} people={people} actions={actions} />
      <AuditTable entries={entries} />
      <p className="buttons">
        {nextPath && <ButtonLink href={nextPath}>Older entries</ButtonLink>}
        {!isFirst && <a href={`/desk/audit${auditQuery(filter)}`}>Back to the newest</a>}
      </p>
      <form method="post" action="/desk/audit/export">
        {Object.entries({ q: filter.text, who: filter.who, action: filter.action, from: filter.from, to: filter.to }).map(
          ([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />,
        )}
        <Button>Download all of this as CSV</Button>
      </form>
    </DeskPage>
  );
}
