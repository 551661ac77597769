import type { FormError } from "~/platform/http/forms/form-fields";
import { formatPoundsShort, pence } from "~/platform/money";
import { Fieldset, Radio, RadioGroup } from "~/platform/ui/radio-group";
import { findError } from "~/platform/ui/text-field";
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

/** More rooms than this are offered by need: those that need sponsors most come first. */
const maxInOrder = 12;

/** Where it is needed most, or a room, folded. A full room is named and not offered: its help goes on to the next. */
export function RoomChoice({ rooms, roomWeekPence, sponsors, demonstration, input, errors }: RoomChoiceProps) {
  const full = rooms.filter(({ places }) => places === 0).map(({ name }) => name);
  const open = rooms.filter(({ places }) => places > 0);
  const offered = open.length > maxInOrder ? open.toSorted((a, b) => a.funded - b.funded) : open;
  const chosen = open.find(({ id }) => id === input.room)?.id ?? anyRoomOption.value;
  const costsDiffer = rooms.some(({ weekPence }) => weekPence !== roomWeekPence);
  const optionOf = (room: OfferedRoom) => roomOption({ ...room, weekPence: costsDiffer ? room.weekPence : undefined });
  return (
    <Fieldset name="room" legend="Which room?" errors={errors}>
      <RadioGroup name="room" selected={chosen} options={[anyRoomOption]} />
      {offered.length > 0 && (
        <details open={chosen !== anyRoomOption.value || findError(errors, "room") !== undefined}>
          <summary>Or choose a room</summary>
          <p className="hint mb-4">
            Rooms are named after trees. {sponsors} people at {formatPoundsShort(minWeekly)} light one, at{" "}
            {formatPoundsShort(pence(roomWeekPence))} a week
            {costsDiffer && ", which is what most take"}
            {demonstration && " (example figures)"}. Spare money goes to the next room.
          </p>
          <div className="grid gap-3 sm:grid-cols-[1fr_1fr]">
            {offered.map((room) => (
              <Radio key={room.id} name="room" isSelected={chosen === room.id} {...optionOf(room)} />
            ))}
          </div>
          {full.length > 0 && (
            <p className="hint mt-3">
              {formatList(full)} {full.length === 1 ? "has" : "have"} all the sponsors needed now: the rooms above are next.
            </p>
          )}
        </details>
      )}
    </Fieldset>
  );
}

const formatList = (names: string[]) => new Intl.ListFormat("en-GB").format(names);
