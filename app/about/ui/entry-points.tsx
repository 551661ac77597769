import { uncapitalize } from "~/platform/number-words";
import { pence, formatPoundsShort } from "~/platform/money";
import { minWeekly } from "~/sponsorship/plan";
import { Band, Way, Ways } from "./band";

type EntryPointsProps = { minPence: number; firstAmount: { pence: number; does: string } | null };

/** The three ways in. Help comes first, and looks the same as the others. */
export const EntryPoints = ({ minPence, firstAmount }: EntryPointsProps) => (
  <Band id="ways" title="What brings you here?">
    <Ways>
      <Way href="/help" title="I need help">
        Numbers to call today, for you or for someone you are worried about. Nobody will ask you for money.
      </Way>
      <Way href="/donate" title="I’d like to donate">
        Any amount from {formatPoundsShort(pence(minPence))}.
        {firstAmount && ` ${formatPoundsShort(pence(firstAmount.pence))}: ${uncapitalize(firstAmount.does)}.`}
      </Way>
      <Way href="/sponsor" title="I’d like to sponsor a room">
        From {formatPoundsShort(minWeekly)} a week. Choose a room, and change, pause or cancel it yourself.
      </Way>
    </Ways>
  </Band>
);
