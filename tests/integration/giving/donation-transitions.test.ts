import { expect, test } from "vitest";
import type { Donation } from "~/../prisma/client/client";
import { canTransition, donationStatuses, transitionPath, type DonationStatus as AnyStatus } from "~/giving/donation";
import { syncDonation } from "~/giving/payments/sync-donation.server";
import { db } from "~/platform/database/db.server";
import { stripe } from "~/platform/payments/stripe.server";
import {
  runJobs,
  getDonation,
  useDonationHarness,
  completeDonation,
  listQueuedEmailKinds,
  getPaymentIntentId,
  holdWebhooks,
  getDonationAfterJobs,
  startTestDonation,
  stripeControl,
  waitingJobs,
} from "tests/support/giving/donation-harness";

useDonationHarness();

/** What Stripe never says: only what staff wrote down can be void. */
type DonationStatus = Exclude<AnyStatus, "void">;
const stripesStatuses = donationStatuses.filter((status) => status !== "void");

/** Makes a gift of which Stripe says that it is in a state. */
const donationIn: Record<DonationStatus, () => Promise<Donation>> = {
  pending: () => startTestDonation(),
  collecting: () => completeDonation({ bacs: "pays" }),
  paid: () => completeDonation({ card: "visa" }),
  async failed() {
    const { id } = await completeDonation({ bacs: "pays" });
    stripeControl().failPayment(await getPaymentIntentId(id));
    return await getDonationAfterJobs(id);
  },
  async expired() {
    const { id, stripeCheckoutSessionId } = await startTestDonation();
    await stripe().checkout.sessions.expire(stripeCheckoutSessionId);
    return await getDonationAfterJobs(id);
  },
  async refunded() {
    const { id } = await completeDonation({ card: "visa" });
    stripeControl().refund(await getPaymentIntentId(id));
    return await getDonationAfterJobs(id);
  },
  async disputed() {
    const { id } = await completeDonation({ card: "visa" });
    stripeControl().openDispute(await getPaymentIntentId(id));
    return await getDonationAfterJobs(id);
  },
  async charged_back() {
    const { id } = await donationIn.disputed();
    stripeControl().closeDispute(await getPaymentIntentId(id), "lost");
    return await getDonationAfterJobs(id);
  },
};

/** The emails to the donor about a move, beside those about refunds and claims. */
const emailKinds: Partial<Record<AnyStatus, string>> = {
  paid: "receipt",
  collecting: "direct-debit-on-its-way",
  failed: "direct-debit-failed",
};

test.each(stripesStatuses)(
  "every move to %s that there is commits with its email; every other is refused, and a person is told once",
  async (to) => {
    const { id } = await donationIn[to]();
    await holdWebhooks();
    expect((await getDonation(id)).status).toBe(to);
    for (const from of stripesStatuses.filter((state) => state !== to)) {
      await db.outgoingEmail.deleteMany();
      await db.donation.update({ where: { id }, data: { status: from } });
      const settling = await syncDonation(id);
      const way = transitionPath(from, to);
      const posted = (await listQueuedEmailKinds()).filter((kind) => !/^(refund|dispute)/.test(kind));
      if (way === null) {
        expect([from, settling]).toMatchObject([from, { newStatuses: [], donation: { status: from } }]);
        expect(settling?.alarm).toContain(`"${to}"`);
        await syncDonation(id);
        expect([from, posted, await getDonation(id)]).toMatchObject([from, ["alert"], { status: from }]);
        expect((await listQueuedEmailKinds()).filter((kind) => kind === "alert")).toEqual(["alert"]);
      } else {
        expect([from, settling]).toMatchObject([from, { newStatuses: way, alarm: null, donation: { status: to } }]);
        expect([from, posted]).toEqual([from, way.flatMap((state) => emailKinds[state] ?? []).toSorted()]);
        await syncDonation(id);
        expect((await getDonation(id)).status).toBe(to);
      }
    }
    await runJobs();
    expect(await waitingJobs()).toEqual([]);
  },
);

test("the table is used: a single move is never split, and none is made twice", () => {
  for (const from of donationStatuses)
    for (const to of donationStatuses) if (canTransition(from, to)) expect(transitionPath(from, to)).toEqual([to]);
});
