import type { ReactNode } from "react";
import { pence, formatPoundsShort } from "~/platform/money";
import { minWeekly } from "~/sponsorship/plan";
import { capitalize, numberInWords } from "~/platform/number-words";
import { Band } from "./band";

/** How a room stays lit, in three steps. */
export const HowItWorks = ({ roomWeekPence, sponsors }: { roomWeekPence: number; sponsors: number }) => (
  <Band id="how" title="How a room stays lit" isQuiet>
    <ol className="grid list-none gap-6 p-0 lg:mt-7 lg:grid-cols-[repeat(3,1fr)]">
      <Step number={1} title="A door that locks from the inside.">
        Someone who has been controlled by others gets a room of their own, and the key to it.
      </Step>
      <Step number={2} title="A week at a time.">
        Each room takes {formatPoundsShort(pence(roomWeekPence))} a week. {capitalize(numberInWords(sponsors))} people at{" "}
        {formatPoundsShort(minWeekly)} share it, so no room rests on one person.
      </Step>
      <Step number={3} title="You see the light, never the person.">
        We tell you how many rooms are lit. We never show faces, names or places.
      </Step>
    </ol>
  </Band>
);

/** The number stands in a lit window; the list says it already to those who do not see it. */
const Step = ({ number, title, children }: { number: number; title: string; children: ReactNode }) => (
  <li className="m-0 grid grid-cols-[3rem_1fr] grid-rows-[auto_1fr] gap-x-4">
    <span className={lampWindow} aria-hidden="true">
      {number}
    </span>
    <strong>{title}</strong> <span>{children}</span>
  </li>
);

const lampWindow = [
  "row-span-2 grid h-[3.4rem] w-12 place-items-center rounded-sm bg-lamp font-heading text-[1.5rem]/none font-bold text-on-lamp",
  "shadow-[inset_0_0_0_3px_var(--color-surface),0_0_0_2px_var(--color-solid)]",
].join(" ");
