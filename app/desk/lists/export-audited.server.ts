import { db } from "~/platform/database/db.server";
import { readChoices } from "~/platform/http/forms/form-data.server";
import { recordAudit } from "~/staff/audit/record-audit.server";
import type { Staff } from "~/staff/session.server";
import { chooseColumns, type Column } from "./columns";
import { exportFormats, exportList } from "./export-list.server";
import { parseSearchTerm, type SearchTerm } from "./search-term";
import { findSearch } from "./searches.server";
import type { ListName } from "./views.server";

/** Answers the form for a file of a list: exactly the rows and columns that its address shows. The audit log has it before the first row leaves. */
export async function exportAudited<Row>(
  request: Request,
  staff: Staff,
  source: { list: ListName; columns: readonly Column<Row>[]; listAll: (search: SearchTerm | null) => AsyncIterable<readonly Row[]> },
): Promise<Response> {
  const params = new URL(request.url).searchParams;
  const asked = await readChoices(request, "format");
  const format = exportFormats.find((each) => each === asked.format) ?? "csv";
  const search = parseSearchTerm(await findSearch(params.get("s")));
  const columns = chooseColumns(source.columns, params);
  await recordAudit(db, staff, {
    action: "list.exported",
    about: { kind: "list", id: source.list },
    became: { format, columns: columns.map(({ key }) => key).join(" "), searched: search !== null },
  });
  return exportList(source.list, format, columns, source.listAll(search));
}
