import type { FormError } from "~/platform/http/forms/form-fields";
import { Button } from "~/platform/ui/button";
import { planFieldNames, type PlanFormInput } from "../plan-form";
import type { PlanFormContent } from "./details-screen";
import { RoomChoice, type OfferedRoom } from "./room-choice";
import { WeeklyChoice } from "./weekly-choice";

const asked = new Set(["weekly", "other", "room", "step", "agreed"]);

type AmountScreenProps = {
  content: PlanFormContent;
  rooms: OfferedRoom[];
  input: PlanFormInput;
  /** The second step was filled in already: it is sent along, hidden, and never in an address. */
  isKept: boolean;
  errors: FormError[];
};

/** The first step: how much each week, and which room. Nothing in it says who somebody is, so it is a question in the next page's address. */
export function AmountScreen({ content, rooms, input, isKept, errors }: AmountScreenProps) {
  const formState = { input, errors };
  const kept = isKept ? planFieldNames.filter((name) => !asked.has(name)) : (["source"] as const);
  return (
    <form method={isKept ? "post" : "get"} action="/sponsor" className="form" noValidate acceptCharset="utf-8">
      {kept
        .filter((name) => input[name])
        .map((name) => (
          <input key={name} type="hidden" name={name} value={input[name]} />
        ))}
      <WeeklyChoice {...content} {...formState} />
      <RoomChoice {...content} rooms={rooms} {...formState} />
      <div className="stack">
        <p>
          <Button look="give" {...(isKept && { name: "step", value: "details" })}>
            Continue
          </Button>
        </p>
        <p className="hint">Next: how often, with every sum and date, and your details. Nothing is taken yet.</p>
      </div>
    </form>
  );
}
