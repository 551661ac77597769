import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { getThankYouView } from "~/giving/checkout/thank-you-view.server";
import { setClock } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { stripe } from "~/platform/payments/stripe.server";
import { getThankYouView as getPlanThankYouView } from "~/sponsorship/join/thank-you-view.server";
import { runInChild } from "tests/support/child-process";
import { databaseUrl } from "tests/support/database";
import { getDonation, holdWebhooks, startTestDonation, stripeControl } from "tests/support/giving/donation-harness";
import { startTestPlan, usePlanHarness } from "tests/support/sponsorship/plan-harness";

usePlanHarness();

let at: number;
beforeEach(() => {
  at = stripeControl().now().getTime();
  setClock(() => new Date(at));
});
afterEach(() => setClock(() => new Date()));

const countQuestions = () => vi.spyOn(stripe().checkout.sessions, "retrieve");

const pages = {
  gift: {
    start: startTestDonation,
    look: async (token: string) => {
      const view = await getThankYouView(token);
      return { status: view?.state, isUnsure: view?.isUnconfirmed };
    },
    agreed: "paid",
  },
  sponsorship: {
    start: startTestPlan,
    look: async (token: string) => {
      const view = await getPlanThankYouView(token);
      return { status: view?.status, isUnsure: view?.mayBeStale };
    },
    agreed: "active",
  },
};

test.each(Object.entries(pages))(
  "a hundred looks at the thank-you page of an unsettled %s ask Stripe once in five seconds",
  async (_what, { start, look }) => {
    const { token } = await start();
    const questions = countQuestions();
    const together = await Promise.all(Array.from({ length: 50 }, () => look(token)));
    expect(together).toEqual(Array.from({ length: 50 }, () => ({ status: "pending", isUnsure: false })));
    for (let nth = 0; nth < 50; nth++) {
      // "Nothing was taken" is not said from memory: something may have been paid since.
      expect(await look(token)).toEqual({ status: "pending", isUnsure: true });
      at += 90;
    }
    expect(questions).toHaveBeenCalledTimes(1);
    at += 500;
    expect(await look(token)).toEqual({ status: "pending", isUnsure: false });
    expect(questions).toHaveBeenCalledTimes(2);
  },
);

test.each(Object.entries(pages))(
  "the page of a %s that was looked at and then paid for is unsure at once, and right five seconds later without any webhook",
  async (_what, { start, look, agreed }) => {
    const { token, stripeCheckoutSessionId } = await start();
    await holdWebhooks();
    expect(await look(token)).toEqual({ status: "pending", isUnsure: false });
    stripeControl().completeSession(stripeCheckoutSessionId, { card: "visa" });
    expect(await look(token)).toEqual({ status: "pending", isUnsure: true });
    at += 5000;
    expect(await look(token)).toEqual({ status: agreed, isUnsure: false });
    expect(await look(token)).toEqual({ status: agreed, isUnsure: false });
  },
);

test("the page of a sponsorship that was agreed to goes on thanking while Stripe can’t be asked", async () => {
  const { token, stripeCheckoutSessionId } = await startTestPlan();
  await holdWebhooks();
  stripeControl().completeSession(stripeCheckoutSessionId, { card: "visa" });
  expect(await pages.sponsorship.look(token)).toEqual({ status: "active", isUnsure: false });
  at += 60_000;
  config.stripe.apiUrl = "http://127.0.0.1:9";
  expect(await pages.sponsorship.look(token)).toEqual({ status: "active", isUnsure: false });
});

test("another process does not ask again what this one asked a moment ago", async () => {
  const { id, token } = await startTestDonation();
  await getThankYouView(token);
  const child = runInChild(otherProcessScript, databaseUrl, token, String(at + 4999));
  await child.waitForLine(/^pending, unsure$/);
  await child.stop();
  expect((await getDonation(id)).pageAskedAt).toEqual(new Date(at));
});

const otherProcessScript = `
const [, databaseUrl, token, at] = process.argv;
process.env.SITE_MODE = "test";
process.env.LOG_LEVEL = "silent";
const { connectDatabase, disconnectDatabase } = await import("./app/platform/database/db.server.ts");
const { setClock } = await import("./app/platform/clock.ts");
const { getThankYouView } = await import("./app/giving/checkout/thank-you-view.server.ts");
connectDatabase(databaseUrl);
setClock(() => new Date(Number(at)));
const { state, isUnconfirmed } = await getThankYouView(token);
console.log(state + (isUnconfirmed ? ", unsure" : ""));
await disconnectDatabase();
`;
