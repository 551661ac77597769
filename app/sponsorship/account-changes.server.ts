import { now } from "~/platform/clock";
import type { Tx } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { formatPoundsShort, pence } from "~/platform/money";
import type { AccountChangeModule } from "~/supporters/account-changes";
import { whereOwnerOrTyped } from "~/supporters/merge/linked-rows.server";
import { billingIntervalLabels } from "./plan";
import { hasEnded } from "./plan-status";
import { listPlans } from "./plans.server";

type LinkHolder = { id: string; linkVersion: number };

/** Links to these plans in emails sent so far open nothing any more. */
async function endLinks(tx: Tx, plans: readonly LinkHolder[], by: "sponsor" | "staff"): Promise<void> {
  for (const { id, linkVersion } of plans) {
    const [oldValue, newValue] = [String(linkVersion), String(linkVersion + 1)];
    await tx.plan.update({ where: { id }, data: { linkVersion: { increment: 1 } } });
    await tx.planChange.create({ data: { id: newId(), planId: id, kind: "links", oldValue, newValue, by, changedAt: now() } });
  }
}

/** What sponsorship does when a supporter's account changes: what goes on follows them, and links in earlier emails end. */
export const sponsorshipAccountChanges: AccountChangeModule = {
  name: "sponsorship",
  linkedTables: [
    {
      table: "plan",
      columns: ["supporter_id", "email", "first_name", "last_name"],
      ownerColumn: "supporter_id",
      where: whereOwnerOrTyped,
    },
  ],
  async describeContents(supporterId) {
    const plans = await listPlans(supporterId);
    return plans.map(({ reference, status, collectionPence, coverPence, billingInterval }) => {
      const price = `${formatPoundsShort(pence(collectionPence + coverPence))} ${billingIntervalLabels[billingInterval].every}`;
      return `Sponsorship ${reference}, ${price}${hasEnded(status) ? ", ended" : ": you could change, pause and cancel it"}`;
    });
  },
  async onMerge(tx, { supporterId, otherId }) {
    await tx.plan.updateMany({ where: { supporterId: otherId }, data: { supporterId } });
    return null;
  },
  async onUnmerge(tx, { supporterId, otherId }) {
    const plans = await tx.plan.findMany({
      where: { supporterId: { in: [supporterId, otherId] } },
      select: { id: true, linkVersion: true },
      orderBy: { id: "asc" },
    });
    await endLinks(tx, plans, "staff");
  },
  async onNewEmail(tx, { supporterId, oldEmail, newEmail, by = "sponsor" }) {
    // Forms that are not agreed to yet belong to nobody but their address.
    const unagreed = { supporterId: null, email: { equals: oldEmail, mode: "insensitive" as const } };
    const plans = await tx.plan.findMany({
      where: { OR: [{ supporterId }, unagreed] },
      select: { id: true, linkVersion: true },
      orderBy: { id: "asc" },
    });
    if (oldEmail !== newEmail) await tx.plan.updateMany({ where: { id: { in: plans.map(({ id }) => id) } }, data: { email: newEmail } });
    await endLinks(tx, plans, by);
  },
  async onNewName(tx, { supporterId, firstName, lastName }) {
    await tx.plan.updateMany({ where: { supporterId, endedAt: null }, data: { firstName, lastName } });
  },
};
