import { Readable } from "node:stream";
import { createReadableStreamFromReadable, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { now } from "~/platform/clock";
import { formatCsv } from "~/platform/csv";
import { db } from "~/platform/database/db.server";
import { readChoices } from "~/platform/http/forms/form-data.server";
import { londonDate } from "~/platform/london-dates";
import { streamAuditEntries, type AuditRow } from "~/staff/audit/audit-entries.server";
import { parseAuditFilter, type AuditFilter } from "~/staff/audit/audit-filter";
import { recordAudit } from "~/staff/audit/record-audit.server";
import { requireFresh, requireStaff } from "~/staff/session.server";

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  return redirect("/desk/audit");
}

const header = ["number", "at", "who", "who_id", "network", "action", "about_kind", "about_id", "was", "became"];

const toCells = (row: AuditRow): string[] => [
  String(row.sequence),
  row.at.toISOString(),
  row.staffName ?? "",
  row.staffId ?? "",
  row.network,
  row.action,
  row.aboutKind,
  row.aboutId,
  row.was === null ? "" : JSON.stringify(row.was),
  row.became === null ? "" : JSON.stringify(row.became),
];

async function* streamCsv(filter: AuditFilter): AsyncGenerator<string> {
  yield formatCsv([header]);
  for await (const rows of streamAuditEntries(filter)) yield formatCsv(rows.map(toCells));
}

/** Exactly what the page shows, all of it, as a file that is written while it is sent. */
export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireFresh(request);
  const form: Record<string, string> = await readChoices(request, "q", "who", "action", "from", "to");
  const filter = parseAuditFilter((name) => form[name]);
  await recordAudit(db, staff, { action: "audit.exported", about: { kind: "audit", id: "log" }, became: filter });
  return new Response(createReadableStreamFromReadable(Readable.from(streamCsv(filter))), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="audit-log-${londonDate(now())}.csv"`,
      "Cache-Control": "no-store",
    },
  });
}
