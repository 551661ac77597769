import { Note } from "~/platform/ui/note";
import { ScrollTable } from "./scroll-table";
import { cell } from "./looks";

/** What two people made of one thing: its rows say what stands in each. `columns`: what the two versions are called. */
export type Versions = { columns: [string, string]; rows: { label: string; texts: [string, string] }[]; note: string | null };

/** Two versions beside each other, for whoever saved what somebody else had changed meanwhile. */
export function BothVersions({ versions }: { versions: Versions | null }) {
  if (!versions || versions.rows.length === 0) return null;
  return (
    <Note as="section" aria-label="Both versions">
      <ScrollTable label="Both versions beside each other">
        <thead>
          <tr>
            <th scope="col">What</th>
            {versions.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {versions.rows.map(({ label, texts }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {texts.map((text, index) => (
                <td key={index} className={cell.words}>
                  {text}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </ScrollTable>
      {versions.note !== null && <p>{versions.note}</p>}
    </Note>
  );
}
