import { formatPoundsShort } from "~/platform/money";
import { formatPercent, houseFacts, moneySentence, type RoomWindow } from "~/sponsorship/rooms/house-facts";
import type { RoomsThisWeek } from "~/sponsorship/rooms/rooms.server";

/** What a sponsor sees of a room of theirs this week. `index`: its window among all; null: where it is needed most, so the whole house. */
export type YourRoom = { name: string; index: number | null; windows: RoomWindow[]; lit: string; money: string };

/**
 * The rooms that some plans light, each once, as the public house shows them this week.
 * @param roomIds null among them: where it is needed most
 */
export function findYourRooms({ rooms, neededPence, netPence }: RoomsThisWeek, roomIds: readonly (string | null)[]): YourRoom[] {
  const windows = rooms.map(({ name, funded }) => ({ name, funded }));
  return [...new Set(roomIds)].flatMap((roomId): YourRoom[] => {
    if (roomId === null) {
      const money = moneySentence({ neededPence, netPence });
      return [{ name: "Where it is needed most", index: null, windows, lit: houseFacts(windows).sentence, money }];
    }
    const index = rooms.findIndex(({ id }) => id === roomId);
    const room = rooms[index];
    if (!room) return [];
    const { name, funded, weekPence, litPence } = room;
    const light = funded >= 1 ? "fully lit" : funded > 0 ? `${formatPercent(funded)} lit` : "not lit yet";
    const paid = litPence >= weekPence ? "all of it" : litPence > 0 ? formatPoundsShort(litPence) : "nothing";
    return [
      {
        name,
        index,
        windows,
        lit: `${name} is ${light} this week.`,
        money: `It costs ${formatPoundsShort(weekPence)} a week, and ${paid} is paid for this week${litPence > 0 ? "" : " yet"}.`,
      },
    ];
  });
}
