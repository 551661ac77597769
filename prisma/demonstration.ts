import { db, inTransaction, type Tx } from "../app/platform/database/db.server";
import { currentDeclarationWording } from "~/giving/gift-aid/gift-aid";
import { newId, newReference, newToken } from "~/platform/ids.server";
import { addDays, londonDate, mondayOfWeek, startOfLondonDate, toDateColumn } from "../app/platform/london-dates";
import { appealOf } from "./demonstration-appeal";
import { newsOf } from "./demonstration-news";
import { updatesOf } from "./demonstration-updates";

/** Rooms are named after trees: never after people or places. */
const trees = ["Alder", "Cedar", "Ash", "Beech", "Yew", "Birch", "Elm", "Aspen", "Maple", "Fir", "Larch", "Oak"];

const givers = [
  ["Ada", "Okafor"],
  ["Rhys", "Morgan"],
  ["Siân", "Pritchard"],
  ["Jo", "Whitfield"],
  ["Mehmet", "Yıldız"],
  ["Bridget", "O’Hara"],
  ["Amina", "Hassan"],
  ["Tom", "Ashworth-Lee"],
  ["Zofia", "Nowak"],
  ["Harpreet", "Gill"],
] as const;

/** Givers who made a Gift Aid declaration, by their place, with their homes. HMRC's form loses a letter of one's name. */
const homes: Record<number, { house: string; postcode: string | null }> = {
  0: { house: "12 Candle Street", postcode: "EX1 1AA" },
  2: { house: "Flat 3, The Old Mill", postcode: "SA1 1AA" },
  4: { house: "7 Harbour Road", postcode: "BS1 1AA" },
  5: { house: "1 Rue de la Paix, 75002 Paris, France", postcode: null },
};

/** Of each sponsor: the weekly sum in pence, and the room by its place; null: where it is needed most. */
const sponsors: [weekly: number, room: number | null][] = [
  ...Array.from({ length: 40 }, (): [number, number] => [250, 0]),
  ...Array.from({ length: 14 }, (): [number, number] => [500, 1]),
  ...Array.from({ length: 12 }, (): [number, number] => [250, 3]),
  ...Array.from({ length: 5 }, (): [number, number] => [1000, 4]),
  ...Array.from({ length: 9 }, (): [number, null] => [250, null]),
  [2500, 6],
  [500, 8],
];

/** What was given once in the weeks so far, in pence: enough to light some windows and leave others to light. */
const gifts = [3_000, 1_500, 5_000, 2_500, 750, 3_000, 1_500, 5_000, 1_000, 3_000, 1_500, 2_000, 3_000, 1_000, 500, 250];

/** Gifts that did not come through Stripe: by whom, in pence, how, and what the bank or the cheque says. */
const offlineGifts = [
  {
    giverKind: "person",
    firstName: "Edith",
    lastName: "Brown",
    pence: 5_000,
    method: "cheque",
    bankReference: "000482",
    postcode: "EX4 3RG",
  },
  {
    giverKind: "person",
    firstName: "Edith",
    lastName: "Brown",
    pence: 1_000,
    method: "standing_order",
    bankReference: "BROWN E ROOMS",
    postcode: "EX4 3RG",
  },
  {
    giverKind: "organisation",
    firstName: "",
    lastName: "Harbour Rotary Club",
    pence: 12_000,
    method: "bank_transfer",
    bankReference: "ROTARY SEP",
    postcode: null,
  },
  {
    giverKind: "person",
    firstName: "Tom",
    lastName: "Ashworth-Lee",
    pence: 3_000,
    method: "voucher",
    bankReference: "CAF 88213",
    postcode: null,
  },
  {
    giverKind: "several",
    firstName: "",
    lastName: "In memory of Gwen",
    pence: 8_735,
    method: "collection",
    bankReference: "",
    postcode: null,
  },
] as const;

/**
 * Fills an empty database with the demonstration: twelve rooms, their sponsors, and gifts of this week and the three
 * before. Addresses are at roomlight.example, where no letter can go. Its plans have neither a page nor a subscription at
 * Stripe, so there is nothing to settle of them.
 * @returns whether anything was written; a database with rooms in it is left as it is
 */
