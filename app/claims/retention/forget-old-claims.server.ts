import type { Prisma } from "~/../prisma/client/client";
import { forgetBefore } from "~/giving/retention/forget-old-gifts.server";
import { now } from "~/platform/clock";
import { db, inTransaction, type Tx } from "~/platform/database/db.server";
import { londonDate, toDateColumn } from "~/platform/london-dates";
import { lockClaim } from "../claims.server";

/**
 * Forgets what claims hold of people once six years are over since the end of the year in which the claim was made, accepted or paid,
 * whichever was last: its rows, the messages to HMRC and what HMRC answered. Sums, days and history stay. A claim that was given up goes
 * with its gifts. One of which money went back since then is still needed, since that is taken off another claim.
 * @returns how many
 */
export async function forgetOldClaims(): Promise<number> {
  const before = forgetBefore();
  const ofGifts = (donation: Prisma.DonationWhereInput) => ({ none: { gifts: { some: { donation } } } });
  const isDue: Prisma.ClaimWhereInput = {
    forgottenAt: null,
    OR: [
      { status: "discarded", rows: ofGifts({ paidAt: { gte: before } }) },
      {
        status: { in: ["ready", "accepted", "refused", "paid"] },
        preparedAt: { lt: before },
        AND: [
          { OR: [{ acceptedAt: null }, { acceptedAt: { lt: before } }] },
          { OR: [{ paidOn: null }, { paidOn: { lt: toDateColumn(londonDate(before)) } }] },
          {
            rows: ofGifts({
              OR: [{ refunds: { some: { refundedAt: { gte: before } } } }, { disputes: { some: { openedAt: { gte: before } } } }],
            }),
          },
        ],
      },
    ],
  };
  const due = await db.claim.findMany({ where: isDue, orderBy: { number: "asc" }, select: { id: true } });
  for (const { id } of due) await inTransaction((tx) => forgetClaim(tx, id), { seconds: 60 });
  return due.length;
}

async function forgetClaim(tx: Tx, id: string): Promise<void> {
  if (!(await lockClaim(tx, id))) return;
  const byFund = await tx.$queryRaw<{ fund: string; pence: bigint }[]>`
    SELECT d.fund_id AS fund, sum(part.pence)::bigint / 4 AS pence
    FROM (
      SELECT g.donation_id, g.donated_pence AS pence FROM claim_gift g JOIN claim_row r ON r.id = g.row_id
      WHERE r.claim_id = ${id} AND g.released_at IS NULL
      UNION ALL
      SELECT a.donation_id, -a.donated_pence FROM claim_adjustment a WHERE a.claim_id = ${id} AND a.released_at IS NULL
    ) AS part JOIN donation d ON d.id = part.donation_id
    WHERE d.fund_id <> 'general-fund' GROUP BY d.fund_id`;
  await tx.claimGift.deleteMany({ where: { row: { claimId: id } } });
  await tx.claimRow.deleteMany({ where: { claimId: id } });
  await tx.claimSubmission.deleteMany({ where: { claimId: id } });
  const taxByFund = Object.fromEntries(byFund.map(({ fund, pence }) => [fund, Number(pence)]));
  await tx.claim.update({ where: { id }, data: { forgottenAt: now(), taxByFund } });
}

/** Forgets why gifts were left out of claims, once the gifts are forgotten: staff's words may say whose they were. @returns how many */
export const forgetOldHolds = async (): Promise<number> =>
  (await db.claimHold.deleteMany({ where: { donation: { forgottenAt: { not: null } } } })).count;
