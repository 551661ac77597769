import type { PlanChangeActor, PlanChangeKind } from "~/../prisma/client/client";
import type { Tx } from "~/platform/database/db.server";
import { recordAudit } from "~/staff/audit/record-audit.server";

/** Somebody at the desk, who does what its sponsor asked for. */
export type StaffActor = { id: string; network: string };

/** Its sponsor, signed in; somebody with the link out of an email; the site, for what was agreed to before. */
export type OwnActor = "sponsor" | "link" | "site";
/** Who asks. */
export type Actor = OwnActor | StaffActor;

/** As a plan's changes name them. */
export const actorName = (by: Actor): PlanChangeActor => (typeof by === "string" ? by : "staff");

/** Writes down what staff asked for, in the transaction that writes the change or its request. Others are not in the log. */
export async function auditPlanChange(
  tx: Tx,
  by: Actor,
  { planId, kind, was, became }: { planId: string; kind: PlanChangeKind; was?: string | null; became: string | null },
): Promise<void> {
  if (typeof by === "string") return;
  await recordAudit(tx, by, {
    action: "plan.changed",
    about: { kind: "plan", id: planId },
    ...(was !== undefined && { was: { [kind]: was } }),
    became: { [kind]: became },
  });
}
