import type { Mistake } from "~/giving/checkout/form-fields";
import { pence, poundsShort } from "~/platform/money";
import { Choice, Options, Question } from "~/platform/ui/radio-group";
import { smallestWeekly } from "~/sponsorship/plan";
import type { TypedPlan } from "../plan-form";
import { anyRoom, roomOption } from "./room-option";

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
  const full = rooms.filter(({ places }) => places === 0).map(({ name }) => name);
  const open = rooms.filter(({ places }) => places > 0);
  const byNeed = open.length > offeredAtOnce ? open.toSorted((a, b) => a.funded - b.funded) : open;
  const chosen = open.some(({ id }) => id === typed.room) ? typed.room : anyRoom.value;
  const [first, others] = [byNeed.slice(0, offeredAtOnce), byNeed.slice(offeredAtOnce)];
  return (
    <Question
      name="room"
      legend="Which room?"
      intro={
        <p className="hint">
          Rooms are named after trees. {sponsors} people at {poundsShort(smallestWeekly)} light one, at {poundsShort(pence(roomWeekPence))}{" "}
          a week
          {demonstration && " (example figures)"}. What a room does not need lights the next one.
        </p>
      }
      mistakes={mistakes}
    >
      <Options name="room" pair className="rooms" chosen={chosen} options={[anyRoom, ...first.map(roomOption)]} />
      {others.length > 0 && (
        <details open={others.some(({ id }) => id === typed.room)}>
          <summary>{others.length} more rooms</summary>
          <div className="choices pair">
            {others.map((room) => (
              <Choice key={room.id} name="room" isChosen={chosen === room.id} {...roomOption(room)} />
            ))}
          </div>
        </details>
      )}
      {full.length > 0 && (
        <p className="hint foot-note">
          {listed(full)} {full.length === 1 ? "has" : "have"} all the sponsors needed now: the rooms above are next.
        </p>
      )}
    </Question>
  );
}

const listed = (names: string[]) => new Intl.ListFormat("en-GB").format(names);
