import type { Reconciliation } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db, inTransaction } from "~/platform/database/db.server";
import { logError } from "~/platform/log.server";
import { listEvents, type StripeEventSummary } from "~/platform/payments/events/read-event.server";
import { listCheckouts, type CheckoutSummary } from "~/platform/payments/donation-checkout.server";
import { createThrottle } from "~/platform/payments/list-pages.server";
import { definePass, reconcile, type Compared, type Finding } from "~/platform/reconciliation/reconcile.server";
import { findDonationId, listOpenDonations } from "./find-donation.server";
import { syncDonation } from "./sync-donation.server";

const dayMs = 24 * 60 * 60 * 1000;
const daysAgo = (days: number) => new Date(now().getTime() - days * dayMs);
/** Stripe keeps events for so long. */
const mostDays = 30;

/**
 * Compares our gifts with Stripe and heals what differs. It looks at every payment page of the last days, every event of
 * the last days about a gift, and every gift still open.
 * @param days how far back to look; unless said, as far as four days before the last run that was finished
 * @returns the run; null: one is under way elsewhere
 */
export async function reconcileDonations(days?: number): Promise<Reconciliation | null> {
  const throttle = createThrottle(config.stripe.readsPerSecond);
  const since = (run: Reconciliation) => run.since ?? daysAgo(mostDays);
  return await reconcile(
    {
      kind: "donations",
      lookBackTo,
      passes: {
        checkouts: definePass((run, after) => listCheckouts(since(run), after, throttle), compareCheckouts),
        // Refunds and claims come long after their gift: events of these days name it.
        events: definePass((run, after) => listEvents(since(run), after, throttle), compareEvents),
        open: definePass(
          (_run, after) => listOpenDonations(daysAgo(120), after),
          (donations, run) =>
            checkDonations(
              donations.map(({ id }) => id),
              run,
            ),
        ),
      },
    },
    days === undefined ? undefined : daysAgo(days),
  );
}

/** A site that was away for days looks back over all of them. */
function lookBackTo(lastStartedAt: Date | null): Date {
  const wanted = lastStartedAt ? lastStartedAt.getTime() - 4 * dayMs : 0;
  return new Date(Math.max(wanted, daysAgo(mostDays).getTime()));
}

async function compareCheckouts(checkouts: CheckoutSummary[], run: Reconciliation): Promise<Compared> {
  const adopted: Finding[] = [];
  for (const checkout of checkouts) adopted.push(...(await adoptCheckout(checkout)));
  const donations = await db.donation.findMany({
    where: { stripeCheckoutSessionId: { in: checkouts.map(({ id }) => id) } },
    select: { id: true },
  });
  const { checked, findings } = await checkDonations(
    donations.map(({ id }) => id),
    run,
  );
  return { checked, findings: [...adopted, ...findings] };
}

async function compareEvents(events: StripeEventSummary[], run: Reconciliation): Promise<Compared> {
  const ids: string[] = [];
  for (const { clientReferenceId, checkoutSessionId, paymentIntentId } of events) {
    const id = clientReferenceId
      ? await findDonationId({ donationId: clientReferenceId })
      : checkoutSessionId
        ? await findDonationId({ stripeCheckoutSessionId: checkoutSessionId })
        : paymentIntentId && (await findDonationId({ stripePaymentIntentId: paymentIntentId }));
    if (id) ids.push(id);
  }
  return await checkDonations([...new Set(ids)], run);
}

/** Each gift once a run, in whichever listings it is. */
async function checkDonations(ids: string[], run: Reconciliation): Promise<Compared> {
  const notYet = { OR: [{ reconciledAt: null }, { reconciledAt: { lt: run.startedAt } }] };
  const unchecked = await db.donation.findMany({ where: { id: { in: ids }, ...notYet }, select: { id: true }, orderBy: { id: "asc" } });
  const findings: Finding[] = [];
  for (const { id } of unchecked) findings.push(...(await syncAndReport(id)));
  const wasCompared = { id: { in: unchecked.map(({ id }) => id) } };
  await inTransaction((tx) => tx.donation.updateMany({ where: wasCompared, data: { reconciledAt: run.startedAt } }));
  return { checked: unchecked.length, findings };
}

/** A page that Stripe opened for our row while our process died before it could note it down. */
async function adoptCheckout(checkout: CheckoutSummary): Promise<Finding[]> {
  if (!checkout.client_reference_id) return [];
  const updated = await db.donation.updateMany({
    where: { id: checkout.client_reference_id, stripeCheckoutSessionId: null, offline: null },
    data: { stripeCheckoutSessionId: checkout.id, stripeCheckoutUrl: checkout.url },
  });
  if (updated.count === 0) return [];
  const { reference } = await db.donation.findUniqueOrThrow({ where: { id: checkout.client_reference_id }, select: { reference: true } });
  return [{ about: reference, message: "Its payment page was open at Stripe and not known here.", healed: true }];
}

async function syncAndReport(id: string): Promise<Finding[]> {
  const before = await db.donation.findUniqueOrThrow({ where: { id } });
  const finding = (message: string, healed: boolean): Finding[] => [{ about: before.reference, message, healed }];
  try {
    const result = await syncDonation(id);
    if (!result) return [];
    const { donation, newStatuses, alarm } = result;
    if (alarm) return finding(`Needs a person: ${alarm}.`, false);
    if (newStatuses.length > 0) return finding(`Was ${before.status}, is ${donation.status}.`, true);
    if (before.refundedPence !== donation.refundedPence)
      return finding(`Refunded: was ${before.refundedPence}p, is ${donation.refundedPence}p.`, true);
    if (before.feePence === null && donation.feePence !== null) return finding(`Its fee was not known: ${donation.feePence}p.`, true);
    return [];
  } catch (error) {
    logError("reconcile", error, { donation: id });
    return finding("Stripe could not be asked about it. It is looked at again tomorrow.", false);
  }
}
