import type { Plan } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { fromDateColumn, londonDate } from "~/platform/london-dates";
import { auditPlanChange, actorName, type Actor } from "../manage/actor.server";
import { lockPlan } from "../manage/plan-command.server";
import { hasEnded } from "../plan-status";
import type { Present } from "../join/tribute";
import { presentColumns } from "./present-columns.server";

/** The London date on which its certificate was emailed, or handed over to be; null: not yet. */
export async function certificateSentOn(planId: string, tx: Pick<typeof db, "outgoingEmail"> = db): Promise<string | null> {
  const about = { equals: { planId } };
  const email = await tx.outgoingEmail.findFirst({ where: { kind: "present-certificate", about }, orderBy: { createdAt: "asc" } });
  return email && londonDate(email.sentAt ?? email.createdAt);
}

/**
 * Corrects a present: who it is for, from when on, and the words on its certificate, which its link shows from then on. Once the
 * certificate was emailed, its day and address stay as they are.
 * @returns refused "no-present": the plan is none; "already-cancelled", "already-lapsed": it has ended
 */
export async function changePresent(
  planId: string,
  present: Present,
  by: Actor,
): Promise<{ plan: Plan } | { refused: "no-such-plan" | "no-present" | "already-cancelled" | "already-lapsed" }> {
  return await inTransaction(async (tx) => {
    const plan = await lockPlan(tx, planId);
    if (!plan) return { refused: "no-such-plan" };
    if (!plan.presentOn) return { refused: "no-present" };
    if (hasEnded(plan.status)) return { refused: plan.status === "lapsed" ? "already-lapsed" : "already-cancelled" };
    const isSent = (await certificateSentOn(planId, tx)) !== null;
    const columns = isSent
      ? { tributeName: present.name, tributeCardMessage: present.message, tributeCardName: plan.tributeCardEmail && present.name }
      : presentColumns(present);
    const changed = await tx.plan.update({ where: { id: planId }, data: columns });
    if (describe(plan) === describe(changed)) return { plan: changed };
    // That it was changed, never what: names and words of others are nothing for a list of changes.
    await tx.planChange.create({
      data: { id: newId(), planId, kind: "present", oldValue: null, newValue: null, by: actorName(by), changedAt: now() },
    });
    await auditPlanChange(tx, by, { planId, kind: "present", became: "changed" });
    return { plan: changed };
  });
}

const describe = ({ tributeName, tributeCardEmail, tributeCardMessage, presentOn }: Plan): string =>
  JSON.stringify([tributeName, tributeCardEmail, tributeCardMessage, presentOn && fromDateColumn(presentOn)]);
