import { expect, test } from "vitest";
import type { Donation } from "~/../prisma/client/client";
import { mayMove, states, wayTo, type DonationState } from "~/giving/donation";
import { settleDonation } from "~/giving/payments/sync-donation.server";
import { db } from "~/platform/database/db.server";
import { stripe } from "~/platform/payments/stripe.server";
import {
  doJobs,
  giftOf,
  giftWorld,
  giveBy,
  lettersPosted,
  paymentOf,
  putAsideWebhooks,
  settled,
  startGift,
  stripeControl,
  waitingJobs,
} from "tests/support/gift";

giftWorld();

/** Makes a gift of which Stripe says that it is in a state. */
const made: Record<DonationState, () => Promise<Donation>> = {
  pending: () => startGift(),
  collecting: () => giveBy({ bacs: "pays" }),
  paid: () => giveBy({ card: "visa" }),
  async failed() {
    const { id } = await giveBy({ bacs: "pays" });
    stripeControl().failPayment(await paymentOf(id));
    return await settled(id);
  },
  async expired() {
    const { id, sessionId } = await startGift();
    await stripe().checkout.sessions.expire(sessionId);
    return await settled(id);
  },
  async refunded() {
    const { id } = await giveBy({ card: "visa" });
    stripeControl().refund(await paymentOf(id));
    return await settled(id);
  },
  async disputed() {
    const { id } = await giveBy({ card: "visa" });
    stripeControl().openDispute(await paymentOf(id));
    return await settled(id);
  },
  async charged_back() {
    const { id } = await made.disputed();
    stripeControl().closeDispute(await paymentOf(id), "lost");
    return await settled(id);
  },
};

/** The letters to the donor about a move, beside those about refunds and claims. */
const letters: Partial<Record<DonationState, string>> = {
  paid: "receipt",
  collecting: "direct-debit-on-its-way",
  failed: "direct-debit-failed",
};

test.each(states)(
  "every move to %s that there is commits with its letter; every other is refused, and a person is told once",
  async (to) => {
    const { id } = await made[to]();
    await putAsideWebhooks();
    expect((await giftOf(id)).state).toBe(to);
    for (const from of states.filter((state) => state !== to)) {
      await db.letter.deleteMany();
      await db.donation.update({ where: { id }, data: { state: from } });
      const settling = await settleDonation(id);
      const way = wayTo(from, to);
      const posted = (await lettersPosted()).filter((kind) => !/^(refund|dispute)/.test(kind));
      if (way === null) {
        expect([from, settling]).toMatchObject([from, { changed: [], donation: { state: from } }]);
        expect(settling?.alarm).toContain(`"${to}"`);
        await settleDonation(id);
        expect([from, posted, await giftOf(id)]).toMatchObject([from, ["alert"], { state: from }]);
        expect((await lettersPosted()).filter((kind) => kind === "alert")).toEqual(["alert"]);
      } else {
        expect([from, settling]).toMatchObject([from, { changed: way, alarm: null, donation: { state: to } }]);
        expect([from, posted]).toEqual([from, way.flatMap((state) => letters[state] ?? []).toSorted()]);
        await settleDonation(id);
        expect((await giftOf(id)).state).toBe(to);
      }
    }
    await doJobs();
    expect(await waitingJobs()).toEqual([]);
  },
);

test("the table is used: a single move is never split, and none is made twice", () => {
  for (const from of states) for (const to of states) if (mayMove(from, to)) expect(wayTo(from, to)).toEqual([to]);
});
