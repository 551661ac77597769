import { now } from "~/platform/clock";
import { inTransaction, pool } from "~/platform/database/db.server";
import { londonDate } from "~/platform/london-dates";
import { queueEmail } from "~/platform/mail/queue-email.server";
import { latestPeriods } from "./receipt-period";

/**
 * Posts the receipts for the month and the tax year that ended last, to sponsors who want one for each of those. It may
 * run at any time and any number of times: a plan has one receipt for a period, whenever it was called for.
 */
export async function queueSummaries(): Promise<void> {
  const periods = latestPeriods(londonDate(now()));
  for (const frequency of ["monthly", "yearly"] as const) {
    const { name, from, until } = periods[frequency];
    for (;;) {
      // Those that were posted are no longer found, so that a run that was killed goes on where it was.
      const { rows } = await pool.query<{ id: string }>(
        `SELECT DISTINCT plan.id FROM plan JOIN donation ON donation.plan_id = plan.id
         WHERE plan.receipt_frequency = $1::receipt_frequency AND donation.paid_at >= $2 AND donation.paid_at < $3
           AND NOT EXISTS (SELECT FROM outgoing_email WHERE kind = 'collections-summary' AND about = jsonb_build_object('planId', plan.id, 'period', $4::text))
         LIMIT 200`,
        [frequency, from, until, name],
      );
      if (rows.length === 0) break;
      await inTransaction(async (tx) => {
        for (const { id } of rows) await queueEmail(tx, { kind: "collections-summary", about: { planId: id, period: name } });
      });
    }
  }
}
