import { db } from "~/platform/database/db.server";

/**
 * Merges the totals of days, which every change of a donation adds to (prisma/migrations/20261128200000_daily_totals), into one row for each day
 * and kind; a nightly job. Nothing that is read changes by it.
 * @returns how many rows fewer there are
 */
export async function mergeDailyTotals(): Promise<number> {
  const [row] = await db.$queryRaw<{ fewer: bigint }[]>`SELECT merge_daily_totals() AS fewer`;
  return Number(row?.fewer ?? 0);
}
