import { pence } from "~/platform/money";
import { houseFacts, moneySentence } from "../house-facts";
import type { RoomRow } from "./rooms-table";

/** A week of all rooms as a page is given it: sums in whole pence. */
export type RoomsWeek = { rooms: RoomRow[]; neededPence: number; netPence: number };

/** The picture in one sentence, and how far the week is paid for in money. */
export function WeekFacts({ week: { rooms, neededPence, netPence }, demonstration }: { week: RoomsWeek; demonstration: boolean }) {
  const money = moneySentence({ neededPence: pence(neededPence), netPence: pence(netPence) });
  return (
    <p>
      <strong>{houseFacts(rooms).sentence}</strong>{" "}
      {rooms.length > 0 && "Each window is one room. Its blind goes up as its week, Monday to Sunday, is paid for."} {money}{" "}
      {demonstration && <span className="text-sm">(Demonstration figures.)</span>}
    </p>
  );
}

/** Said where the figures would be, when they can't be read. */
export function NoFigures() {
  return <p>The figures can’t be shown just now. Everything else on this page works as always.</p>;
}
