import { formatMonth } from "~/platform/format-date";
import type { ShownUpdate, SponsorUpdates } from "../sponsor-updates";

/** One update as its sponsors read it. */
export function RoomUpdate({ about, when, text }: Pick<ShownUpdate, "about" | "text"> & { when?: string }) {
  return (
    <article className="border-s-4 border-lamp ps-5">
      <p className="text-sm quiet">
        {about}
        {when && `, ${when}`}
      </p>
      <p className="whitespace-pre-line">{text}</p>
    </article>
  );
}

const list = "grid list-none gap-5 p-0 *:m-0";

/** What happened in a sponsor's room: this month, or else the latest, and what was before. @param isOver its sponsorship has ended */
export function RoomUpdates({ updates, isOver }: { updates: SponsorUpdates; isOver: boolean }) {
  const { thisMonth, shownMonth, shown, earlier } = updates;
  if (shownMonth === null) return <p>Nothing is written about it yet. When something is, you can read it here.</p>;
  return (
    <>
      {shownMonth !== thisMonth && !isOver && (
        <p>
          Nothing is written about {formatMonth(thisMonth)} yet. This is from {formatMonth(shownMonth)}.
        </p>
      )}
      <ul className={list}>
        {shown.map((update) => (
          <li key={update.id}>
            <RoomUpdate {...update} />
          </li>
        ))}
      </ul>
      {earlier.length > 0 && (
        <details>
          <summary>What happened before</summary>
          <ul className={`${list} mt-4`}>
            {earlier.map((update) => (
              <li key={update.id}>
                <RoomUpdate {...update} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
