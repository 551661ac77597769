import type { ReactNode } from "react";

const rowsWithin = "[&>div]:grid [&>div]:gap-x-5 [&>div]:border-b [&>div]:border-line [&>div]:py-4 sm:[&>div]:grid-cols-[11rem_1fr_auto]";

/** Names and what they stand for, each pair in a row of its own. */
export function Summary({ children }: { children: ReactNode }) {
  return <dl className={`grid border-t border-line ${rowsWithin} [&_dd]:m-0 [&_dt]:font-bold`}>{children}</dl>;
}

/** The same, of rows. Those whose value is null are left out. */
export function SummaryList({ rows }: { rows: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <Summary>
      {rows.map(
        ([name, value]) =>
          value !== null && (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="num">{value}</dd>
            </div>
          ),
      )}
    </Summary>
  );
}
