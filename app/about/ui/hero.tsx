import { formatPoundsShort } from "~/platform/money";
import { ButtonLink } from "~/platform/ui/button";
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
      <div className="group/hero mx-auto grid w-full max-w-frame px-5 lg:items-end lg:gap-10 lg:not-has-[.street]:grid-cols-[1.05fr_1fr]">
        <div className={heroWords}>
          <h1>One safe room, lit by {numberInWords(sponsors)} people</h1>
          <p className="lead">
            {charity.name} gives a safe room to people who have survived human trafficking. {capitalize(numberInWords(sponsors))} people
            giving {formatPoundsShort(minWeekly)} a week keep one room going.
          </p>
          <p className="buttons">
            <ButtonLink look="give" href="/sponsor">
              Sponsor a room
            </ButtonLink>{" "}
            <ButtonLink href="/donate">Donate</ButtonLink>
          </p>
          <p>
            Need help, or worried about someone? <a href="/help">Get help now</a>.
          </p>
        </div>
        {week && <HouseOfWindows rooms={week.rooms} isHero />}
      </div>
      <div className="relative bg-hill pt-5 pb-7">
        <div className="mx-auto w-full max-w-frame px-5">{week ? <Facts week={week} /> : <NoFigures />}</div>
      </div>
    </div>
  );
}

/** Above a street they are as wide as a column, and right on it. */
const heroWords = [
  "pt-10 lg:relative lg:z-1 lg:self-center lg:pt-12 [&>*+*]:mt-5",
  "group-has-[.street]/hero:max-w-page group-not-has-[.street]/hero:pb-4 lg:group-not-has-[.street]/hero:pb-24",
].join(" ");

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
