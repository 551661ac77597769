import { Readable } from "node:stream";
import { createReadableStreamFromReadable, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { claimRecords } from "~/claims/records/claim-records.server";
import { db } from "~/platform/database/db.server";
import { logError } from "~/platform/log.server";
import { recordAudit } from "~/staff/audit/record-audit.server";
import { requireFresh, requireStaff } from "~/staff/session.server";

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request);
  return redirect(`/desk/gift-aid/claims/${params["id"] ?? ""}`);
}

/** Everything that an inspection asks for about a claim, as one ZIP that is written while it is sent. The audit log has it before the first byte leaves. */
export async function action({ request, params }: ActionFunctionArgs) {
  const staff = await requireFresh(request, "treasurer", "administrator");
  const id = params["id"] ?? "";
  const records = await claimRecords(id);
  if (!records) throw new Response(null, { status: 404 });
  await recordAudit(db, staff, { action: "claim.records-made", about: { kind: "claim", id } });
  const file = Readable.from(records.zip);
  file.on("error", (error: Error & { code?: string }) => {
    // Whoever closed the window does not want the rest.
    if (error.code !== "ERR_STREAM_PREMATURE_CLOSE") logError("claim-records", error);
  });
  return new Response(createReadableStreamFromReadable(file), {
    headers: {
      "Content-Type": "application/zip",
      "Content-Disposition": `attachment; filename="${records.number}-records.zip"`,
      "Cache-Control": "no-store",
    },
  });
}
