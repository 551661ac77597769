import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { formatLondonDate, fromDateColumn } from "~/platform/london-dates";
import { readChoices } from "~/platform/http/forms/form-data.server";
import { Button } from "~/platform/ui/button";
import { ErrorSummary } from "~/platform/ui/error-summary";
import { PageLayout } from "~/platform/ui/page-layout";
import { findPlanByLink, type LinkRefusal } from "~/sponsorship/emailed-links.server";
import { changeRoom } from "~/sponsorship/manage/change-room.server";
import { refusalAlert, refusalHttpStatus } from "~/sponsorship/manage/refusal-messages";
import { hasEnded } from "~/sponsorship/plan-status";
import { findSyncedPlan } from "../own-plan.server";
import { listRoomChoices, parseRoomChoice } from "../room-choices.server";
import { LinkTrouble } from "../ui/link-trouble";
import { AlertBox } from "../ui/plan-page";
import { RoomFieldset } from "../ui/room-fieldset";

export const meta: MetaFunction = () => [{ title: "Choose a room" }, { name: "robots", content: "noindex, nofollow" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

const noStore = { "Cache-Control": "no-store" };

async function findLinkedPlan(token: string) {
  const linked = await findPlanByLink(token);
  if ("refused" in linked) return linked;
  return (await findSyncedPlan(linked.id)) ?? { refused: "invalid-link" as const };
}

const linkRefused = ({ refused }: LinkRefusal) =>
  data({ linkRefusal: refused }, { status: refused === "revoked" ? 410 : 404, headers: noStore });

/** The rooms, and which is lit now: whoever holds the email may choose, since no money moves. */
export async function loader({ params }: LoaderFunctionArgs) {
  const plan = await findLinkedPlan(params["token"] ?? "");
  if ("refused" in plan) return linkRefused(plan);
  const { room, roomId, status } = plan;
  const closing = room?.closesOn ? { name: room.name, on: formatLondonDate(fromDateColumn(room.closesOn)) } : null;
  return data({ roomId, closing, hasEnded: hasEnded(status), rooms: await listRoomChoices(roomId) }, { headers: noStore });
}

export async function action({ params, request }: ActionFunctionArgs) {
  const token = params["token"] ?? "";
  const plan = await findLinkedPlan(token);
  if ("refused" in plan) return linkRefused(plan);
  const { room: chosen } = await readChoices(request, "room");
  const parsed = await parseRoomChoice(chosen, plan.roomId);
  if ("message" in parsed) return data({ errors: [parsed] }, { status: 400, headers: noStore });
  const changed = await changeRoom(plan.id, { roomId: parsed.roomId, by: "link" });
  if (!("refused" in changed)) return redirect(`/plan/${token}?done=room`, { status: 303, headers: noStore });
  return data({ alert: refusalAlert(changed.refused) }, { status: refusalHttpStatus(changed.refused), headers: noStore });
}

export default function EmailedRoom() {
  const loaded = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  if ("linkRefusal" in loaded) return <LinkTrouble reason={loaded.linkRefusal} />;
  const errors = answered && "errors" in answered ? answered.errors : [];
  return (
    <PageLayout>
      <ErrorSummary errors={errors} />
      <AlertBox alert={answered && "alert" in answered ? answered.alert : null} />
      <h1>Choose a room</h1>
      {loaded.hasEnded ? (
        <p>This sponsorship has ended, so it lights no room any more. Thank you for what you gave.</p>
      ) : (
        <>
          {loaded.closing && (
            <p>
              The room {loaded.closing.name} closes on {loaded.closing.on}. If you choose none, your sponsorship then goes to where it is
              needed most.
            </p>
          )}
          <p>Rooms are named after trees. Spare money goes to the next room. Nothing about your payments changes.</p>
          <form method="post" className="form">
            <RoomFieldset rooms={loaded.rooms} roomId={loaded.roomId} errors={errors} />
            <p className="buttons">
              <Button look="give">Light this room</Button>
            </p>
          </form>
        </>
      )}
    </PageLayout>
  );
}
