import type { DataRow } from "../data-rows";
import { Summary } from "~/platform/ui/summary-list";

/** One part of what is known about somebody: what it is, then each thing of it. Long parts open at a press. */
export function DataPart({ name, title, description, rows }: { name: string; title: string; description: string; rows: DataRow[] }) {
  return (
    <section className="stack pt-4" aria-labelledby={`part-${name}`}>
      <h2 id={`part-${name}`}>{title}</h2>
      <p className="hint">{description}</p>
      <details open={rows.length === 1}>
        <summary>{rows.length === 1 ? "1 entry" : `${rows.length} entries`}</summary>
        {rows.map((row, index) => (
          <Summary key={index}>
            {row.map(([label, value]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd className="min-w-0 [overflow-wrap:anywhere]">{value}</dd>
              </div>
            ))}
          </Summary>
        ))}
      </details>
    </section>
  );
}
