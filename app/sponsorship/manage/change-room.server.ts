import type { Plan } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { inTransaction } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { actorName, auditPlanChange, type Actor } from "./actor.server";
import { holdOfferedRoom } from "../rooms/manage/hold-room.server";
import { lockPlan, refusalIfEnded, refusalIfNotStarted } from "./plan-command.server";

export type ChangeRoomRefusal = {
  refused: "no-such-plan" | "not-started" | "already-cancelled" | "already-lapsed" | "no-such-room" | "room-closed";
};

/** Lights another room with a plan, from this week on; null: where it is needed most. No money moves. */
export async function changeRoom(
  planId: string,
  { roomId, by }: { roomId: string | null; by: Actor },
): Promise<{ plan: Plan } | ChangeRoomRefusal> {
  return await inTransaction(async (tx) => {
    const plan = await lockPlan(tx, planId);
    if (!plan) return { refused: "no-such-plan" };
    const refusal = refusalIfEnded(plan.status) ?? refusalIfNotStarted(plan.status);
    if (refusal) return refusal;
    if (plan.roomId === roomId) return { plan };
    const roomRefusal = roomId === null ? null : await holdOfferedRoom(tx, roomId);
    if (roomRefusal) return roomRefusal;
    await tx.planChange.create({
      data: { id: newId(), planId, kind: "room", oldValue: plan.roomId, newValue: roomId, by: actorName(by), changedAt: now() },
    });
    await auditPlanChange(tx, by, { planId, kind: "room", was: plan.roomId, became: roomId });
    return { plan: await tx.plan.update({ where: { id: planId }, data: { roomId } }) };
  });
}
