import type { FormError } from "~/platform/http/forms/form-fields";
import { formatPoundsShort, pence } from "~/platform/money";
import { Fieldset, Radio, RadioGroup } from "~/platform/ui/radio-group";
import { minWeekly } from "~/sponsorship/plan";
import type { PlanFormInput } from "../plan-form";
import { anyRoomOption, roomOption } from "./room-option";

/** A room as the form offers it. `weekPence`: what it takes in a week. `places`: how many more sponsors at the smallest sum it needs; 0: it is full. */
export type OfferedRoom = { id: string; name: string; weekPence: number; funded: number; places: number };

type RoomChoiceProps = {
  rooms: OfferedRoom[];
  /** What most rooms take in a week. */
  roomWeekPence: number;
  /** How many sponsors at the smallest sum light a room, in letters. */
  sponsors: string;
  demonstration: boolean;
  input: PlanFormInput;
  errors: FormError[];
};

/** More rooms than this are offered by need: the darkest at once, the others behind a summary. */
const maxShownRooms = 12;

/** Where it is needed most, or a room. A full room is named and not offered: its help goes on to the next. */
export function RoomChoice({ rooms, roomWeekPence, sponsors, demonstration, input, errors }: RoomChoiceProps) {
  const full = rooms.filter(({ places }) => places === 0).map(({ name }) => name);
  const open = rooms.filter(({ places }) => places > 0);
  const byNeed = open.length > maxShownRooms ? open.toSorted((a, b) => a.funded - b.funded) : open;
  const chosen = open.some(({ id }) => id === input.room) ? input.room : anyRoomOption.value;
  const costsDiffer = rooms.some(({ weekPence }) => weekPence !== roomWeekPence);
  const optionOf = (room: OfferedRoom) => roomOption({ ...room, weekPence: costsDiffer ? room.weekPence : undefined });
  const [first, otherRooms] = [byNeed.slice(0, maxShownRooms), byNeed.slice(maxShownRooms)];
  return (
    <Fieldset
      name="room"
      legend="Which room?"
      intro={
        <p className="hint">
          Rooms are named after trees. {sponsors} people at {formatPoundsShort(minWeekly)} light one, at{" "}
          {formatPoundsShort(pence(roomWeekPence))} a week
          {costsDiffer && ", which is what most take"}
          {demonstration && " (example figures)"}. Spare money goes to the next room.
        </p>
      }
      errors={errors}
    >
      <RadioGroup name="room" twoColumns className="rooms" selected={chosen} options={[anyRoomOption, ...first.map(optionOf)]} />
      {otherRooms.length > 0 && (
        <details open={otherRooms.some(({ id }) => id === input.room)}>
          <summary>{otherRooms.length} more rooms</summary>
          <div className="choices pair">
            {otherRooms.map((room) => (
              <Radio key={room.id} name="room" isSelected={chosen === room.id} {...optionOf(room)} />
            ))}
          </div>
        </details>
      )}
      {full.length > 0 && (
        <p className="hint foot-note">
          {formatList(full)} {full.length === 1 ? "has" : "have"} all the sponsors needed now: the rooms above are next.
        </p>
      )}
    </Fieldset>
  );
}

const formatList = (names: string[]) => new Intl.ListFormat("en-GB").format(names);
