import type { RefundRequest } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db, inTransaction, type Tx } from "~/platform/database/db.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import { queueEmail } from "~/platform/mail/queue-email.server";
import { pence, type Pence } from "~/platform/money";
import { createRefund } from "~/platform/payments/create-refund.server";
import { isStripeUnavailable } from "~/platform/payments/stripe.server";
import { refundablePence, type RefundForm } from "./refund-rules";
import { syncDonation } from "./sync-donation.server";

export type RefundRefusal = { refused: "not-refundable" } | { refused: "more-than-left"; left: Pence };

/**
 * Asks for money to be sent back, in the caller's transaction; a job carries it out, or `carryOutRefund` at once.
 * @param id of the form: the same form again is the same request, whatever it now says
 * @param requestedBy the name of the member of staff
 * @returns refused where nothing, or not so much, is left of the gift; then nothing is changed
 */
export async function requestRefund(
  tx: Tx,
  { id, donationId, form, requestedBy }: { id: string; donationId: string; form: RefundForm; requestedBy: string },
): Promise<{ request: RefundRequest; isNew: boolean } | RefundRefusal> {
  await tx.$queryRaw`SELECT id FROM donation WHERE id = ${donationId} FOR UPDATE`;
  const known = await tx.refundRequest.findUnique({ where: { id } });
  if (known) return known.donationId === donationId ? { request: known, isNew: false } : { refused: "not-refundable" };
  const donation = await tx.donation.findUnique({
    where: { id: donationId },
    include: { refundRequests: { where: { status: "open" } } },
  });
  if (!donation?.stripePaymentIntentId) return { refused: "not-refundable" };
  const left = refundablePence(donation, donation.refundRequests);
  if (left === 0) return { refused: "not-refundable" };
  if (form.pence > left) return { refused: "more-than-left", left };
  const request = await tx.refundRequest.create({ data: { id, donationId, ...form, requestedBy, requestedAt: now() } });
  await enqueue(
    tx,
    "carry-out-refund",
    { refundRequestId: id },
    { key: `carry-out-refund:${id}`, runAt: new Date(now().getTime() + 60_000) },
  );
  return { request, isNew: true };
}

/**
 * Has Stripe send back what was asked for, once however often it is called, and brings the gift up to it; its donor's email follows from that.
 * @returns open: Stripe can't be asked just now, and the job goes on trying
 */
export async function carryOutRefund(id: string): Promise<RefundRequest["status"]> {
  const request = await db.refundRequest.findUniqueOrThrow({ where: { id }, include: { donation: true } });
  const { stripePaymentIntentId } = request.donation;
  if (request.status !== "open" || !stripePaymentIntentId) return request.status;
  const outcome = await createRefund({ ...request, stripePaymentIntentId, pence: pence(request.pence) }, now()).catch((error: unknown) => {
    if (isStripeUnavailable(error)) return null;
    throw error;
  });
  if (!outcome) return "open";
  const status = "refused" in outcome ? "refused" : "done";
  // The gift first: between the two the request still holds its sum, so that it can't be asked for twice.
  await syncDonation(request.donationId);
  await inTransaction(async (tx) => {
    const { count } = await tx.refundRequest.updateMany({
      where: { id, status: "open" },
      data: {
        status,
        finishedAt: now(),
        ...("refused" in outcome ? { failureCode: outcome.refused } : { stripeRefundId: outcome.stripeRefundId }),
      },
    });
    if (count > 0 && status === "refused") await queueEmail(tx, { kind: "refund-refused", about: { refundRequestId: id } });
  });
  return status;
}

/** The work of the job "carry-out-refund". @throws where Stripe could not be asked, so that the job is tried again */
export async function carryOutRefundByJob(id: string): Promise<void> {
  if ((await carryOutRefund(id)) === "open") throw new Error("Stripe can't be asked for the refund just now");
}
