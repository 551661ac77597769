import { expect, test } from "vitest";
import { sumEntries } from "~/accounts/books/entries.server";
import { getPayout } from "~/accounts/payouts/payouts.server";
import { retainedUntil } from "~/giving/retention/retention";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { addDays, londonDate, toDateColumn } from "~/platform/london-dates";
import { advanceDays, completeDonation, runJobs, stripeControl } from "tests/support/giving/donation-harness";
import { usePlanHarness } from "tests/support/sponsorship/plan-harness";
import { purgeOn } from "tests/support/supporters/purge-on";

usePlanHarness();

test("after six years nothing of a payout's lines or of a bank line leads to a person, and every sum is what it was", async () => {
  const { id: giftId } = await completeDonation({ card: "visa" });
  stripeControl().adjustBalance({ pence: 77, description: "Told by Adaline" });
  await advanceDays(8);
  const payout = stripeControl().payOut();
  await advanceDays(2);
  await runJobs();
  const { paidAt } = await db.donation.findUniqueOrThrow({ where: { id: giftId } });
  const today = londonDate(paidAt ?? new Date());
  await db.bankLine.create({
    data: { id: "line", date: toDateColumn(today), pence: 5n, description: "FROM ADALINE", addedBy: "x", addedAt: new Date() },
  });
  const books = () => sumEntries({ from: "2000-01-01", to: "2100-01-01" });
  const [view, before] = [await getPayout(payout?.id ?? ""), await books()];
  const last = retainedUntil(today, config.charity.financialYearEnd);
  await purgeOn(last);
  expect(await db.balanceTransaction.count({ where: { id: { startsWith: "txn_" } } })).toBe(3);
  // The payout is days younger than the gift, and may be of the next year.
  await purgeOn(addDays(last, 400));
  expect(JSON.stringify(await db.balanceTransaction.findMany())).not.toMatch(/txn_|ch_|Adaline/);
  expect((await db.bankLine.findFirstOrThrow()).description).toBe("line");
  expect(await getPayout(payout?.id ?? "")).toEqual(view);
  expect(await books()).toEqual(before);
});
