import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { DonationStatus } from "~/../prisma/client/client";
import { loader as homeLoader } from "~/about/routes/home";
import { connectDatabase, db, disconnectDatabase } from "~/platform/database/db.server";
import { findRoomsThisWeek, getRoomsThisWeek } from "~/sponsorship/rooms/rooms.server";
import { databaseUrl, useDatabase } from "tests/support/database";

useDatabase();

/** A Wednesday in summer time: the London week runs from Sunday 5 July 23:00 UTC to Sunday 12 July 23:00 UTC. */
const wednesday = new Date("2026-07-08T12:00:00Z");

const threeRooms = () =>
  db.room.createMany({
    data: [
      { id: "yew", name: "Yew", weeklyPence: 5000, position: 3 },
      { id: "alder", name: "Alder", weeklyPence: 10_000, position: 1 },
      { id: "ash", name: "Ash", weeklyPence: 8000, position: 2 },
    ],
  });

type Gift = { giftPence: number; coverPence?: number; refundedPence?: number; state?: DonationStatus; paidAt: string | null };

async function createDonations(...given: Gift[]) {
  await db.donation.createMany({
    data: given.map(({ paidAt, state: status = "paid", ...sums }) => ({
      id: randomUUID(),
      reference: randomUUID(),
      token: randomUUID(),
      idempotencyKey: randomUUID(),
      formHash: "",
      firstName: "Test",
      lastName: "Donor",
      email: "donor@example.org",
      status,
      paidAt: paidAt ? new Date(paidAt) : null,
      ...sums,
    })),
  });
}

const getLitPence = async (now = wednesday) =>
  Object.fromEntries((await getRoomsThisWeek(now)).rooms.map(({ name, litPence }) => [name, litPence]));

describe("the rooms this week", () => {
  it("are none, and need nothing, before any is listed", async () => {
    expect(await getRoomsThisWeek(wednesday)).toEqual({ rooms: [], neededPence: 0, netPence: 0 });
  });

  it("stand in their order, all waiting, before anything came in", async () => {
    await threeRooms();
    const { rooms, neededPence, netPence } = await getRoomsThisWeek(wednesday);
    expect(rooms.map(({ name, funded }) => [name, funded])).toEqual([
      ["Alder", 0],
      ["Ash", 0],
      ["Yew", 0],
    ]);
    expect([neededPence, netPence]).toEqual([23_000, 0]);
  });

  it("are lit one after the other by what came in, with the fee that donors covered", async () => {
    await threeRooms();
    await createDonations(
      { giftPence: 10_000, paidAt: "2026-07-06T09:00:00Z" },
      { giftPence: 4000, coverPence: 100, paidAt: "2026-07-07T09:00:00Z" },
    );
    expect(await getLitPence()).toEqual({ Alder: 10_000, Ash: 4100, Yew: 0 });
  });

  it("lose what went back, in part or as a whole", async () => {
    await threeRooms();
    await createDonations(
      { giftPence: 6000, refundedPence: 1500, paidAt: "2026-07-07T09:00:00Z" },
      { giftPence: 9000, refundedPence: 9000, state: "refunded", paidAt: "2026-07-07T10:00:00Z" },
    );
    expect(await getLitPence()).toEqual({ Alder: 4500, Ash: 0, Yew: 0 });
  });

  it("know nothing of gifts that are not paid", async () => {
    await threeRooms();
    await createDonations({ giftPence: 6000, state: "pending", paidAt: null }, { giftPence: 6000, state: "collecting", paidAt: null });
    expect(await getLitPence()).toEqual({ Alder: 0, Ash: 0, Yew: 0 });
  });

  it("count from Monday 00:00 until the next, by London time in summer", async () => {
    await threeRooms();
    await createDonations(
      { giftPence: 1, paidAt: "2026-07-05T22:59:59Z" },
      { giftPence: 20, paidAt: "2026-07-05T23:00:00Z" },
      { giftPence: 300, paidAt: "2026-07-12T22:59:59Z" },
      { giftPence: 4000, paidAt: "2026-07-12T23:00:00Z" },
    );
    expect((await getRoomsThisWeek(wednesday)).netPence).toBe(320);
  });

  it("count the hour more of the week in which the clocks go back", async () => {
    await createDonations({ giftPence: 700, paidAt: "2026-10-25T23:30:00Z" });
    expect((await getRoomsThisWeek(new Date("2026-10-21T12:00:00Z"))).netPence).toBe(700);
    expect((await getRoomsThisWeek(new Date("2026-10-28T12:00:00Z"))).netPence).toBe(0);
  });

  it("say what came in even beyond the need", async () => {
    await threeRooms();
    await createDonations({ giftPence: 30_000, paidAt: "2026-07-07T09:00:00Z" });
    const { rooms, neededPence, netPence } = await getRoomsThisWeek(wednesday);
    expect(rooms.every(({ funded }) => funded === 1)).toBe(true);
    expect(netPence - neededPence).toBe(7000);
  });
});

describe("the home page", () => {
  const headersOf = async () => new Headers((await homeLoader()).init?.headers);

  it("may be kept for a minute while it has figures", async () => {
    await threeRooms();
    const { data } = await homeLoader();
    expect(data.week?.rooms).toHaveLength(3);
    expect((await headersOf()).get("x-keep-page")).toBe("60");
    expect((await headersOf()).get("cache-control")).toContain("s-maxage=60");
  });

  it("still opens when the database can't be asked, and is then not kept", async () => {
    await disconnectDatabase();
    connectDatabase("postgresql://nobody@127.0.0.1:1/nothing");
    try {
      expect(await findRoomsThisWeek(wednesday)).toBeNull();
      expect((await homeLoader()).data.week).toBeNull();
      expect((await headersOf()).get("x-keep-page")).toBeNull();
      expect((await headersOf()).get("cache-control")).toBe("no-store");
    } finally {
      await disconnectDatabase();
      connectDatabase(databaseUrl);
    }
  });
});
