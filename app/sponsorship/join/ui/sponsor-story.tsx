import { formatPoundsShort, pence } from "~/platform/money";
import { useSite } from "~/platform/ui/site";
import { minWeekly } from "~/sponsorship/plan";
import { numberInWords } from "~/platform/number-words";
import { HouseOfWindows } from "~/sponsorship/rooms/ui/house-of-windows";
import { RoomsTable } from "~/sponsorship/rooms/ui/rooms-table";
import { NoFigures, WeekFacts, type RoomsWeek } from "~/sponsorship/rooms/ui/week-facts";

const weeksPerYear = 52;

/** What stands below the form: what a small sum does, and how the rooms stand this week. */
export function SponsorStory({ week, sponsors, spending }: { week: RoomsWeek | null; sponsors: number; spending: string[] }) {
  return (
    <>
      <WhatItDoes sponsors={sponsors} spending={spending} />
      <h2>The rooms this week</h2>
      {week ? <ThisWeek week={week} /> : <NoFigures />}
    </>
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

function ThisWeek({ week }: { week: RoomsWeek }) {
  const { charity } = useSite();
  return (
    <>
      <div className="dusk rounded-md">
        <HouseOfWindows rooms={week.rooms} />
      </div>
      <WeekFacts week={week} demonstration={charity.demonstration} />
      {week.rooms.length > 0 && (
        <>
          <p>
            Sponsors light their rooms first. What they do not need, and the single donations since Monday, light the others, one after the
            other.
          </p>
          <RoomsTable rooms={week.rooms} caption="How much of this week is paid for, by room" />
          <p className="hint">
            The same as data: <a href="/rooms.json">rooms.json</a>
          </p>
        </>
      )}
    </>
  );
}
