import { data, redirect } from "@remix-run/node";
import { recordAudit } from "~/staff/audit/record-audit.server";
import { requireStaff, type Staff } from "~/staff/session.server";
import { inTransaction } from "~/platform/database/db.server";
import { readForm } from "~/platform/http/forms/form-data.server";
import { chosen, typed } from "~/platform/http/forms/form-fields";
import type { FormError } from "~/platform/ui/error-summary";
import { chooseColumns, toCells, type Column } from "./columns";
import { formatCursor, parseCursor, type Cursor } from "./keyset";
import { maxSearchLength, parseSearchTerm } from "./search-term";
import { findSearch, keepSearch } from "./searches.server";
import { findSearched, type Search } from "./text-match.server";
import type { ListView } from "./ui/list-screen";
import { deleteView, listViews, maxViewNameLength, saveView, type ListName } from "./views.server";

/** What a list asks its module: one page, and its sums in words. */
export type ListSource<Row extends { id: string }> = {
  list: ListName;
  path: string;
  columns: readonly Column<Row>[];
  errors: FormError[];
  fetchPage: (search: Search | null, page: { after: Cursor | null; isLast: boolean }) => Promise<{ rows: Row[]; next: Cursor | null }>;
  /** Null: more than are added up unasked. */
  fetchSums: (search: Search | null, all: boolean) => Promise<string | null>;
  /** Every row, some at a time, for a file. */
  listAll: (search: Search | null) => AsyncIterable<readonly Row[]>;
};

/** The address's query with some of it changed; null takes a part away. */
function changeQuery(params: URLSearchParams, changes: Record<string, string | null>): string {
  const query = new URLSearchParams(params);
  for (const [name, value] of Object.entries(changes)) {
    query.delete(name);
    if (value !== null) query.set(name, value);
  }
  return query.toString();
}

const firstPage = { after: null, last: null };

/** Everything that a list's page shows, out of its address: `s` (a kept search), `after`, `last`, `sum`, `cols`, and the list's own filters. */
export async function loadList<Row extends { id: string }>(
  request: Request,
  staff: Staff,
  source: ListSource<Row>,
  extra: { errors?: FormError[]; notice?: string } = {},
): Promise<ListView> {
  const params = new URL(request.url).searchParams;
  const searchText = await findSearch(params.get("s"));
  const search = await findSearched(parseSearchTerm(searchText));
  const after = parseCursor(params.get("after"));
  const isLast = params.get("last") === "yes";
  const [page, sums, views] = await Promise.all([
    source.fetchPage(search, { after, isLast }),
    source.fetchSums(search, params.get("sum") === "all"),
    listViews(source.list),
  ]);
  const shown = chooseColumns(source.columns, params);
  const isFirst = !after && !isLast;
  return {
    path: source.path,
    query: changeQuery(params, { ...firstPage, sum: null }),
    searchText,
    columns: source.columns.map((column) => ({
      key: column.key,
      label: column.label,
      isNumber: column.isNumber ?? false,
      isShown: shown.includes(column),
    })),
    rows: page.rows.map((row) => ({ id: row.id, cells: toCells(shown, row) })),
    views,
    sums,
    sumQuery: sums === null ? changeQuery(params, { sum: "all" }) : null,
    firstQuery: isFirst ? null : changeQuery(params, firstPage),
    nextQuery: page.next ? changeQuery(params, { ...firstPage, after: formatCursor(page.next) }) : null,
    lastQuery: page.next ? changeQuery(params, { ...firstPage, last: "yes" }) : null,
    errors: [...source.errors, ...(extra.errors ?? [])],
    notice: extra.notice ?? null,
    mayExport: staff.role !== "viewer",
  };
}

const listFields = { do: chosen, search: typed("search", maxSearchLength), name: typed("name of the view", maxViewNameLength) } as const;

/** The forms of a list: to search, and to keep or delete a view. @param source of the list as its address says it */
export async function answerListForm<Row extends { id: string }>(request: Request, source: ListSource<Row>) {
  const staff = await requireStaff(request);
  const params = new URL(request.url).searchParams;
  const { input: form, errors: readErrors } = await readForm(request, listFields);
  const [what, id = ""] = (form.do ?? "").split(":");
  const back = (query: string) => redirect(query ? `${source.path}?${query}` : source.path, 303);
  const fail = async (field: string, message: string) =>
    data(await loadList(request, staff, source, { errors: [{ field, message }] }), { status: 400 });
  const [wrong] = readErrors;
  if (wrong) return await fail(wrong.field, wrong.message);
  switch (what) {
    case "search": {
      const text = form.search ?? "";
      const s = parseSearchTerm(text) && (await keepSearch(staff.id, text));
      return back(changeQuery(params, { ...firstPage, sum: null, s: s ?? null }));
    }
    case "clear-search":
      return back(changeQuery(params, { ...firstPage, sum: null, s: null }));
    case "save-view": {
      await requireStaff(request, "editor", "treasurer", "administrator");
      const saved = await inTransaction(async (tx) => {
        const result = await saveView(tx, source.list, form.name ?? "", params);
        if ("id" in result) await recordAudit(tx, staff, { action: "view.saved", about: { kind: "view", id: result.id } });
        return result;
      });
      return "wrong" in saved ? await fail("view-name", saved.wrong) : back(params.toString());
    }
    case "delete-view":
      await requireStaff(request, "editor", "treasurer", "administrator");
      await inTransaction(async (tx) => {
        if (await deleteView(tx, source.list, id)) await recordAudit(tx, staff, { action: "view.deleted", about: { kind: "view", id } });
      });
      return back(params.toString());
    default:
      return await fail("search", "That button is not known here. Nothing was changed.");
  }
}
