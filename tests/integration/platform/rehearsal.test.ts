import { expect, it } from "vitest";
import { db } from "~/platform/database/db.server";
import { RehearsalRefused, refuseRealGifts } from "~/rehearsal.server";
import { useDatabase } from "tests/support/database";
import { insertGift } from "tests/support/desk/desk-rows";

useDatabase();

it("a rehearsal is refused on a database that holds a gift of real money, and the database is closed", async () => {
  let closed = 0;
  const database = { stop: async () => void closed++ };
  const { id } = await insertGift();
  await refuseRealGifts(database);
  expect(closed).toBe(0);
  await db.donation.update({ where: { id }, data: { livemode: true } });
  await expect(refuseRealGifts(database)).rejects.toThrow(RehearsalRefused);
  expect(closed).toBe(1);
});
