import { pence, formatPoundsShort } from "~/platform/money";
import { useSite } from "~/platform/ui/site";
import { endCell } from "~/platform/ui/looks";

type SpendingBreakdownProps = { roomWeekPence: number; spending: { what: string; percent: number }[] };

const fills = ["fill-lamp", "fill-link", "fill-edge", "fill-line"];
const barClass = (index: number) => `stroke-edge stroke-1 ${fills[index % fills.length]}`;

/** What each £100 is spent on: a bar, and a table with the same figures. Its heading is the page's or the band's. */
export function SpendingBreakdown({ roomWeekPence, spending }: SpendingBreakdownProps) {
  const { charity } = useSite();
  const starts = spending.map((_, index) => spending.slice(0, index).reduce((sum, part) => sum + part.percent, 0));
  const whole = spending.reduce((sum, part) => sum + part.percent, 0);
  return (
    <>
      <p>One room takes {formatPoundsShort(pence(roomWeekPence))} a week. Of each £100, this is what it pays for.</p>
      <svg
        className="block h-11 w-full rounded-sm"
        viewBox={`0 0 ${whole} 10`}
        preserveAspectRatio="none"
        aria-hidden="true"
        focusable="false"
      >
        {spending.map(({ what, percent }, index) => (
          <rect
            key={what}
            className={`[vector-effect:non-scaling-stroke] ${barClass(index)}`}
            x={starts[index]}
            width={percent - (index < spending.length - 1 ? 0.4 : 0)}
            height="10"
          />
        ))}
      </svg>
      <table>
        <caption className="sr-only">What each £100 pays for</caption>
        <thead>
          <tr>
            <th scope="col">What it pays for</th>
            <th scope="col" className={endCell}>
              Of each £100
            </th>
          </tr>
        </thead>
        <tbody>
          {spending.map(({ what, percent }, index) => (
            <tr key={what}>
              <th scope="row">
                <svg
                  className="me-[0.6em] inline-block size-[0.8em] align-[-0.04em]"
                  viewBox="0 0 10 10"
                  aria-hidden="true"
                  focusable="false"
                >
                  <rect className={barClass(index)} width="10" height="10" />
                </svg>
                {what}
              </th>
              <td className={endCell}>£{percent}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {charity.demonstration ? (
        <p className="text-sm quiet">Example figures. A real charity shows its own here, and links to its accounts.</p>
      ) : (
        charity.links.accounts && (
          <p>
            <a href={charity.links.accounts}>Our accounts</a> have all of it.
          </p>
        )
      )}
    </>
  );
}
