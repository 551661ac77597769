import type { ReactNode } from "react";
import { Button, TextButton } from "~/platform/ui/button";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { ScrollTable } from "~/desk/ui/scroll-table";
import { useDesk } from "~/desk/ui/desk-context";
import type { Cell } from "../columns";
import type { SavedViewLink } from "../views.server";
import { Notice, Views } from "~/desk/ui/page-parts";
import { filterBar, buttonRow, tickRow, cell } from "~/desk/ui/looks";
import { tick } from "~/platform/ui/looks";

/** What every list of the desk shows around its rows. All addresses are made by the loader. */
export type ListView = {
  path: string;
  /** The present address's query without a page. */
  query: string;
  searchText: string;
  columns: { key: string; label: string; isNumber: boolean; isShown: boolean }[];
  rows: { id: string; cells: Cell[] }[];
  views: SavedViewLink[];
  /** In words, such as "214 gifts, £6,420.00 given". Null: too many to add up unasked. */
  sums: string | null;
  sumQuery: string | null;
  firstQuery: string | null;
  nextQuery: string | null;
  lastQuery: string | null;
  errors: FormError[];
  notice: string | null;
  mayExport: boolean;
};

type ListScreenProps = {
  view: ListView;
  title: string;
  /** What the search box takes, in words. */
  searchHint: string;
  /** What one row is called, of many: "gifts". */
  things: string;
  /** The fields of the filter form, beside search and columns. */
  filters: ReactNode;
};

const link = (path: string, query: string) => (query ? `${path}?${query}` : path);

/** A list of the desk: search, filters in the address, columns to choose, views under a name, sums, pages and a file of exactly what is shown. */
export function ListScreen({ view, title, searchHint, things, filters }: ListScreenProps) {
  const { path, query, errors } = view;
  const mayEdit = useDesk()?.staff?.role !== "viewer";
  return (
    <>
      <h1>{title}</h1>
      <ErrorSummary errors={errors} />
      <Notice notice={view.notice} />
      <form method="post" action={link(path, query)} className={filterBar} role="search">
        <div className="field">
          <label htmlFor="search">Search</label>
          <input type="search" id="search" name="search" defaultValue={view.searchText} maxLength={100} aria-describedby="search-hint" />
        </div>
        <Button name="do" value="search">
          Search
        </Button>
        {view.searchText && (
          <Button name="do" value="clear-search">
            Clear the search
          </Button>
        )}
      </form>
      <p className="hint" id="search-hint">
        {searchHint}
      </p>
      {view.views.length > 0 && (
        <nav aria-label="Saved views">
          <Views>
            {view.views.map(({ id, name, query: saved }) => (
              <li key={id}>
                <a href={link(path, saved)} aria-current={saved === query ? "page" : undefined}>
                  {name}
                </a>
              </li>
            ))}
          </Views>
        </nav>
      )}
      <details open={errors.length > 0}>
        <summary>Filters and columns</summary>
        <form method="get" action={path} className="stack">
          {new URLSearchParams(query).get("s") && <input type="hidden" name="s" value={new URLSearchParams(query).get("s") ?? ""} />}
          <div className={filterBar}>{filters}</div>
          <fieldset>
            <legend>Columns</legend>
            <div className={tickRow}>
              {view.columns.map(({ key, label, isShown }) => (
                <label key={key} className={tick}>
                  <input type="checkbox" name="cols" value={key} defaultChecked={isShown} />
                  <span>{label}</span>
                </label>
              ))}
            </div>
          </fieldset>
          <p className={buttonRow}>
            <Button>Show</Button>
            <a href={path}>Clear filters</a>
          </p>
        </form>
        {mayEdit && (
          <form method="post" action={link(path, query)} className={buttonRow}>
            <label htmlFor="view-name">Save this view as</label>
            <input type="text" id="view-name" name="name" maxLength={60} />
            <Button name="do" value="save-view">
              Save
            </Button>
            {view.views
              .filter(({ query: saved }) => saved === query)
              .map(({ id, name }) => (
                <TextButton key={id} name="do" value={`delete-view:${id}`}>
                  Delete “{name}”
                </TextButton>
              ))}
          </form>
        )}
      </details>
      <p className="font-bold tabular-nums">
        {view.sums ?? `More than 10,000 ${things} to go through. `}
        {view.sumQuery && <a href={link(path, view.sumQuery)}>Add them up</a>}
      </p>
      {view.rows.length === 0 ? <p>Nothing found. Change the search or the filters.</p> : <ListTable title={title} view={view} />}
      <nav aria-label="Pages" className={buttonRow}>
        {view.firstQuery !== null && <a href={link(path, view.firstQuery)}>First page</a>}
        {view.nextQuery !== null && (
          <a href={link(path, view.nextQuery)} rel="next">
            Next page
          </a>
        )}
        {view.lastQuery !== null && <a href={link(path, view.lastQuery)}>Last page</a>}
      </nav>
      {view.mayExport && view.rows.length > 0 && (
        <form method="post" action={link(`${path}/export`, query)} className={buttonRow}>
          <span>Download this list:</span>
          <Button name="format" value="csv">
            CSV
          </Button>
          <Button name="format" value="ods">
            Spreadsheet (ODS)
          </Button>
        </form>
      )}
    </>
  );
}

function ListTable({ title, view }: { title: string; view: ListView }) {
  const columns = view.columns.filter(({ isShown }) => isShown);
  return (
    <ScrollTable label={title}>
      <thead>
        <tr>
          {columns.map(({ key, label, isNumber }) => (
            <th key={key} scope="col" className={isNumber ? "num" : undefined}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {view.rows.map(({ id, cells }) => (
          <tr key={id}>
            {cells.map(({ text, href, isNumber, wraps }, index) => (
              <td
                key={columns[index]?.key ?? index}
                className={isNumber ? "num" : wraps ? cell.wraps : index < 2 ? cell.wrapsOnPhone : undefined}
              >
                {href ? <a href={href}>{text}</a> : text}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}
