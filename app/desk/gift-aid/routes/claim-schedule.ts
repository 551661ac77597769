import { Readable } from "node:stream";
import { createReadableStreamFromReadable, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { makeSchedule } from "~/claims/hand-in/make-schedule.server";
import { streamZip } from "~/claims/records/stream-zip.server";
import { readChoices } from "~/platform/http/forms/form-data.server";
import { fileDownload } from "~/platform/http/file-download.server";
import { requireFresh, requireStaff } from "~/staff/session.server";

const types = { ods: "application/vnd.oasis.opendocument.spreadsheet", csv: "text/csv; charset=utf-8" };

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request);
  return redirect(`/desk/gift-aid/claims/${params["id"] ?? ""}`);
}

/** A claim as files for HMRC's own form: one, or a ZIP where HMRC's form takes them in several. That it was made is written down. */
export async function action({ request, params }: ActionFunctionArgs) {
  const staff = await requireFresh(request, "treasurer", "administrator");
  const id = params["id"] ?? "";
  const kind = (await readChoices(request, "format")).format === "csv" ? "csv" : "ods";
  const made = await makeSchedule(id, { kind, by: staff });
  if ("refused" in made) {
    if (made.refused === "no-such-claim") throw new Response(null, { status: 404 });
    return redirect(`/desk/gift-aid/claims/${id}?done=no-schedule`, 303);
  }
  const [only, ...others] = made.files;
  if (only && others.length === 0) return fileDownload(Buffer.from(only.bytes), { name: only.name, type: types[kind] });
  return new Response(createReadableStreamFromReadable(Readable.from(streamZip(made.files))), {
    headers: {
      "Content-Type": "application/zip",
      "Content-Disposition": `attachment; filename="schedule-${kind}.zip"`,
      "Cache-Control": "no-store",
    },
  });
}
