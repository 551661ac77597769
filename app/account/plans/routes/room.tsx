import { data, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { now } from "~/platform/clock";
import { Options, Question } from "~/platform/ui/radio-group";
import { ownHeaders } from "~/supporters/sign-in/session.server";
import { done, refused } from "../respond.server";
import { changeRoom } from "~/sponsorship/manage/change-room.server";
import { fieldsOf, ownPlan } from "../own-plan.server";
import { roomsThisWeekIfKnown } from "~/sponsorship/rooms/rooms.server";
import { DoIt, PlanPage } from "../ui/plan-page";
import { anyRoom, roomOption } from "~/sponsorship/join/ui/room-option";

export const meta: MetaFunction = () => [{ title: "Change the room" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

/** Rooms that still need light, and the one that is chosen now. */
async function offered(roomId: string | null) {
  const rooms = (await roomsThisWeekIfKnown(now()))?.rooms ?? [];
  return rooms.filter(({ id, funded }) => id === roomId || funded < 1);
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { id, roomId } = await ownPlan(request, params);
  const rooms = await offered(roomId);
  return { id, roomId, rooms: rooms.map((room) => ({ id: room.id, name: room.name, funded: room.funded })) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { id, roomId } = await ownPlan(request, params);
  const chosen = (await fieldsOf(request))("room");
  const rooms = await offered(roomId);
  if (chosen !== "any" && !rooms.some((room) => room.id === chosen)) {
    const words = "Choose one of the rooms, or “Where it is needed most”. A room that is fully lit needs no more";
    return data({ mistakes: [{ field: "room", words }] }, { status: 400, headers: ownHeaders() });
  }
  const changed = await changeRoom(id, { roomId: chosen === "any" ? null : chosen, by: "sponsor" });
  return "refused" in changed ? refused(changed.refused) : done(id, "room");
}

export default function PlanRoom() {
  const { id, roomId, rooms } = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const mistakes = answered && "mistakes" in answered ? answered.mistakes : [];
  return (
    <PlanPage id={id} title="Change the room" notice={answered && "notice" in answered ? answered.notice : null} mistakes={mistakes}>
      <p>Rooms are named after trees. What a room does not need lights the next one. Nothing about your payments changes.</p>
      <form method="post" action={`/supporter/plans/${id}/room`} className="form">
        <Question name="room" legend="Which room?" mistakes={mistakes}>
          <Options name="room" pair className="rooms" chosen={roomId ?? anyRoom.value} options={[anyRoom, ...rooms.map(roomOption)]} />
        </Question>
        <DoIt words="Change the room" id={id} />
      </form>
    </PlanPage>
  );
}
