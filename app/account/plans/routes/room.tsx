import { data, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { now } from "~/platform/clock";
import { Fieldset, RadioGroup } from "~/platform/ui/radio-group";
import { noStoreHeaders } from "~/supporters/sign-in/session.server";
import { redirectWithSuccess, respondRefused } from "../respond.server";
import { changeRoom } from "~/sponsorship/manage/change-room.server";
import { readChoices } from "~/platform/http/forms/form-data.server";
import { requireOwnPlan } from "../own-plan.server";
import { findRoomsThisWeek } from "~/sponsorship/rooms/rooms.server";
import { PlanPage, SubmitRow } from "../ui/plan-page";
import { anyRoomOption, roomOption } from "~/sponsorship/join/ui/room-option";

export const meta: MetaFunction = () => [{ title: "Change the room" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

/** Rooms that still need light, and the one that is chosen now. */
async function listOfferedRooms(roomId: string | null) {
  const rooms = (await findRoomsThisWeek(now()))?.rooms ?? [];
  return rooms.filter(({ id, funded }) => id === roomId || funded < 1);
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { id, roomId } = await requireOwnPlan(request, params);
  const rooms = await listOfferedRooms(roomId);
  return { id, roomId, rooms: rooms.map((room) => ({ id: room.id, name: room.name, funded: room.funded })) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { id, roomId } = await requireOwnPlan(request, params);
  const { room: chosen } = await readChoices(request, "room");
  const rooms = await listOfferedRooms(roomId);
  if (chosen !== "any" && !rooms.some((room) => room.id === chosen)) {
    const message = "Choose one of the rooms, or “Where it is needed most”. A room that is fully lit needs no more";
    return data({ errors: [{ field: "room", message }] }, { status: 400, headers: noStoreHeaders() });
  }
  const changed = await changeRoom(id, { roomId: chosen === "any" ? null : chosen, by: "sponsor" });
  return "refused" in changed ? respondRefused(changed.refused) : redirectWithSuccess(id, "room");
}

export default function PlanRoom() {
  const { id, roomId, rooms } = useLoaderData<typeof loader>();
  const actionData = useActionData<typeof action>();
  const errors = actionData && "errors" in actionData ? actionData.errors : [];
  return (
    <PlanPage id={id} title="Change the room" alert={actionData && "alert" in actionData ? actionData.alert : null} errors={errors}>
      <p>Rooms are named after trees. What a room does not need lights the next one. Nothing about your payments changes.</p>
      <form method="post" action={`/supporter/plans/${id}/room`} className="form">
        <Fieldset name="room" legend="Which room?" errors={errors}>
          <RadioGroup
            name="room"
            twoColumns
            className="rooms"
            selected={roomId ?? anyRoomOption.value}
            options={[anyRoomOption, ...rooms.map(roomOption)]}
          />
        </Fieldset>
        <SubmitRow label="Change the room" id={id} />
      </form>
    </PlanPage>
  );
}
