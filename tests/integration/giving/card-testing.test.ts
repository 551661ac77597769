import { expect, test } from "vitest";
import { checkoutLimits, hashIp, refundCheckoutLimit, secondsUntilAllowed } from "~/giving/checkout/checkout-limits.server";
import { syncDonation } from "~/giving/payments/sync-donation.server";
import { newToken } from "~/platform/ids.server";
import { stripe } from "~/platform/payments/stripe.server";
import { db } from "~/platform/database/db.server";
import {
  aDonationForm,
  aDonorOrigin,
  getDonation,
  getDonationAfterJobs,
  listQueuedEmailKinds,
  listSentSubjects,
  mailControl,
  startTestDonation,
  stripeControl,
} from "tests/support/giving/donation-harness";
import { aSponsorOrigin, getPlan, getPlanAfterJobs, startTestPlan, usePlanHarness } from "tests/support/sponsorship/plan-harness";

usePlanHarness();

const alertSubject = "Roomlight: Somebody may be trying stolen cards";
const statusOf = async (session: string) => (await stripe().checkout.sessions.retrieve(session)).status;
const tryCards = (session: string, times: number) => {
  for (let nth = 0; nth < times; nth++) stripeControl().completeSession(session, { card: "declined" });
};
const countAllowed = async (ip: string) => {
  const answers = await Promise.all(Array.from({ length: 60 }, () => secondsUntilAllowed({ ip, browserId: newToken() })));
  return answers.filter((seconds) => seconds === null).length;
};

/** That a plan's page was closed is news of Stripe's like any other. */
async function getClosedPlan(id: string) {
  await getPlanAfterJobs(id);
  return await getPlanAfterJobs(id);
}

const pages = {
  donation: { start: () => startTestDonation(), afterJobs: (id: string) => getDonationAfterJobs(id), kind: "card-testing" },
  sponsorship: { start: () => startTestPlan(), afterJobs: getClosedPlan, kind: "plan-card-testing" },
};

test.each(Object.entries(pages))(
  "after eight refused cards the page of a %s is closed at Stripe, and staff are told once",
  async (what, { start, afterJobs, kind }) => {
    const { id, stripeCheckoutSessionId: session } = await start();
    tryCards(session, 7);
    expect((await afterJobs(id)).status).toBe("pending");
    expect(await statusOf(session)).toBe("open");
    expect(await listQueuedEmailKinds()).toEqual([]);

    tryCards(session, 1);
    expect((await afterJobs(id)).status).toBe("expired");
    expect(await statusOf(session)).toBe("expired");
    expect(() => tryCards(session, 1)).toThrow("expired");
    await afterJobs(id);
    expect(await listQueuedEmailKinds()).toEqual([kind]);
    expect(listSentSubjects()).toEqual([alertSubject]);
    const [email] = mailControl().messages();
    expect(email?.text).toContain(`payment page of ${what} RL-`);
    expect(email?.text).not.toMatch(/Adaline|example\.org/);
  },
);

test("where no webhook comes, looking at the gift closes its page", async () => {
  stripeControl().chaos({ drop: 1 });
  const { id, stripeCheckoutSessionId } = await startTestDonation();
  tryCards(stripeCheckoutSessionId, 9);
  await syncDonation(id);
  expect(await getDonationAfterJobs(id)).toMatchObject({ status: "expired", refusedCards: 9 });
  expect(await listQueuedEmailKinds()).toEqual(["card-testing"]);
});

test("a script that opens a dozen pages brings staff five emails in an hour", async () => {
  for (let nth = 0; nth < 12; nth++) {
    const { id, stripeCheckoutSessionId } = await startTestDonation();
    tryCards(stripeCheckoutSessionId, 8);
    await getDonationAfterJobs(id);
  }
  expect(await db.donation.count({ where: { status: "expired" } })).toBe(12);
  expect(listSentSubjects()).toEqual(Array.from({ length: 5 }, () => alertSubject));
});

test("another plan's page, and one of the same person that was agreed to, stay as they are", async () => {
  const agreed = await startTestPlan({}, aSponsorOrigin());
  stripeControl().completeSession(agreed.stripeCheckoutSessionId, { card: "visa" });
  await getPlanAfterJobs(agreed.id);
  const other = await startTestPlan({ email: "other@example.org" });
  const tried = await startTestPlan();
  tryCards(tried.stripeCheckoutSessionId, 8);
  await getClosedPlan(tried.id);
  expect([(await getPlan(agreed.id)).status, (await getPlan(other.id)).status, (await getPlan(tried.id)).status]).toEqual([
    "active",
    "pending",
    "expired",
  ]);
});

test("a paid gift gives its point back after two refused cards, and not after three", async () => {
  for (const [refused, left] of [
    [2, 10],
    [3, 9],
  ] as const) {
    const ip = `203.0.113.${refused}`;
    const gift = await startTestDonation(aDonationForm(), aDonorOrigin({ ip }));
    tryCards(gift.stripeCheckoutSessionId, refused);
    await getDonationAfterJobs(gift.id);
    stripeControl().completeSession(gift.stripeCheckoutSessionId, { card: "visa" });
    expect((await getDonationAfterJobs(gift.id)).status).toBe("paid");
    expect(await countAllowed(ip)).toBe(left);
  }
});

test("of one network's paid gifts forty give their point back in half an hour, so that paying buys no endless tries", async () => {
  const ip = "203.0.113.7";
  let opened = 0;
  for (; opened < 100; opened++) {
    if ((await secondsUntilAllowed({ ip, browserId: newToken() })) !== null) break;
    await refundCheckoutLimit({ ipHash: hashIp(ip) });
  }
  expect(opened).toBe(40 + checkoutLimits.ip.points);
});

test("a gift whose first card was refused is paid with the second: nothing else follows", async () => {
  const gift = await startTestDonation();
  tryCards(gift.stripeCheckoutSessionId, 1);
  await getDonationAfterJobs(gift.id);
  stripeControl().completeSession(gift.stripeCheckoutSessionId, { card: "visa" });
  await getDonationAfterJobs(gift.id);
  expect(await getDonation(gift.id)).toMatchObject({ status: "paid", refusedCards: 1 });
  expect(await listQueuedEmailKinds()).toEqual(["receipt"]);
});
