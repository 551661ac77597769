import { formatPoundsShort, pence } from "~/platform/money";
import { formatPercent } from "../house-facts";
import { endCell } from "~/platform/ui/looks";

/** A room's week as a table row needs it: sums in whole pence. */
export type RoomRow = { name: string; weekPence: number; litPence: number; funded: number };

/** The same facts as the picture, room by room, in the order of the windows. */
export function RoomsTable({ rooms, caption }: { rooms: readonly RoomRow[]; caption: string }) {
  return (
    <table>
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Room</th>
          <th scope="col">Paid for this week</th>
          <th scope="col" className={endCell}>
            Lit
          </th>
        </tr>
      </thead>
      <tbody>
        {rooms.map(({ name, weekPence, litPence, funded }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className="num">
              {formatPoundsShort(pence(litPence))} of {formatPoundsShort(pence(weekPence))}
            </td>
            <td className={endCell}>{formatPercent(funded)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
