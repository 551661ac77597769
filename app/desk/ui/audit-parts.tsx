import { Button } from "~/platform/ui/button";
import { Field } from "~/platform/ui/text-field";
import type { AuditFilter } from "~/staff/audit/audit-filter";
import { ScrollTable } from "./scroll-table";
import { cell, filterBar } from "./looks";

type FilterProps = { filter: AuditFilter; people: { id: string; name: string }[]; actions: { id: string; words: string }[] };

/** What of the log to look at: in the address, so that it can be kept and passed on. */
export function AuditFilterForm({ filter, people, actions }: FilterProps) {
  return (
    <form method="get" action="/desk/audit" className={filterBar} role="search" aria-label="The log">
      <Field name="q" type="search" label="Search" defaultValue={filter.text} errors={[]} />
      <div className="field">
        <label htmlFor="who">Who</label>
        <select id="who" name="who" defaultValue={filter.who}>
          <option value="">Everybody</option>
          {people.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
          <option value="command">A command on the server</option>
        </select>
      </div>
      <div className="field">
        <label htmlFor="action">What</label>
        <select id="action" name="action" defaultValue={filter.action}>
          <option value="">Everything</option>
          {actions.map(({ id, words }) => (
            <option key={id} value={id}>
              {words}
            </option>
          ))}
        </select>
      </div>
      <Field name="from" type="date" label="From" defaultValue={filter.from} errors={[]} />
      <Field name="to" type="date" label="To" defaultValue={filter.to} errors={[]} />
      <Button>Show</Button>
      <a href="/desk/audit">Show everything</a>
    </form>
  );
}

type EntryView = { sequence: string; at: string; who: string; network: string; what: string; about: string; was: string; became: string };

export function AuditTable({ entries }: { entries: EntryView[] }) {
  if (entries.length === 0) return <p>Nothing was found.</p>;
  return (
    <ScrollTable label="Entries">
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">Who</th>
          <th scope="col">What</th>
          <th scope="col">About</th>
          <th scope="col">Was</th>
          <th scope="col">Became</th>
          <th scope="col">From</th>
        </tr>
      </thead>
      <tbody>
        {entries.map(({ sequence, at, who, what, about, was, became, network }) => (
          <tr key={sequence}>
            <td>{at}</td>
            <th scope="row" className={cell.wraps}>
              {who}
            </th>
            <td className={cell.wraps}>{what}</td>
            <td className={cell.wraps}>{about}</td>
            <td className={cell.wraps}>{was && <code>{was}</code>}</td>
            <td className={cell.wraps}>{became && <code>{became}</code>}</td>
            <td>{network}</td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}
