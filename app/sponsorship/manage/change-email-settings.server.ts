import type { Plan } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { inTransaction } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import type { ReceiptRhythm } from "../join/plan-form";
import { held, type By } from "./plan-command.server";

/** How often a sponsor has receipts, and whether there is a letter on the anniversary. Of a plan that has ended too. */
export async function changeLettersOf(
  planId: string,
  { receipts, anniversary, by }: { receipts: ReceiptRhythm; anniversary: boolean; by: By },
): Promise<{ plan: Plan } | { refused: "no-such-plan" }> {
  return await inTransaction(async (tx) => {
    const plan = await held(tx, planId);
    if (!plan) return { refused: "no-such-plan" };
    if (plan.receipts === receipts && plan.anniversary === anniversary) return { plan };
    const said = (which: Pick<Plan, "receipts" | "anniversary">) =>
      `${which.receipts}, ${which.anniversary ? "with" : "without"} anniversary`;
    const [from, to] = [said(plan), said({ receipts, anniversary })];
    await tx.planChange.create({ data: { id: newId(), planId, what: "receipts", from, to, by, at: now() } });
    return { plan: await tx.plan.update({ where: { id: planId }, data: { receipts, anniversary } }) };
  });
}
