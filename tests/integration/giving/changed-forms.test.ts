import { expect, test } from "vitest";
import { newFormId } from "~/giving/checkout/form-id.server";
import { startDonation } from "~/giving/checkout/start-donation.server";
import { action } from "~/giving/checkout/routes/donate";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { pence } from "~/platform/money";
import { stripe } from "~/platform/payments/stripe.server";
import { startPlan } from "~/sponsorship/join/start-plan.server";
import { aDonationForm, runJobs, waitingJobs } from "tests/support/giving/donation-harness";
import { aPlanForm, usePlanHarness } from "tests/support/sponsorship/plan-harness";
import { postForm } from "tests/support/supporters/supporter-requests";

usePlanHarness();

const forms = 14;
/** From another browser and network each time, so that no rate limit answers first. */
const originOf = (formId: string, nth: number) => ({ formId, browserId: `browser ${nth}`, ip: `address ${nth}` });
const openSessions = async () => (await stripe().checkout.sessions.list({ status: "open", limit: 100 })).data;

const kinds = {
  gift: {
    send: (formId: string, nth: number) => startDonation(aDonationForm({ gift: pence(1000 + nth) }), originOf(formId, nth)),
    count: () => db.donation.count(),
    closingTask: "close-donation-checkouts",
  },
  sponsorship: {
    send: (formId: string, nth: number) => startPlan(aPlanForm({ weekly: pence(300 + nth) }), originOf(formId, nth)),
    count: () => db.plan.count(),
    closingTask: "close-plan-checkouts",
  },
};

test.each(Object.entries(kinds))(
  "one form of a %s, changed and sent again and again: one job closes all pages but the last, and after ten it is refused in words",
  async (_what, { send, count, closingTask }) => {
    const formId = newFormId(now());
    for (let nth = 1; nth <= 10; nth++) {
      expect(await send(formId, nth)).toHaveProperty("goTo");
      expect((await waitingJobs()).map(({ task }) => task)).toEqual(nth === 1 ? [] : [closingTask]);
    }
    const [newest] = await openSessions();
    expect(await openSessions()).toHaveLength(10);
    await runJobs();
    expect((await openSessions()).map(({ id }) => id)).toEqual([newest?.id]);

    for (let nth = 11; nth <= forms; nth++) expect(await send(formId, nth)).toEqual({ refused: "too-many-changes" });
    expect(await count()).toBe(10);
    expect((await waitingJobs()).filter(({ task }) => task === closingTask)).toHaveLength(1);
    // What was changed last replaces all that came before, so none of it may still be paid.
    await runJobs();
    expect(await openSessions()).toEqual([]);
    expect(await send(newFormId(now()), 1)).toHaveProperty("goTo");
  },
);

test.each(Object.entries(kinds))(
  "of one form of a %s, changed and sent twenty times at once, ten are kept",
  async (_what, { send, count }) => {
    const formId = newFormId(now());
    const answers = await Promise.all(Array.from({ length: 20 }, (_, nth) => send(formId, nth)));
    expect(answers.filter((answer) => "goTo" in answer)).toHaveLength(10);
    expect(await count()).toBe(10);
    expect((await waitingJobs()).length).toBeLessThanOrEqual(1);
  },
);

test("the refusal keeps the form, with a fresh number, so that pressing once more goes on", async () => {
  const formId = newFormId(now());
  for (let nth = 1; nth <= 10; nth++) await kinds.gift.send(formId, nth);
  const fields = { amount: "other", other: "77", first: "Adaline", last: "Lovelamp", email: "adaline@example.org" };
  const refused = await postForm({ action }, "/donate", { ...fields, attempt: formId });
  expect(refused).toMatchObject({ status: 409, shown: { notice: "too-many-changes", input: fields } });
  expect(refused.shown["formId"]).not.toBe(formId);
  const next = await postForm({ action }, "/donate", { ...fields, attempt: String(refused.shown["formId"]) });
  expect(next.status).toBe(303);
});
