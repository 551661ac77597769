import { Button } from "~/platform/ui/button";
import type { FormError } from "~/platform/ui/error-summary";
import { CompactRadioGroup } from "~/platform/ui/radio-group";
import { Field } from "~/platform/ui/text-field";
import { ScrollTable } from "~/desk/ui/scroll-table";
import { SelectField } from "~/desk/ui/select-field";
import type { RoomInput } from "../room-forms.server";
import type { RoomPage } from "../rooms-page.server";
import { RoomNameField } from "./rooms-parts";

/** What the room took and will take in a week, with the way to take back what is to come. */
export function CostHistory({ room, mayChange }: { room: RoomPage; mayChange: boolean }) {
  const mayTakeBack = mayChange && room.costs.some(({ from }) => from !== null);
  return (
    <div className="stack">
      <h2 id="costs">What it costs</h2>
      <ScrollTable label="What it costs">
        <thead>
          <tr>
            <th scope="col">From the week of</th>
            <th scope="col" className="num">
              A week
            </th>
            {mayTakeBack && <th scope="col">Change</th>}
          </tr>
        </thead>
        <tbody>
          {room.costs.map(({ from, text, since }) => (
            <tr key={since ?? ""}>
              <th scope="row">{since ?? "the beginning"}</th>
              <td className="num">{text}</td>
              {mayTakeBack && (
                <td>
                  {from !== null && (
                    <form method="post">
                      <input type="hidden" name="version" value={room.version} />
                      <Button name="do" value={`withdraw-cost:${from}`}>
                        Take back<span className="sr-only"> the cost from {since}</span>
                      </Button>
                    </form>
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </ScrollTable>
      <p className="hint">Weeks that are over keep what they cost: in the house, in newsletters and in every figure.</p>
    </div>
  );
}

type RoomActionsProps = {
  room: RoomPage;
  nextMonday: string;
  closesOn: string;
  sent: string | null;
  input: RoomInput;
  mayConfirm: boolean;
  errors: FormError[];
};

/** What administrators do with a room. */
export function RoomActions(props: RoomActionsProps) {
  const { room } = props;
  return (
    <div className="stack">
      {(room.closed ?? room.closes) !== null && <ReopenForm room={room} errors={props.errors} />}
      <RenameForm {...props} />
      {room.closed === null && (
        <>
          <CostForm {...props} />
          <PlaceForm {...props} />
          <CloseForm {...props} />
        </>
      )}
    </div>
  );
}

const Version = ({ room }: { room: RoomPage }) => <input type="hidden" name="version" value={room.version} />;
const typedIn = ({ sent, input }: Pick<RoomActionsProps, "sent" | "input">, form: string): RoomInput => (sent === form ? input : {});

function ReopenForm({ room, errors }: Pick<RoomActionsProps, "room" | "errors">) {
  const error = errors.find(({ field }) => field === "reopen");
  return (
    <>
      <h2>{room.closed ? "Bring it back" : "Keep it open"}</h2>
      <form method="post" className="form">
        <Version room={room} />
        {error && <p className="font-bold text-danger">{error.message}</p>}
        <p>
          {room.closed
            ? "Sponsors can choose it again. Those who were moved stay where they are."
            : "It does not close. Sponsors who were asked and are still here get an email that says so."}
        </p>
        <Button id="reopen" name="do" value="reopen">
          {room.closed ? "Bring it back" : "Keep it open"}
        </Button>
      </form>
    </>
  );
}

function RenameForm(props: RoomActionsProps) {
  const { room, mayConfirm, errors, sent } = props;
  return (
    <>
      <h2>Name</h2>
      <form method="post" className="form" noValidate>
        <Version room={room} />
        <RoomNameField value={typedIn(props, "rename").name ?? room.name} mayConfirm={mayConfirm && sent === "rename"} errors={errors} />
        <Button name="do" value="rename">
          Change the name
        </Button>
      </form>
    </>
  );
}

function CostForm(props: RoomActionsProps) {
  const { room, nextMonday, errors } = props;
  const input = typedIn(props, "cost");
  return (
    <>
      <h2>Cost</h2>
      <form method="post" className="form" noValidate>
        <Version room={room} />
        <Field
          name="weekly"
          label="What it takes in a week"
          prefix="£"
          inputMode="decimal"
          autoComplete="off"
          defaultValue={input.weekly}
          errors={errors}
        />
        <Field
          name="from"
          label="From"
          hint="A Monday: each week has one cost. Any other day means the Monday after it."
          autoComplete="off"
          defaultValue={input.from ?? nextMonday}
          errors={errors}
        />
        <Button name="do" value="cost">
          Set the cost
        </Button>
      </form>
    </>
  );
}

function PlaceForm(props: RoomActionsProps) {
  const { room, errors } = props;
  const options = [
    { value: "first", label: "First of all" },
    ...room.others.map(({ id, name }) => ({ value: id, label: `After ${name}` })),
  ];
  return (
    <>
      <h2>Place in the order</h2>
      <form method="post" className="form">
        <input type="hidden" name="seen" value={room.seen} />
        <SelectField name="after" label="It is lit" value={typedIn(props, "move").after ?? room.after} options={options} errors={errors} />
        <Button name="do" value="move">
          Move it there
        </Button>
      </form>
    </>
  );
}

function CloseForm(props: RoomActionsProps) {
  const { room, closesOn, errors } = props;
  const input = typedIn(props, "close");
  const sponsors =
    room.sponsorCount === 0 ? "nobody sponsors it now" : room.sponsorCount === 1 ? "1 sponsorship" : `${room.sponsorCount} sponsorships`;
  return (
    <>
      <h2>Close it</h2>
      <form method="post" className="form" noValidate>
        <Version room={room} />
        <CompactRadioGroup
          name="how"
          legend={`What becomes of its sponsors (${sponsors})?`}
          options={[
            {
              value: "ask",
              label: "Ask them first",
              hint: "An email asks each for another room. On the day below the room closes, and who has not answered goes to where it is needed most.",
            },
            {
              value: "now",
              label: "Close it now",
              hint: "They go to where it is needed most at once. An email tells each, and lets them choose a room.",
            },
          ]}
          selected={input.how ?? ""}
          errors={errors}
        />
        <Field
          name="closesOn"
          label="If they are asked: close it on"
          hint="From 7 to 90 days from today."
          autoComplete="off"
          defaultValue={input.closesOn ?? closesOn}
          errors={errors}
        />
        <Button look="danger" name="do" value="close">
          Close {room.name}
        </Button>
      </form>
    </>
  );
}