export async function fillWithDemonstration(now: Date): Promise<boolean> {
  if ((await db.room.count()) > 0) return false;
  await inTransaction(
    async (tx) => {
      const rooms = trees.map((name, position) => ({ id: newId(), name, position, weeklyPence: 10_000 }));
      await tx.room.createMany({ data: rooms });
      await tx.roomUpdate.createMany({ data: updatesOf(rooms, now) });
      await tx.plan.createMany({
        data: sponsors.map(([weekly, room], index) => planOf(index, weekly, room === null ? null : (rooms[room]?.id ?? null), now)),
      });
      for (const [index, pence] of gifts.entries()) await giftOf(tx, index, pence, withinTheWeek(now, index));
      for (const [index, pence] of [...gifts, ...gifts].entries()) {
        const weeksAgo = 1 + (index % 3);
        await giftOf(tx, index + 1, pence, new Date(now.getTime() - weeksAgo * 7 * 24 * 60 * 60 * 1000 - index * 60_000));
      }
      for (const [index, gift] of offlineGifts.entries()) await offlineGiftOf(tx, gift, addDays(londonDate(now), -7 - 3 * (index + 1)));
      await newsOf(tx, now);
      const appeal = await appealOf(tx, now);
      for (const [index, pence] of [2_500, 5_000, 1_000, 10_000, 3_000].entries())
        await giftOf(tx, index + 2, pence, new Date(now.getTime() - (index + 1) * 26 * 60 * 60 * 1000), appeal);
      // A hundred gifts one by one: on a machine that does much else, longer than a page may take.
    },
    { seconds: 300 },
  );
  return true;
}

/** An instant between the London week's Monday and now. */
function withinTheWeek(now: Date, index: number): Date {
  const monday = startOfLondonDate(mondayOfWeek(londonDate(now))).getTime();
  return new Date(monday + Math.floor(((now.getTime() - monday) * (index + 0.5)) / gifts.length));
}

function planOf(index: number, weeklyPence: number, roomId: string | null, now: Date) {
  const [firstName, lastName] = givers[index % givers.length] ?? ["Ada", "Okafor"];
  const agreedAt = new Date(now.getTime() - (3 + ((index * 5) % 25)) * 24 * 60 * 60 * 1000);
  return {
    id: newId(),
    reference: newReference(),
    token: newToken(),
    idempotencyKey: newToken(),
    formHash: "demonstration",
    status: "active" as const,
    weeklyPence,
    billingInterval: "four_weekly" as const,
    collectionPence: weeklyPence * 4,
    roomId,
    firstName,
    lastName,
    email: `giver-${index % givers.length}@roomlight.example`,
    createdAt: agreedAt,
    agreedAt,
    syncedAt: agreedAt,
  };
}

async function offlineGiftOf(tx: Tx, gift: (typeof offlineGifts)[number], receivedOn: string): Promise<void> {
  const { giverKind, firstName, lastName, pence, method, bankReference, postcode } = gift;
  const isKnown = giverKind === "person" && postcode !== null;
  const supporter = isKnown ? await tx.supporter.findFirst({ where: { email: null, firstName, lastName } }) : null;
  const supporterId = isKnown ? (supporter?.id ?? (await tx.supporter.create({ data: { id: newId(), firstName, lastName } })).id) : null;
  const paidAt = startOfLondonDate(receivedOn);
  await tx.donation.create({
    data: {
      id: newId(),
      reference: newReference(),
      token: newToken(),
      idempotencyKey: newToken(),
      formHash: "demonstration",
      status: "paid",
      giftPence: pence,
      firstName,
      lastName,
      email: "",
      giverKind,
      paymentMethod: method,
      createdAt: paidAt,
      paidAt,
      supporterId,
      giverVerified: true,
      offline: { create: { receivedOn: toDateColumn(receivedOn), bankReference, postcode, recordedBy: "Demonstration treasurer" } },
    },
  });
}

async function giftOf(
  tx: Tx,
  index: number,
  pence: number,
  paidAt: Date,
  purpose: { fundId?: string; appealId?: string } = {},
): Promise<void> {
  const [firstName, lastName] = givers[index % givers.length] ?? ["Ada", "Okafor"];
  const email = `giver-${index % givers.length}@roomlight.example`;
  const { id: supporterId } = await tx.supporter.upsert({
    where: { email },
    create: { id: newId(), email, firstName, lastName },
    update: {},
  });
  const home = homes[index % givers.length];
  if (home && (await tx.declaration.count({ where: { supporterId } })) === 0)
    await tx.declaration.create({
      data: {
        id: newId(),
        supporterId,
        firstName,
        lastName,
        ...home,
        scope: "this_future_and_past",
        charityName: "Roomlight",
        wording: currentDeclarationWording.version,
        giverVerified: true,
        via: "supporter",
        declaredAt: paidAt,
      },
    });
  await tx.donation.create({
    data: {
      ...purpose,
      id: newId(),
      reference: newReference(),
      token: newToken(),
      idempotencyKey: newToken(),
      formHash: "demonstration",
      status: "paid",
      giftPence: pence,
      feePence: Math.round(pence * 0.015) + 20,
      firstName,
      lastName,
      email,
      paymentMethod: "card",
      createdAt: paidAt,
      agreedAt: paidAt,
      paidAt,
      syncedAt: paidAt,
      supporterId,
      giverVerified: home !== undefined,
    },
  });
}
