import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { personalDataModules } from "~/account/personal-data.server";
import { db } from "~/platform/database/db.server";
import { fileDownload } from "~/platform/http/file-download.server";
import { recordAudit } from "~/staff/audit/record-audit.server";
import { requireFresh, requireStaff } from "~/staff/session.server";
import { exportPersonalData } from "~/supporters/privacy/export-personal-data.server";

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request, "administrator");
  return redirect(`/desk/people/${params["id"] ?? ""}/account`);
}

/** Everything that is kept about a person, as they could download it themselves. The audit log has it before the first byte leaves. */
export async function action({ request, params }: ActionFunctionArgs) {
  const staff = await requireFresh(request, "administrator");
  const id = params["id"] ?? "";
  const everything = await exportPersonalData(id, personalDataModules);
  if (!everything) throw new Response(null, { status: 404 });
  await recordAudit(db, staff, { action: "person.data-downloaded", about: { kind: "supporter", id } });
  return fileDownload(`${JSON.stringify(everything, null, 2)}\n`, { name: "everything-about-a-supporter.json", type: "application/json" });
}
