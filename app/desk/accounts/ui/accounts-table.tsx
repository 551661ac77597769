import { ScrollTable } from "~/desk/ui/scroll-table";
import { cell } from "~/desk/ui/looks";

type RowView = { key: string; title: string; href: string; columns: { kind: string; sum: string; href: string }[]; total: string };
type AccountsTableProps = { label: string; first: string; heads: string[]; rows: RowView[]; last: RowView | null };

/** Sums by kind, a row for each month or fund; each leads to the entries that it is made of. */
export function AccountsTable({ label, first, heads, rows, last }: AccountsTableProps) {
  return (
    <ScrollTable label={label}>
      <thead>
        <tr>
          <th scope="col">{first}</th>
          {[...heads, "In all"].map((head) => (
            <th key={head} scope="col" className="num">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <AccountsRow key={row.key} row={row} />
        ))}
      </tbody>
      {last && (
        <tfoot className="font-bold tabular-nums">
          <AccountsRow row={last} />
        </tfoot>
      )}
    </ScrollTable>
  );
}

function AccountsRow({ row: { title, href, columns, total } }: { row: RowView }) {
  return (
    <tr>
      <th scope="row" className={cell.wraps}>
        <a href={href}>{title}</a>
      </th>
      {columns.map(({ kind, sum, href: to }) => (
        <td key={kind} className="num">
          {sum === "" ? "–" : <a href={to}>{sum}</a>}
        </td>
      ))}
      <td className="num">{total}</td>
    </tr>
  );
}
