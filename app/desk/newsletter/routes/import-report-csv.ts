import { Readable } from "node:stream";
import { createReadableStreamFromReadable, type LoaderFunctionArgs } from "@remix-run/node";
import { requireStaff } from "~/staff/session.server";
import { streamReportCsv } from "~/newsletter/imports/report-csv.server";
import { findImport } from "~/newsletter/imports/imports.server";

/** Each line of a list that subscribes nobody, and why, as a file: numbers and reasons, no addresses. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request);
  const found = await findImport(params["id"] ?? "");
  if (!found) throw new Response(null, { status: 404 });
  return new Response(createReadableStreamFromReadable(Readable.from(streamReportCsv(found.id))), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": 'attachment; filename="lines-to-look-at.csv"',
      "Cache-Control": "no-store",
    },
  });
}
