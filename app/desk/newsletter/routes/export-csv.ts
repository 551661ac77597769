import { PassThrough } from "node:stream";
import { createReadableStreamFromReadable, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { recordAudit } from "~/staff/audit/record-audit.server";
import { requireFresh, requireStaff } from "~/staff/session.server";
import { logError } from "~/platform/log.server";
import { londonDate } from "~/platform/london-dates";
import { exportSubscribers } from "~/newsletter/imports/export-subscribers.server";

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  return redirect("/desk/newsletter/lists");
}

/** Everybody as a file, written while it is sent. What breaks off on its way is seen as broken by the browser. */
export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireFresh(request);
  await recordAudit(db, staff, { action: "newsletter.exported", about: { kind: "newsletter", id: "subscribers" } });
  const file = new PassThrough();
  exportSubscribers(file).catch((error: unknown) => {
    // Whoever closed the window does not want the rest.
    if ((error as { code?: string }).code !== "ERR_STREAM_PREMATURE_CLOSE") logError("export-subscribers", error);
  });
  return new Response(createReadableStreamFromReadable(file), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="subscribers-${londonDate(now())}.csv"`,
      "Cache-Control": "no-store",
    },
  });
}
