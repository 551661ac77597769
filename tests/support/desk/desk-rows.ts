import { db } from "~/platform/database/db.server";
import { newId, newReference, newToken } from "~/platform/ids.server";

/** Rows as they stand in the database, for lists and sums: nothing is asked of Stripe. */

type Data<Model extends "supporter" | "donation" | "plan"> = Parameters<(typeof db)[Model]["create"]>[0]["data"];

export const insertSupporter = (change: Partial<Data<"supporter">> = {}) => {
  const id = newId();
  return db.supporter.create({
    data: { id, email: `${id.toLowerCase()}@example.net`, firstName: "Test", lastName: "Person", ...change } as Data<"supporter">,
  });
};

export const insertGift = (change: Partial<Data<"donation">> = {}) =>
  db.donation.create({
    data: {
      id: newId(),
      reference: newReference(),
      token: newToken(),
      idempotencyKey: newId(),
      formHash: "x",
      status: "paid",
      giftPence: 3000,
      firstName: "Adaline",
      lastName: "Lovelamp",
      email: "adaline@example.org",
      createdAt: new Date("2026-05-01T10:00:00Z"),
      paidAt: new Date("2026-05-01T10:05:00Z"),
      ...change,
    } as Data<"donation">,
  });

export const insertPlan = (change: Partial<Data<"plan">> = {}) =>
  db.plan.create({
    data: {
      id: newId(),
      reference: newReference(),
      token: newToken(),
      idempotencyKey: newId(),
      formHash: "x",
      status: "active",
      weeklyPence: 250,
      billingInterval: "four_weekly",
      collectionPence: 1000,
      firstName: "Adaline",
      lastName: "Lovelamp",
      email: "adaline@example.org",
      createdAt: new Date("2026-05-01T10:00:00Z"),
      agreedAt: new Date("2026-05-01T10:05:00Z"),
      ...change,
    } as Data<"plan">,
  });
