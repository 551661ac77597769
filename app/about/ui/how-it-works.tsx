import { pence, formatPoundsShort } from "~/platform/money";
import { minWeekly } from "~/sponsorship/plan";
import { capitalize, numberInWords } from "~/platform/number-words";

/** How a room stays lit, in three steps. */
export function HowItWorks({ roomWeekPence, sponsors }: { roomWeekPence: number; sponsors: number }) {
  return (
    <section className="band band-wash" aria-labelledby="how">
      <div className="wide stack">
        <h2 id="how">How a room stays lit</h2>
        <ol className="steps">
          <li>
            <strong>A door that locks from the inside.</strong>{" "}
            <span>Someone who has been controlled by others gets a room of their own, and the key to it.</span>
          </li>
          <li>
            <strong>A week at a time.</strong>{" "}
            <span>
              Each room takes {formatPoundsShort(pence(roomWeekPence))} a week. {capitalize(numberInWords(sponsors))} people at{" "}
              {formatPoundsShort(minWeekly)} share it, so no room rests on one person.
            </span>
          </li>
          <li>
            <strong>You see the light, never the person.</strong>{" "}
            <span>We tell you how many rooms are lit. We never show faces, names or places.</span>
          </li>
        </ol>
      </div>
    </section>
  );
}
