import type { DescribedUpdate } from "../updates-page.server";
import { Tag } from "~/platform/ui/tag";

/** The updates of a month, each with the way to its page. */
export function UpdateList({ updates }: { updates: readonly DescribedUpdate[] }) {
  return (
    <ul className="grid max-w-[46rem] list-none gap-4 p-0 *:m-0">
      {updates.map(({ id, about, isClosed, text, written }) => (
        <li key={id} className="border-b border-line pb-4 last:border-0 last:pb-0">
          <h3>
            <a className="inline-flex min-h-11 min-w-11 items-center" href={`/desk/rooms/updates/${id}`}>
              {about}
              <span className="sr-only">: {text.slice(0, 60)}</span>
            </a>{" "}
            {isClosed && <Tag>Closed</Tag>}
          </h3>
          <p className="whitespace-pre-line">{text}</p>
          <p className="quiet mt-1">{written}</p>
        </li>
      ))}
    </ul>
  );
}
