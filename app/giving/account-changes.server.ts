import { add, formatPounds, pence } from "~/platform/money";
import type { AccountChangeModule } from "~/supporters/account-changes";
import { listDeclarations } from "./gift-aid/declarations.server";
import { endRequestLinks } from "./gift-aid/request-link.server";
import { listGifts } from "./statements/supporter-gifts.server";

/** What giving does when a supporter's account changes. Gifts keep the name that they were made in. */
export const givingAccountChanges: AccountChangeModule = {
  async describeContents(supporterId) {
    const [gifts, declarations] = await Promise.all([listGifts(supporterId), listDeclarations(supporterId)]);
    const total = add(...gifts.map(({ giftPence, coverPence }) => pence(giftPence + coverPence)));
    const payments = `${gifts.length === 1 ? "1 payment" : `${gifts.length} payments`}, ${formatPounds(total)} in all, with receipts`;
    return [
      ...(gifts.length > 0 ? [`${payments} and statements`] : []),
      ...(declarations.length > 0
        ? [
            `${declarations.length === 1 ? "1 Gift Aid declaration" : `${declarations.length} Gift Aid declarations`}, with name and home address`,
          ]
        : []),
    ];
  },
  async onMerge(tx, { supporterId, otherId }) {
    const reassignment = { where: { supporterId: otherId }, data: { supporterId } };
    await tx.donation.updateMany(reassignment);
    await tx.declaration.updateMany(reassignment);
  },
  async onNewEmail(tx, { supporterId, oldEmail, newEmail }) {
    // Forms that are not paid yet belong to nobody but their address.
    const unpaid = { supporterId: null, email: { equals: oldEmail, mode: "insensitive" as const } };
    await tx.donation.updateMany({ where: { OR: [{ supporterId }, unpaid] }, data: { email: newEmail } });
    // Whoever reads the old mailbox changes nothing by what lies there.
    await endRequestLinks(tx, supporterId);
  },
  async onNewName() {},
};
