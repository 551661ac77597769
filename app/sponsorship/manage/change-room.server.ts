import type { Plan } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { inTransaction } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { ended, held, unbegun, type By } from "./plan-command.server";

export type RoomRefusal = { refused: "no-such-plan" | "not-begun" | "already-cancelled" | "already-lapsed" | "no-such-room" };

/** Lights another room with a plan, from this week on; null: where it is needed most. No money moves. */
export async function changeRoom(planId: string, { roomId, by }: { roomId: string | null; by: By }): Promise<{ plan: Plan } | RoomRefusal> {
  return await inTransaction(async (tx) => {
    const plan = await held(tx, planId);
    if (!plan) return { refused: "no-such-plan" };
    const over = ended(plan.standing) ?? unbegun(plan.standing);
    if (over) return over;
    if (roomId !== null && !(await tx.room.findUnique({ where: { id: roomId } }))) return { refused: "no-such-room" };
    if (plan.roomId === roomId) return { plan };
    await tx.planChange.create({ data: { id: newId(), planId, what: "room", from: plan.roomId, to: roomId, by, at: now() } });
    return { plan: await tx.plan.update({ where: { id: planId }, data: { roomId } }) };
  });
}
