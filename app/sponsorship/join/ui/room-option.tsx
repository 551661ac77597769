import { formatPoundsShort, pence } from "~/platform/money";
import type { RadioOption } from "~/platform/ui/radio-group";
import { formatPercent } from "~/sponsorship/rooms/house-facts";
import { RoomPane } from "~/sponsorship/rooms/ui/room-pane";

/** What is chosen where no room is. */
export const anyRoomOption: RadioOption = { value: "any", label: <b>Where it is needed most</b>, hint: "We choose, week by week." };

type RoomOptionProps = { id: string; name: string; funded: number; weekPence?: number | undefined; places?: number };

/**
 * A room as it is offered: its name, how far it is lit, and its window. `weekPence`, `places`: what it takes in a week, and how many more
 * sponsors it needs, where that is said.
 */
export const roomOption = ({ id, name, funded, weekPence, places }: RoomOptionProps): RadioOption => ({
  value: id,
  label: <b>{name}</b>,
  hint: (
    <>
      {weekPence !== undefined && `${formatPoundsShort(pence(weekPence))} a week. `}
      {litText(funded)}
      {places !== undefined && ` Room for ${places} more.`}
    </>
  ),
  extra: <RoomPane funded={funded} />,
});

const litText = (funded: number) => (funded <= 0 ? "Not lit yet." : funded >= 1 ? "Lit this week." : `${formatPercent(funded)} lit.`);
