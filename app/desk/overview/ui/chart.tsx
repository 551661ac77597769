import { ScrollTable } from "~/desk/ui/scroll-table";
import type { Overview } from "../overview.server";

/** What was given, by sponsorship and once, as columns; and the same as a table. */
export function GivenChart({ chart, title }: { chart: Overview["chart"]; title: string }) {
  const { width, height, bars, lines, labels, series, table } = chart;
  return (
    <section aria-labelledby="chart" className="stack">
      <h2 id="chart">{title}</h2>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard: WCAG 2.1.1 */}
      <div className="desk-chart-frame" role="region" aria-label={`${title}, as a picture`} tabIndex={0}>
        <svg
          className="desk-chart"
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
            <rect key={index} className={key} {...bar} />
          ))}
          {labels.map(({ x, text }) => (
            <text key={text + x} x={x} y={height - 8} textAnchor="middle">
              {text}
            </text>
          ))}
        </svg>
      </div>
      <p className="desk-legend">
        {series.map(({ key, label }) => (
          <span key={key} className={key}>
            {label}
          </span>
        ))}
      </p>
      <details className="desk-details">
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
