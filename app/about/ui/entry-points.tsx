import { pence, formatPoundsShort } from "~/platform/money";
import { minWeekly } from "~/sponsorship/plan";

type EntryPointsProps = { minPence: number; firstAmount: { pence: number; does: string } | null };

/** The three ways in. Help comes first, and looks the same as the others. */
export function EntryPoints({ minPence, firstAmount }: EntryPointsProps) {
  return (
    <section className="band" aria-labelledby="ways">
      <div className="wide stack">
        <h2 id="ways">What brings you here?</h2>
        <ul className="ways">
          <li>
            <a className="way" href="/help">
              <b>I need help</b> Numbers to call today, for you or for someone you are worried about. Nobody will ask you for money.
            </a>
          </li>
          <li>
            <a className="way" href="/donate">
              <b>I’d like to donate</b> Any amount from {formatPoundsShort(pence(minPence))}.
              {firstAmount && ` ${formatPoundsShort(pence(firstAmount.pence))}: ${lowerFirst(firstAmount.does)}.`}
            </a>
          </li>
          <li>
            <a className="way" href="/sponsor">
              <b>I’d like to sponsor a room</b> From {formatPoundsShort(minWeekly)} a week. Choose a room, and change, pause or cancel it
              yourself.
            </a>
          </li>
        </ul>
      </div>
    </section>
  );
}

const lowerFirst = (words: string) => words.charAt(0).toLowerCase() + words.slice(1);
