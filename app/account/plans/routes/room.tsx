import { data, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { noStoreHeaders } from "~/supporters/sign-in/session.server";
import { redirectWithSuccess, respondRefused } from "../respond.server";
import { changeRoom } from "~/sponsorship/manage/change-room.server";
import { readChoices } from "~/platform/http/forms/form-data.server";
import { requireChangeablePlan, requireOwnPlan } from "../own-plan.server";
import { PlanPage, SubmitRow } from "../ui/plan-page";
import { listRoomChoices, parseRoomChoice } from "../room-choices.server";
import { RoomFieldset } from "../ui/room-fieldset";

export const meta: MetaFunction = () => [{ title: "Change the room" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { id, roomId } = await requireChangeablePlan(request, params);
  return { id, roomId, rooms: await listRoomChoices(roomId) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { id, roomId } = await requireOwnPlan(request, params);
  const { room: chosen } = await readChoices(request, "room");
  const parsed = await parseRoomChoice(chosen, roomId);
  if ("message" in parsed) return data({ errors: [parsed] }, { status: 400, headers: noStoreHeaders() });
  const changed = await changeRoom(id, { roomId: parsed.roomId, by: "sponsor" });
  return "refused" in changed ? respondRefused(changed.refused) : redirectWithSuccess(id, "room");
}

export default function PlanRoom() {
  const { id, roomId, rooms } = useLoaderData<typeof loader>();
  const actionData = useActionData<typeof action>();
  const errors = actionData && "errors" in actionData ? actionData.errors : [];
  return (
    <PlanPage id={id} title="Change the room" alert={actionData && "alert" in actionData ? actionData.alert : null} errors={errors}>
      <p>Rooms are named after trees. Spare money goes to the next room. Nothing about your payments changes.</p>
      <form method="post" action={`/supporter/plans/${id}/room`} className="form">
        <RoomFieldset rooms={rooms} roomId={roomId} errors={errors} />
        <SubmitRow label="Change the room" id={id} />
      </form>
    </PlanPage>
  );
}
