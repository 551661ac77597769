import { now } from "~/platform/clock";
import { newId } from "~/platform/ids.server";
import { formatPoundsShort, pence } from "~/platform/money";
import type { AccountChangeModule } from "~/supporters/account-changes";
import { billingIntervalLabels } from "./plan";
import { hasEnded } from "./plan-status";
import { listPlans } from "./plans.server";

/** What sponsorship does when a supporter's account changes: what goes on follows them, and links in earlier emails end. */
export const sponsorshipAccountChanges: AccountChangeModule = {
  async describeContents(supporterId) {
    const plans = await listPlans(supporterId);
    return plans.map(({ reference, status, collectionPence, coverPence, billingInterval }) => {
      const price = `${formatPoundsShort(pence(collectionPence + coverPence))} ${billingIntervalLabels[billingInterval].every}`;
      return `Sponsorship ${reference}, ${price}${hasEnded(status) ? ", ended" : ": you could change, pause and cancel it"}`;
    });
  },
  async onMerge(tx, { supporterId, otherId }) {
    await tx.plan.updateMany({ where: { supporterId: otherId }, data: { supporterId } });
  },
  async onNewEmail(tx, { supporterId, oldEmail, newEmail }) {
    // Forms that are not agreed to yet belong to nobody but their address.
    const unagreed = { supporterId: null, email: { equals: oldEmail, mode: "insensitive" as const } };
    const plans = await tx.plan.findMany({
      where: { OR: [{ supporterId }, unagreed] },
      select: { id: true, linkVersion: true },
      orderBy: { id: "asc" },
    });
    for (const { id, linkVersion } of plans) {
      const [oldValue, newValue] = [String(linkVersion), String(linkVersion + 1)];
      await tx.plan.update({ where: { id }, data: { email: newEmail, linkVersion: { increment: 1 } } });
      await tx.planChange.create({ data: { id: newId(), planId: id, kind: "links", oldValue, newValue, by: "sponsor", changedAt: now() } });
    }
  },
  async onNewName(tx, { supporterId, firstName, lastName }) {
    await tx.plan.updateMany({ where: { supporterId, endedAt: null }, data: { firstName, lastName } });
  },
};
