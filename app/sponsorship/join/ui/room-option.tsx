import type { Option } from "~/platform/ui/radio-group";
import { percent } from "~/sponsorship/rooms/house-facts";
import { RoomPane } from "~/sponsorship/rooms/ui/room-pane";

/** What is chosen where no room is. */
export const anyRoom: Option = { value: "any", words: <b>Where it is needed most</b>, hint: "We choose, week by week." };

/** A room as it is offered: its name, how far it is lit, and its window. `places`: how many more sponsors it needs, where that is said. */
export const roomOption = ({ id, name, funded, places }: { id: string; name: string; funded: number; places?: number }): Option => ({
  value: id,
  words: <b>{name}</b>,
  hint: (
    <>
      {litWords(funded)}
      {places !== undefined && ` Room for ${places} more.`}
    </>
  ),
  after: <RoomPane funded={funded} />,
});

const litWords = (funded: number) => (funded <= 0 ? "Not lit yet." : funded >= 1 ? "Lit this week." : `${percent(funded)} lit.`);
