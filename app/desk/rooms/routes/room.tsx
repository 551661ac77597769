import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { now } from "~/platform/clock";
import { replaceKeptPages } from "~/platform/http/page-cache/changed-pages.server";
import { readForm } from "~/platform/http/forms/form-data.server";
import { addDays, formatLondonDate, londonDate } from "~/platform/london-dates";
import { lookUp } from "~/platform/query-values";
import { formatTypedDate, parseTypedDate } from "~/platform/typed-date";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { Note } from "~/platform/ui/note";
import { mondayFrom } from "~/sponsorship/rooms/manage/room-cost";
import { requireStaff } from "~/staff/session.server";
import { useMay } from "~/desk/ui/desk-context";
import { DeskPage } from "~/desk/ui/desk-page";
import { Columns, FactList, Notice } from "~/desk/ui/page-parts";
import { pagesWithRooms, roomFields, roomForms, versionOf, type RoomInput } from "../room-forms.server";
import { getRoomPage } from "../rooms-page.server";
import { CostHistory, RoomActions } from "../ui/room-parts";
import { Tag } from "~/platform/ui/tag";

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: loaded ? `Room ${loaded.room.name}` : "Room" },
  { name: "robots", content: "noindex" },
];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

async function loadPage(id: string | undefined) {
  const room = await getRoomPage(id ?? "");
  if (!room) throw new Response(null, { status: 404 });
  const today = londonDate(now());
  return {
    room,
    nextMonday: formatTypedDate(mondayFrom(addDays(today, 1))),
    closesOn: formatTypedDate(addDays(today, 28)),
    sent: null as string | null,
    input: {} as RoomInput,
    mayConfirm: false,
    errors: [] as FormError[],
    notice: null as string | null,
  };
}

const notices: Record<string, string> = {
  renamed: "The room has its new name, everywhere. Its sponsorships go on.",
  withdrawn: "The cost that was to come is taken back.",
  moved: "The order is changed. The house shows it at once.",
  closed: "The room is closed. Its sponsorships go to where it is needed most, and an email tells each sponsor.",
  closing: "Each sponsor gets an email that asks for another room. Until the day the room stays lit, and takes no new sponsors.",
  reopened: "The room is open: sponsors can choose it.",
};

function noticeFor(done: string | null): string | null {
  const [what, fromWeek = ""] = (done ?? "").split(":");
  const monday = what === "cost" ? parseTypedDate(fromWeek) : null;
  if (monday !== null) return `The new cost counts from the week of Monday ${formatLondonDate(monday)}. Earlier weeks keep theirs.`;
  return lookUp(notices, done);
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request);
  return { ...(await loadPage(params["id"])), notice: noticeFor(new URL(request.url).searchParams.get("done")) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const staff = await requireStaff(request);
  const { input, errors } = await readForm(request, roomFields);
  const [sent = "", argument = ""] = (input.do ?? "").split(":");
  const fail = async (wrong: FormError[], status: number, mayConfirm = false) =>
    data({ ...(await loadPage(params["id"])), sent, input, mayConfirm, errors: wrong }, { status });
  const form = lookUp(roomForms, sent);
  if (!form) return await fail([{ field: "main", message: "That button is not known here. Nothing was changed" }], 400);
  if (errors.length > 0) return await fail(errors, 400);
  const roomId = params["id"] ?? "";
  const result = await form(staff, { roomId, version: versionOf(input) }, input, argument);
  if ("errors" in result) return await fail(result.errors, result.status, result.mayConfirm);
  void replaceKeptPages(pagesWithRooms);
  return redirect(`/desk/rooms/${roomId}?done=${result.done}`, 303);
}

export default function RoomScreen() {
  const loaded = useLoaderData<typeof loader>();
  const { notice, ...shown } = useActionData<typeof action>() ?? loaded;
  const { room, errors } = shown;
  const mayChange = useMay("desk/rooms/:id", "post");
  const state = room.closed ? `Closed on ${room.closed}` : room.closes ? `Closes on ${room.closes}` : "Open";
  return (
    <DeskPage here="/desk/rooms">
      <h1>
        {room.name} <Tag>{state}</Tag>
      </h1>
      <ErrorSummary errors={errors} />
      <Notice notice={notice} />
      {room.closes && (
        <Note as="p">
          Its sponsors were asked to choose another room. On {room.closes} it closes automatically, and anybody who has not chosen is moved
          to where it is needed most. An email tells them.
        </Note>
      )}
      <FactList
        facts={[
          { label: "Cost this week", text: room.cost },
          { label: "Sponsorships", text: room.sponsors, href: `/desk/sponsorships?room=${room.id}` },
          ...(room.lit === null ? [] : [{ label: "Lit this week", text: room.lit }]),
          { label: "What happened there", text: "Room updates", href: `/desk/rooms/updates?room=${room.id}` },
        ]}
      />
      <Columns>
        <CostHistory room={room} mayChange={mayChange} />
        {mayChange && <RoomActions {...shown} />}
      </Columns>
    </DeskPage>
  );
}
