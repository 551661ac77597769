import type { Plan } from "~/../prisma/client/client";
import { declarationFor } from "~/giving/gift-aid/declarations.server";
import { config } from "~/platform/config/config.server";
import type { Tx } from "~/platform/database/db.server";
import { newId, newReference, newToken } from "~/platform/ids.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import { postLetter } from "~/platform/mail/queue-email.server";
import type { Collection } from "~/platform/payments/subscriptions/fetch-subscription.server";
import { partsOf } from "./billing-columns";

/**
 * Records each collection that was paid and is not known yet as a donation, with its receipt where the sponsor wants
 * one each time. The caller holds the plan's row, so nobody else records the same one.
 * @returns how many were recorded, and what a person must look at: a charge on a plan that was cancelled here, or one that is not in pounds
 */
export async function recordCollections(
  tx: Tx,
  plan: Plan,
  collections: readonly Collection[],
  { recovered }: { recovered: boolean },
): Promise<{ recorded: number; alarms: string[] }> {
  const paid = collections.filter((collection) => collection.state === "paid" && collection.paid > 0);
  const known = await tx.donation.findMany({
    where: { invoice: { in: paid.map(({ invoice }) => invoice) } },
    select: { invoice: true },
  });
  const recorded = new Set(known.map(({ invoice }) => invoice));
  const fresh = paid.filter(({ invoice }) => !recorded.has(invoice));
  const alarms: string[] = [];
  for (const collection of fresh) {
    if (collection.currency !== "gbp") {
      alarms.push(`invoice ${collection.invoice} was paid in ${collection.currency}, not in pounds`);
      continue;
    }
    const donation = await record(tx, plan, collection);
    if (isAfterTheEnd(plan, collection)) alarms.push(`invoice ${collection.invoice} was paid after the plan was cancelled`);
    const thanks = recovered && collection === fresh.at(-1);
    if (plan.receipts === "each") await postLetter(tx, { kind: thanks ? "collection-recovered" : "collection-receipt", about: donation });
    else if (thanks) await postLetter(tx, { kind: "plan-recovered", about: donation });
  }
  return { recorded: fresh.length, alarms };
}

/** @returns the donation's id. Its fee, and what becomes of it later, are asked after by a job of giving's. */
async function record(tx: Tx, plan: Plan, { invoice, paid, paymentIntent, createdAt, paidAt }: Collection): Promise<string> {
  const id = newId();
  const { gift, cover } = partsOf(plan, paid, config.charity.fees);
  await tx.donation.create({
    data: {
      id,
      reference: newReference(),
      token: newToken(),
      state: "paid",
      planId: plan.id,
      invoice,
      attempt: plan.id,
      contents: invoice,
      giftPence: gift,
      coverPence: cover,
      livemode: plan.livemode,
      firstName: plan.firstName,
      lastName: plan.lastName,
      email: plan.email,
      source: plan.source ?? {},
      method: plan.method,
      paymentIntent,
      createdAt,
      agreedAt: createdAt,
      paidAt: paidAt ?? createdAt,
      supporterId: plan.supporterId,
      declarationId: await declarationAt(tx, plan, paidAt ?? createdAt),
    },
  });
  if (paymentIntent) await enqueue(tx, "settle-donation", { donation: id }, { key: `settle-donation:${id}` });
  return id;
}

/** The plan's own declaration until it is cancelled, or one that its sponsor made since. */
async function declarationAt(tx: Tx, { declarationId, supporterId }: Plan, paidAt: Date): Promise<string | null> {
  return supporterId ? await declarationFor(tx, { supporterId, own: declarationId, paidAt }) : declarationId;
}

/** A Direct Debit that was with the bank already can't be called back; what is charged later must not be. */
const isAfterTheEnd = ({ stopAskedAt }: Plan, { chargedAt }: Collection): boolean =>
  stopAskedAt !== null && chargedAt !== null && chargedAt > stopAskedAt;
