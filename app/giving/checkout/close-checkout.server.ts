import type { Donation, Prisma } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { expireCheckout, checkoutLifetimeHours } from "~/platform/payments/donation-checkout.server";
import { syncDonation } from "../payments/sync-donation.server";
import type { PagesToClose } from "./start-checkout.server";

const checkoutLifetimeMs = checkoutLifetimeHours * 60 * 60 * 1000;

type OpenCheckout = Pick<Donation, "id" | "stripeCheckoutSessionId" | "createdAt">;

/**
 * Closes pages at Stripe that may not be paid any more. One that was paid before it could be closed stays paid.
 * Throws, after all others are closed, while one is still being opened: the job tries again, until no form could open it any more.
 * @param afterClosing brings the row up to what became of its page
 */
export async function closeCheckouts(
  rows: OpenCheckout[],
  keyPrefix: string,
  afterClosing: (id: string) => Promise<unknown> = async () => {},
): Promise<void> {
  for (const { id, stripeCheckoutSessionId } of rows) {
    if (!stripeCheckoutSessionId) continue;
    await expireCheckout(stripeCheckoutSessionId, `${keyPrefix}/${id}`);
    await afterClosing(id);
  }
  const isBeingOpened = ({ stripeCheckoutSessionId, createdAt }: OpenCheckout) =>
    !stripeCheckoutSessionId && now().getTime() - createdAt.getTime() <= checkoutLifetimeMs;
  if (rows.some(isBeingOpened)) throw new Error("a page at Stripe is not open yet");
}

/** The rows whose pages a job closes. */
export const wherePagesToClose = ({ formId, exceptId }: PagesToClose) => ({
  idempotencyKey: formId,
  ...(exceptId !== null && { id: { not: exceptId } }),
});

/** Closes the pages of gifts that their donor replaced by another, so that only one can be paid. */
export const closeDonationCheckouts = (pages: PagesToClose): Promise<void> => closePagesWhere(wherePagesToClose(pages));

/** Closes the page of one gift. */
export const closeDonationCheckout = (id: string): Promise<void> => closePagesWhere({ id });

async function closePagesWhere(where: Prisma.DonationWhereInput): Promise<void> {
  const donations = await db.donation.findMany({ where: { ...where, status: "pending" }, orderBy: { id: "asc" } });
  await closeCheckouts(donations, "close-page", syncDonation);
}
