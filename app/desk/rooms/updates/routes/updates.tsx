import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useMay } from "~/desk/ui/desk-context";
import { DeskPage } from "~/desk/ui/desk-page";
import { Notice } from "~/desk/ui/page-parts";
import { SelectField } from "~/desk/ui/select-field";
import { lookUp } from "~/platform/query-values";
import { requireStaff } from "~/staff/session.server";
import { Button, ButtonLink } from "~/platform/ui/button";
import { UpdateList } from "../ui/update-list";
import { getUpdatesPage } from "../updates-page.server";

export const meta: MetaFunction = () => [{ title: "Room updates" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

const notices: Record<string, string> = {
  written: "The update is saved. Its sponsors see it as soon as they are signed in.",
  corrected: "The correction is saved. Sponsors see it now.",
  removed: "The update is deleted. Sponsors see it no more.",
};

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  const { searchParams } = new URL(request.url);
  return { page: await getUpdatesPage(searchParams), notice: lookUp(notices, searchParams.get("done")) };
}

export default function RoomUpdatesScreen() {
  const { page, notice } = useLoaderData<typeof loader>();
  const mayWrite = useMay("desk/rooms/updates/new", "post");
  const { room, month, rooms, months, groups, hasMore, mayWriteAbout } = page;
  const isFiltered = room !== "" || month !== "";
  return (
    <DeskPage>
      <h1>Room updates</h1>
      <Notice notice={notice} />
      <p>
        What happened in a room, or in all of them. Sponsors of the room read it on their own pages, once they are signed in; nobody else
        does.
      </p>
      {mayWrite && (
        <p>
          <ButtonLink href={`/desk/rooms/updates/new${mayWriteAbout && `?room=${mayWriteAbout}`}`}>Write an update</ButtonLink>
        </p>
      )}
      {(months.length > 0 || isFiltered) && (
        <form
          method="get"
          action="/desk/rooms/updates"
          className="flex flex-wrap items-end gap-x-4 gap-y-3"
          role="search"
          aria-label="Updates"
        >
          <div className="min-w-40 flex-1">
            <SelectField name="room" label="Room" value={room} anyLabel="Any" options={rooms} />
          </div>
          <div className="min-w-40 flex-1">
            <SelectField name="month" label="Month" value={month} anyLabel="Any" options={months} />
          </div>
          <Button>Show</Button>
          {isFiltered && (
            <a className="inline-flex min-h-11 items-center" href="/desk/rooms/updates">
              Show everything
            </a>
          )}
        </form>
      )}
      {groups.length === 0 && <p>{isFiltered ? "Nothing is written about that." : "Nothing is written yet."}</p>}
      {groups.map(({ title, updates }) => (
        <section key={title} className="stack pt-5" aria-label={title}>
          <h2>{title}</h2>
          <UpdateList updates={updates} />
        </section>
      ))}
      {hasMore && <p>These are the newest. Choose a month to see those before.</p>}
    </DeskPage>
  );
}
