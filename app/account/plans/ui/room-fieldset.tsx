import type { FormError } from "~/platform/http/forms/form-fields";
import { Fieldset, RadioGroup } from "~/platform/ui/radio-group";
import { anyRoomOption, roomOption } from "~/sponsorship/join/ui/room-option";
import type { RoomToChoose } from "../room-choices.server";

/** Which room a sponsorship lights. `roomId`: the one that it lights now; null: where it is needed most. */
export function RoomFieldset({ rooms, roomId, errors }: { rooms: readonly RoomToChoose[]; roomId: string | null; errors: FormError[] }) {
  return (
    <Fieldset name="room" legend="Which room?" errors={errors}>
      <RadioGroup
        name="room"
        twoColumns
        className="*:first:col-span-full"
        selected={roomId ?? anyRoomOption.value}
        options={[anyRoomOption, ...rooms.map(roomOption)]}
      />
    </Fieldset>
  );
}
