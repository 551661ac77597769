import { ScrollTable } from "~/desk/ui/scroll-table";
import type { SeriesKey } from "../chart";
import type { Overview } from "../overview.server";

const barLooks: Record<SeriesKey, string> = {
  "plans-restricted": "fill-link",
  "plans-unrestricted": "fill-link opacity-50",
  "once-unrestricted": "fill-lamp stroke-text stroke-[0.5]",
  "once-restricted": "fill-muted stroke-text stroke-[0.5]",
};
const swatch =
  "before:me-[0.4em] before:inline-block before:size-[0.75em] before:border before:border-text before:forced-color-adjust-none not-first:ms-[1.5em]";
const swatchLooks: Record<SeriesKey, string> = {
  "plans-restricted": "before:bg-link",
  "plans-unrestricted": "before:bg-link before:opacity-50",
  "once-unrestricted": "before:bg-lamp",
  "once-restricted": "before:bg-muted",
};

/** What was given, by sponsorship and once, as columns; and the same as a table. */
export function GivenChart({ chart, title }: { chart: Overview["chart"]; title: string }) {
  const { width, height, bars, lines, labels, series, table } = chart;
  return (
    <section aria-labelledby="chart" className="stack">
      <h2 id="chart">{title}</h2>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard: WCAG 2.1.1 */}
      <div className="overflow-x-auto" role="region" aria-label={`${title}, as a picture`} tabIndex={0}>
        <svg
          className="h-auto w-full max-w-224 min-w-xl text-[12px] [&_line]:stroke-line [&_text]:fill-muted [&_text]:tabular-nums"
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={`${title}, as columns. The same is in the table below.`}
        >
          {lines.map(({ y, pounds }) => (
            <g key={pounds}>
              <line x1="64" x2={width - 8} y1={y} y2={y} />
              <text x="58" y={y + 4} textAnchor="end">
                £{pounds.toLocaleString("en-GB")}
              </text>
            </g>
          ))}
          {bars.map(({ key, ...bar }, index) => (
            <rect key={index} className={barLooks[key]} {...bar} />
          ))}
          {labels.map(({ x, text }) => (
            <text key={text + x} x={x} y={height - 8} textAnchor="middle">
              {text}
            </text>
          ))}
        </svg>
      </div>
      <p>
        {series.map(({ key, label }) => (
          <span key={key} className={`${swatch} ${swatchLooks[key]}`}>
            {label}
          </span>
        ))}
      </p>
      <details>
        <summary>The same as a table</summary>
        <ScrollTable label={`${title}, as a table`}>
          <thead>
            <tr>
              <th scope="col">From</th>
              {series.map(({ key, label }) => (
                <th key={key} scope="col" className="num">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.map(({ label, sums }, index) => (
              <tr key={index}>
                <th scope="row">{label}</th>
                {sums.map((sum, place) => (
                  <td key={place} className="num">
                    {sum}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </ScrollTable>
      </details>
    </section>
  );
}
