import { formatPoundsShort } from "~/platform/money";
import { useSite } from "~/platform/ui/site";
import { minWeekly } from "~/sponsorship/plan";
import { HouseOfWindows } from "~/sponsorship/rooms/ui/house-of-windows";
import { RoomsTable } from "~/sponsorship/rooms/ui/rooms-table";
import { NoFigures, WeekFacts, type RoomsWeek } from "~/sponsorship/rooms/ui/week-facts";
import { capitalize, numberInWords } from "~/platform/number-words";

/** The head of the home page: what this is, the ways to give and to help, and the house with its facts in words. */
export function Hero({ week, sponsors }: { week: RoomsWeek | null; sponsors: number }) {
  const { charity } = useSite();
  return (
    <div className="dusk">
      <div className="wide hero">
        <div className="hero-words">
          <h1>One safe room, lit by {numberInWords(sponsors)} people</h1>
          <p className="lead">
            {charity.name} gives a safe room to people who have survived human trafficking. {capitalize(numberInWords(sponsors))} people
            giving {formatPoundsShort(minWeekly)} a week keep one room going.
          </p>
          <p className="buttons">
            <a className="button give" href="/sponsor">
              Sponsor a room
            </a>{" "}
            <a className="button" href="/donate">
              Donate
            </a>
          </p>
          <p>
            Need help, or worried about someone? <a href="/help">Get help now</a>.
          </p>
        </div>
        {week && <HouseOfWindows rooms={week.rooms} />}
      </div>
      <div className="dusk-facts">
        <div className="wide">{week ? <Facts week={week} /> : <NoFigures />}</div>
      </div>
    </div>
  );
}

function Facts({ week }: { week: RoomsWeek }) {
  const { charity } = useSite();
  return (
    <>
      <WeekFacts week={week} demonstration={charity.demonstration} />
      {week.rooms.length > 0 && (
        <details>
          <summary>The same, room by room</summary>
          <RoomsTable rooms={week.rooms} caption="How much of this week is paid for, by room" />
        </details>
      )}
    </>
  );
}
