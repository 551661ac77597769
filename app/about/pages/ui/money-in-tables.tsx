import { formatLondonDate } from "~/platform/london-dates";
import { formatPounds, pence } from "~/platform/money";
import { useSite } from "~/platform/ui/site";
import type { MoneyIn } from "../money-in";
import { endCell } from "~/platform/ui/looks";

/** What reached the charity, a table for each financial year in which anything did. */
export function MoneyInTables({ years }: { years: MoneyIn[] | null }) {
  const { charity } = useSite();
  return (
    <section className="stack mt-14" aria-labelledby="reached">
      <h2 id="reached">What reached us</h2>
      {years === null && <p>The figures can’t be shown just now. Please try again in a few minutes.</p>}
      {years?.every(({ parts }) => parts.length === 0) && <p>No money has come through this site in this financial year or the last.</p>}
      {years
        ?.filter(({ parts }) => parts.length > 0)
        .map((year) => (
          <MoneyInTable key={year.from} {...year} />
        ))}
      {charity.links.accounts ? (
        <p>
          This is what came through this site. <a href={charity.links.accounts}>Our accounts</a> have all of it, and what we spent.
        </p>
      ) : (
        <p className="text-sm quiet">This is what came through this site.</p>
      )}
    </section>
  );
}

/** A bar beside each sum says the same as the figures, and is read by nobody. */
function MoneyInTable({ from, to, isOver, parts, net }: MoneyIn) {
  const most = Math.max(...parts.map((part) => Math.abs(part.pence)));
  return (
    <table>
      <caption className="pb-2 text-start font-bold">
        {isOver ? `${formatLondonDate(from)} to ${formatLondonDate(to)}` : `Since ${formatLondonDate(from)}`}
      </caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">How it came</th>
          <th scope="col">Sum</th>
        </tr>
      </thead>
      <tbody>
        {parts.map(({ what, pence: sum }) => (
          <tr key={what}>
            <th scope="row">
              {what}
              <svg className="block h-2 w-full" viewBox="0 0 100 2" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                <rect className={sum < 0 ? "fill-line" : "fill-lamp"} width={(Math.abs(sum) / most) * 100} height="2" />
              </svg>
            </th>
            <td className={endCell}>{formatPounds(pence(sum))}</td>
          </tr>
        ))}
        <tr>
          <th scope="row">Reached us</th>
          <td className={endCell}>
            <strong>{formatPounds(pence(net))}</strong>
          </td>
        </tr>
      </tbody>
    </table>
  );
}
