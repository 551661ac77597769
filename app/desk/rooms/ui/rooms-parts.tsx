import { Button } from "~/platform/ui/button";
import type { FormError } from "~/platform/ui/error-summary";
import { Checkbox, Field } from "~/platform/ui/text-field";
import { treeNames } from "~/sponsorship/rooms/manage/room-name";
import { ScrollTable } from "~/desk/ui/scroll-table";
import type { RoomInput } from "../room-forms.server";
import type { RoomsPage } from "../rooms-page.server";
import { buttonRow } from "~/desk/ui/looks";
import { Tag } from "~/platform/ui/tag";

/** The rooms in their order, with the ways to move one. */
export function RoomsTable({ page, mayChange }: { page: RoomsPage; mayChange: boolean }) {
  return (
    <ScrollTable label="Rooms, in the order in which they are lit">
      <thead>
        <tr>
          <th scope="col">Room</th>
          <th scope="col">A week costs</th>
          <th scope="col">Sponsorships</th>
          <th scope="col" className="num">
            Lit this week
          </th>
          {mayChange && <th scope="col">Order</th>}
        </tr>
      </thead>
      <tbody>
        {page.rooms.map((room) => (
          <tr key={room.id}>
            <th scope="row">
              <a href={`/desk/rooms/${room.id}`}>{room.name}</a> {room.closes && <Tag>Closes on {room.closes}</Tag>}
            </th>
            <td>
              {room.cost}
              {room.nextCost && <span className="quiet"> ({room.nextCost})</span>}
            </td>
            <td>
              <a href={`/desk/sponsorships?room=${room.id}`}>{room.sponsors}</a>
            </td>
            <td className="num">{room.lit}</td>
            {mayChange && (
              <td>
                <form method="post" action="/desk/rooms" className={buttonRow}>
                  <input type="hidden" name="do" value="move" />
                  <input type="hidden" name="id" value={room.id} />
                  <input type="hidden" name="seen" value={page.seen} />
                  {room.earlier !== null && <MoveButton after={room.earlier} label="Earlier" name={room.name} />}
                  {room.later !== null && <MoveButton after={room.later} label="Later" name={room.name} />}
                </form>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}

const MoveButton = ({ after, label, name }: { after: string; label: string; name: string }) => (
  <Button name="after" value={after}>
    {label}
    <span className="sr-only">: {name}</span>
  </Button>
);

/** A name, with the trees that it may be. */
export function RoomNameField({ value, mayConfirm, errors }: { value: string; mayConfirm: boolean; errors: FormError[] }) {
  return (
    <>
      <Field
        name="name"
        label="Name"
        hint="A tree, such as Rowan. Never an address, a town or a person: the name is public."
        defaultValue={value}
        list="trees"
        autoComplete="off"
        errors={errors}
      />
      <datalist id="trees">
        {treeNames.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </datalist>
      {mayConfirm && <Checkbox name="tree" label="It is a tree, and no place or person" checked={false} />}
    </>
  );
}

type AddRoomFormProps = { page: RoomsPage; formId: string; input: RoomInput; mayConfirm: boolean; errors: FormError[] };

export function AddRoomForm({ page, formId, input, mayConfirm, errors }: AddRoomFormProps) {
  return (
    <>
      <h2>Add a room</h2>
      <form method="post" action="/desk/rooms" className="form" noValidate>
        <input type="hidden" name="formId" value={formId} />
        <RoomNameField value={input.name ?? ""} mayConfirm={mayConfirm} errors={errors} />
        <Field
          name="weekly"
          label="What it takes in a week"
          prefix="£"
          inputMode="decimal"
          autoComplete="off"
          defaultValue={input.weekly ?? page.usualCost}
          errors={errors}
        />
        <Button look="give" name="do" value="add">
          Add the room
        </Button>
      </form>
    </>
  );
}

export function ClosedRooms({ rooms }: { rooms: RoomsPage["closed"] }) {
  if (rooms.length === 0) return null;
  return (
    <>
      <h2>Closed rooms</h2>
      <ul>
        {rooms.map(({ id, name, closed }) => (
          <li key={id}>
            <a href={`/desk/rooms/${id}`}>{name}</a>, closed on {closed}
          </li>
        ))}
      </ul>
    </>
  );
}
