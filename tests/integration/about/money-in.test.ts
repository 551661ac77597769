import { expect, test } from "vitest";
import { findMoneyIn } from "~/about/pages/money-in.server";
import { sumEntries } from "~/accounts/books/entries.server";
import { db } from "~/platform/database/db.server";
import { useDatabase } from "tests/support/database";
import { insertGift } from "tests/support/desk/desk-rows";

useDatabase();

test("shows what reached the charity in this financial year and the last, as the books have it, and nothing smaller than a year", async () => {
  await insertGift({ feePence: 65, stripeChargeId: "ch_1" });
  const [gift] = await db.donation.findMany();
  const paidAt = gift?.paidAt ?? new Date(0);
  const years = await findMoneyIn(new Date(paidAt.getTime() + 86_400_000), "03-31");
  const books = await sumEntries({ from: years?.[0]?.from ?? "", to: years?.[0]?.to ?? "" });
  expect(years).toEqual([
    {
      from: expect.stringMatching(/-04-01$/),
      to: expect.stringMatching(/-03-31$/),
      isOver: false,
      parts: [
        { what: "Donations", pence: 3000 },
        { what: "Payment costs", pence: -65 },
      ],
      net: books.reduce((sum, { pence }) => sum + pence, 0),
    },
    expect.objectContaining({ isOver: true, parts: [], net: 0 }),
  ]);
});
