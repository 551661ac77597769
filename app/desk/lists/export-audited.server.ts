import { redirect, type LoaderFunctionArgs } from "@remix-run/node";
import { db } from "~/platform/database/db.server";
import { readChoices } from "~/platform/http/forms/form-data.server";
import { recordAudit } from "~/staff/audit/record-audit.server";
import { requireFresh, requireStaff } from "~/staff/session.server";
import { chooseColumns } from "./columns";
import { exportFormats, exportList } from "./export-list.server";
import type { ListSource } from "./list-view.server";
import { parseSearchTerm } from "./search-term";
import { findSearch } from "./searches.server";
import { findSearched } from "./text-match.server";

/** The address of a list's file is for its form: whoever opens it is led to the list. */
export const backToList =
  (path: string) =>
  async ({ request }: LoaderFunctionArgs) => {
    await requireStaff(request);
    return redirect(path);
  };

/** Answers the form for a file of a list, after a fresh passkey or code: exactly the rows and columns that its address shows. The audit log has it before the first row leaves. */
export async function exportAudited<Row extends { id: string }>(request: Request, source: ListSource<Row>): Promise<Response> {
  const staff = await requireFresh(request);
  const params = new URL(request.url).searchParams;
  const asked = await readChoices(request, "format");
  const format = exportFormats.find((each) => each === asked.format) ?? "csv";
  const search = await findSearched(parseSearchTerm(await findSearch(params.get("s"))));
  const columns = chooseColumns(source.columns, params);
  await recordAudit(db, staff, {
    action: "list.exported",
    about: { kind: "list", id: source.list },
    became: { format, columns: columns.map(({ key }) => key).join(" "), searched: search !== null },
  });
  return exportList(source.list, format, columns, source.listAll(search));
}
