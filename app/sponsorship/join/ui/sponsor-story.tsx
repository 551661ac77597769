import { formatPoundsShort, pence } from "~/platform/money";
import { useSite } from "~/platform/ui/site";
import { minWeekly } from "~/sponsorship/plan";
import { numberInWords } from "~/platform/number-words";
import { HouseOfWindows } from "~/sponsorship/rooms/ui/house-of-windows";
import { RoomsTable } from "~/sponsorship/rooms/ui/rooms-table";
import { NoFigures, WeekFacts, type RoomsWeek } from "~/sponsorship/rooms/ui/week-facts";

const weeksPerYear = 52;

/** The house beside the form, and below it on a phone: as it is lit this week. @param isBelowForm on a phone too */
export function HouseAside({ week, isBelowForm }: { week: RoomsWeek | null; isBelowForm: boolean }) {
  const { charity } = useSite();
  return (
    <aside
      aria-labelledby="this-week"
      className={`stack mt-14 lg:sticky lg:top-6 lg:mt-0 lg:self-start ${isBelowForm ? "" : "hidden lg:block"}`}
    >
      <h2 id="this-week">The rooms this week</h2>
      {week ? (
        <>
          <div className="dusk rounded-md">
            <HouseOfWindows rooms={week.rooms} />
          </div>
          <WeekFacts week={week} demonstration={charity.demonstration} />
        </>
      ) : (
        <NoFigures />
      )}
    </aside>
  );
}

/** What stands below the form: what a small sum does, and each room's week. */
export function SponsorStory({ week, sponsors, spending }: { week: RoomsWeek | null; sponsors: number; spending: string[] }) {
  return (
    <div className="stack mt-14 max-w-page">
      <WhatItDoes sponsors={sponsors} spending={spending} />
      {week && week.rooms.length > 0 && <RoomByRoom week={week} />}
    </div>
  );
}

function WhatItDoes({ sponsors, spending }: { sponsors: number; spending: string[] }) {
  const from = formatPoundsShort(minWeekly);
  return (
    <>
      <h2>What {from} a week does</h2>
      <ul>
        <li>
          It is one part in {numberInWords(sponsors)} of a room: a bed, warmth, and a door that locks from the inside, for someone who has
          survived human trafficking.
        </li>
        <li>It pays a share of everything that a room takes: {formatList(spending)}.</li>
        <li>In a year it comes to {formatPoundsShort(pence(minWeekly * weeksPerYear))}.</li>
        <li>If a room’s week is already paid for, spare money goes to the next room that is still waiting.</li>
      </ul>
      <p>
        Rooms are named after trees. You see the light, never the person: no faces, no names, no places.{" "}
        <a href="/#money">Where each £100 goes</a>
      </p>
    </>
  );
}

/** Rent, heating and light; locks, repairs and safety; … */
const formatList = (parts: string[]) => parts.map((part) => part.charAt(0).toLowerCase() + part.slice(1)).join("; ");

const RoomByRoom = ({ week }: { week: RoomsWeek }) => (
  <>
    <h2>Room by room</h2>
    <p>
      Sponsors light their rooms first. What they do not need, and the single donations since Monday, light the others, one after the other.
    </p>
    <RoomsTable rooms={week.rooms} caption="How much of this week is paid for, by room" />
    <p className="hint">
      The same as data: <a href="/rooms.json">rooms.json</a>
    </p>
  </>
);
