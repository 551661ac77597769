import type { Mistake } from "~/giving/typed-form";
import { pence, poundsShort } from "~/platform/money";
import { mistakeIn, Why } from "~/platform/ui/field";
import { percent } from "../house-facts";
import { smallestWeekly } from "../plan";
import type { TypedPlan } from "../plan-form";
import { RoomPane } from "./room-pane";

/** A room as the form offers it. `places`: how many more sponsors at the smallest sum it needs; 0: it is full. */
export type OfferedRoom = { id: string; name: string; funded: number; places: number };

type RoomChoiceProps = {
  rooms: OfferedRoom[];
  roomWeekPence: number;
  /** How many sponsors at the smallest sum light a room, in letters. */
  sponsors: string;
  demonstration: boolean;
  typed: TypedPlan;
  mistakes: Mistake[];
};

/** More rooms than this are offered by need: the darkest at once, the others behind a summary. */
const offeredAtOnce = 12;

/** Where it is needed most, or a room. A full room is named and not offered: its help goes on to the next. */
export function RoomChoice({ rooms, roomWeekPence, sponsors, demonstration, typed, mistakes }: RoomChoiceProps) {
  const why = mistakeIn(mistakes, "room");
  const full = rooms.filter(({ places }) => places === 0).map(({ name }) => name);
  const open = rooms.filter(({ places }) => places > 0);
  const byNeed = open.length > offeredAtOnce ? open.toSorted((a, b) => a.funded - b.funded) : open;
  const [first, others] = [byNeed.slice(0, offeredAtOnce), byNeed.slice(offeredAtOnce)];
  return (
    <fieldset className={why ? "wrong" : undefined} aria-describedby={why ? "room-why" : undefined}>
      <legend>Which room?</legend>
      <p className="hint">
        Rooms are named after trees. {sponsors} people at {poundsShort(smallestWeekly)} light one, at {poundsShort(pence(roomWeekPence))} a
        week
        {demonstration && " (example figures)"}. What a room does not need lights the next one.
      </p>
      <Why field="room" words={why} />
      <div className="choices pair rooms">
        <label className="choice">
          <input
            type="radio"
            name="room"
            id="room"
            value="any"
            defaultChecked={!rooms.some(({ id, places }) => id === typed.room && places > 0)}
          />
          <span>
            <b>Where it is needed most</b>
            <span className="hint">We choose, week by week.</span>
          </span>
        </label>
        {first.map((room) => (
          <Room key={room.id} {...room} chosen={typed.room === room.id} />
        ))}
      </div>
      {others.length > 0 && (
        <details open={others.some(({ id }) => id === typed.room)}>
          <summary>{others.length} more rooms</summary>
          <div className="choices pair">
            {others.map((room) => (
              <Room key={room.id} {...room} chosen={typed.room === room.id} />
            ))}
          </div>
        </details>
      )}
      {full.length > 0 && (
        <p className="hint foot-note">
          {listed(full)} {full.length === 1 ? "has" : "have"} all the sponsors needed now: the rooms above are next.
        </p>
      )}
    </fieldset>
  );
}

function Room({ id, name, funded, places, chosen }: OfferedRoom & { chosen: boolean }) {
  return (
    <label className="choice">
      <input type="radio" name="room" value={id} defaultChecked={chosen} />
      <span>
        <b>{name}</b>
        <span className="hint">
          {litWords(funded)} Room for {places} more.
        </span>
      </span>
      <RoomPane funded={funded} />
    </label>
  );
}

const litWords = (funded: number) => (funded <= 0 ? "Not lit yet." : funded >= 1 ? "Lit this week." : `${percent(funded)} lit.`);

const listed = (names: string[]) => new Intl.ListFormat("en-GB").format(names);
