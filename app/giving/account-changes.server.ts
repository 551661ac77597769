import { add, formatPounds, pence } from "~/platform/money";
import { Prisma } from "~/../prisma/client/client";
import type { AccountChangeModule } from "~/supporters/account-changes";
import { whereOwner, whereOwnerOrTyped } from "~/supporters/merge/linked-rows.server";
import { listDeclarations } from "./gift-aid/declarations.server";
import { endRequestLinks } from "./gift-aid/request-link.server";
import { listGifts } from "./statements/supporter-gifts.server";

/** Declarations of supporters: made by themselves, with a gift, or with a plan. */
const ownDeclarations = (ids: string[]) => Prisma.sql`(
  SELECT id FROM declaration WHERE supporter_id = ANY (${ids})
  UNION SELECT declaration_id FROM donation WHERE supporter_id = ANY (${ids}) AND declaration_id IS NOT NULL
  UNION SELECT declaration_id FROM plan WHERE supporter_id = ANY (${ids}) AND declaration_id IS NOT NULL)`;

/** What giving does when a supporter's account changes. Gifts keep the name that they were made in. */
export const givingAccountChanges: AccountChangeModule = {
  name: "giving",
  linkedTables: [
    { table: "donation", columns: ["supporter_id", "email"], ownerColumn: "supporter_id", where: whereOwnerOrTyped },
    {
      table: "declaration",
      columns: ["supporter_id"],
      ownerColumn: "supporter_id",
      where: (of) => Prisma.sql`${whereOwner(of)} OR id IN ${ownDeclarations(of.ids)}`,
    },
    // A name or a home that is chosen is told to the declarations that cover later gifts.
    { table: "declaration_change", columns: [], hasNew: true, where: ({ ids }) => Prisma.sql`declaration_id IN ${ownDeclarations(ids)}` },
  ],
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
    // Whoever has a link of before may be neither of the two.
    await endRequestLinks(tx, supporterId);
    return null;
  },
  /** Payments of a sponsorship that were taken since go with it; what was given once stays. */
  async onUnmerge(tx, { supporterId, otherId }) {
    await tx.$executeRaw`
      UPDATE donation SET supporter_id = plan.supporter_id, email = plan.email FROM plan
      WHERE plan.id = donation.plan_id AND plan.supporter_id = ${otherId} AND donation.supporter_id = ${supporterId}`;
    for (const id of [supporterId, otherId]) await endRequestLinks(tx, id);
  },
  async onNewEmail(tx, { supporterId, oldEmail, newEmail }) {
    if (oldEmail === newEmail) return;
    // Forms that are not paid yet belong to nobody but their address.
    const unpaid = { supporterId: null, email: { equals: oldEmail, mode: "insensitive" as const } };
    await tx.donation.updateMany({ where: { OR: [{ supporterId }, unpaid] }, data: { email: newEmail } });
    // Whoever reads the old mailbox changes nothing by what lies there.
    await endRequestLinks(tx, supporterId);
  },
  async onNewName() {},
};
