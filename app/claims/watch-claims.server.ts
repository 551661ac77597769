import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db, inTransaction } from "~/platform/database/db.server";
import { addDays, londonDate } from "~/platform/london-dates";
import { queueEmail } from "~/platform/mail/queue-email.server";
import { getClaimSummary, type ClaimSummary } from "./gifts/open-gifts.server";

/** So many days before a year's deadline somebody is told. */
const daysAhead = 60;

/** What can be claimed now, over all years. */
export function sumClaimable({ years }: Pick<ClaimSummary, "years">): { gifts: number; taxPence: number } {
  return { gifts: years.reduce((sum, year) => sum + year.gifts, 0), taxPence: years.reduce((sum, year) => sum + year.taxPence, 0) };
}

/**
 * Each morning: tells the treasurers when more can be claimed than the sum that the charity set, once until the next claim is prepared, and
 * when a year's deadline is near, once for each. Where nobody is treasurer it goes to the charity's own address.
 */
export async function watchClaims(): Promise<void> {
  const settings = config.charity.giftAid;
  if (!settings) return;
  const summary = await getClaimSummary();
  const today = londonDate(now());
  const isWorthMaking = sumClaimable(summary).taxPence >= settings.tellFromPence;
  const near = summary.years.filter(({ deadline, taxPence }) => taxPence > 0 && deadline <= addDays(today, daysAhead));
  if (!isWorthMaking && near.length === 0) return;
  await inTransaction(async (tx) => {
    const treasurers = await tx.staffMember.findMany({
      where: { role: "treasurer", status: "active" },
      select: { id: true },
      orderBy: { id: "asc" },
    });
    const after = (await tx.claim.findFirst({ orderBy: { number: "desc" }, select: { number: true } }))?.number ?? "";
    for (const staffId of treasurers.length > 0 ? treasurers.map(({ id }) => id) : [""]) {
      if (isWorthMaking) await queueEmail(tx, { kind: "claim-worth-making", about: { staffId, after } });
      for (const { deadline } of near) await queueEmail(tx, { kind: "claim-deadline", about: { staffId, deadline } });
    }
  });
}

/** Whether a claim is being worked on that has not been handed in yet: the page then leads to it. */
export const findWaitingClaim = (): Promise<{ id: string; number: string } | null> =>
  db.claim.findFirst({
    where: { status: { in: ["ready", "sending", "unknown", "submitted"] } },
    orderBy: { number: "asc" },
    select: { id: true, number: true },
  });
