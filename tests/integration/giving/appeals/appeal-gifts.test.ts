import { afterEach, expect, test } from "vitest";
import { loader } from "~/giving/checkout/routes/donate";
import { getThankYouView } from "~/giving/checkout/thank-you-view.server";
import { endAppeal } from "~/giving/appeals/change-appeals.server";
import { setClock } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { stripe } from "~/platform/payments/stripe.server";
import { argsOf, post, validFields, type Answer } from "tests/support/giving/donate-form";
import { insertAppeal } from "tests/support/giving/appeals";
import { mailControl, runJobs, stripeControl, useDonationHarness } from "tests/support/giving/donation-harness";

useDonationHarness();
afterEach(() => setClock(() => new Date()));

type Choice = { endedAppeal: string; text: string; options: { value: string }[] } | null;
type Shown = Answer["shown"] & { appeal: { slug: string; surplus: string } | null; choice: Choice; amounts: { pence: number }[] };
const shownOf = ({ shown }: Answer) => shown as unknown as Shown;
const open = async (query: string) => {
  const { data } = await loader(argsOf(new Request(`http://127.0.0.1:3000/donate${query}`)));
  return data as unknown as Shown;
};
const aFund = () => db.fund.create({ data: { id: "beds-fund", name: "Beds", purpose: "warm beds", restricted: true } });

test("a link to an appeal's form suggests its sums; the gift is its own: at Stripe, on the thank-you page and in the receipt", async () => {
  const fund = await aFund();
  const appeal = await insertAppeal({ fundId: fund.id, amounts: [1000, 2500] });
  const form = await open(`?appeal=${appeal.slug}&amount=25`);
  expect(form).toMatchObject({ appeal: { slug: appeal.slug, surplus: appeal.surplus }, choice: null, input: { amount: "2500" } });
  expect(form.amounts.map(({ pence }) => pence)).toEqual([1000, 2500]);
  const { status } = await post({ ...validFields(), appeal: appeal.slug, amount: "2500" });
  expect(status).toBe(303);
  const gift = await db.donation.findFirstOrThrow();
  expect(gift).toMatchObject({ appealId: appeal.id, fundId: fund.id, giftPence: 2500 });
  const session = gift.stripeCheckoutSessionId ?? "";
  const items = await stripe().checkout.sessions.listLineItems(session);
  expect(items.data.map(({ description }) => description)).toEqual([expect.stringContaining(`: ${appeal.name}`)]);
  stripeControl().completeSession(session, { card: "visa" });
  await stripeControl().idle();
  await runJobs();
  expect(await getThankYouView(gift.token)).toMatchObject({ state: "paid", appeal: { name: appeal.name, slug: appeal.slug } });
  const receipt = mailControl().messages()[0]?.text ?? "";
  expect(receipt).toContain(`For: ${appeal.name}`);
  expect(receipt).toContain(appeal.surplus);
  expect(receipt).not.toMatch(/one room|windows|nights/i);
});

test("whose appeal ended while the form was filled in is told, keeps everything, and chooses; nothing is taken before", async () => {
  const appeal = await insertAppeal({ endsOn: new Date("2026-12-31T00:00:00Z") });
  const other = await insertAppeal({ name: "Other", slug: "other" });
  const fields = { ...validFields(), appeal: appeal.slug, message: "For the winter" };
  await endAppeal(null, appeal.id);
  const told = await post(fields);
  expect(told.status).toBe(409);
  expect(shownOf(told)).toMatchObject({ input: { message: "For the winter", email: "adaline@example.org" }, appeal: null });
  expect(shownOf(told).choice).toMatchObject({
    endedAppeal: appeal.slug,
    text: expect.stringMatching(/“A warm winter” ended on .*Nothing was taken/) as string,
  });
  expect(shownOf(told).choice?.options.map(({ value }) => value)).toEqual(["general", "other"]);
  const { appeal: _, ...again } = fields;
  const unchosen = await post({ ...again, endedAppeal: appeal.slug });
  expect([unchosen.status, unchosen.shown?.errors.map(({ field }) => field)]).toEqual([400, ["appeal"]]);
  expect(await db.donation.count()).toBe(0);
  expect((await post({ ...again, endedAppeal: appeal.slug, appeal: "other" })).status).toBe(303);
  expect((await post({ ...again, ...validFields(), endedAppeal: appeal.slug, appeal: "general" })).status).toBe(303);
  const gifts = await db.donation.findMany({ orderBy: { createdAt: "asc" } });
  expect(gifts.map(({ appealId, fundId }) => [appealId, fundId])).toEqual([
    [other.id, "general-fund"],
    [null, "general-fund"],
  ]);
});

test("an address of no appeal, or of a draft, is never quietly a general gift; without one the form is as ever", async () => {
  await insertAppeal({ status: "draft", publishedAt: null });
  for (const appeal of ["nothing", "a-warm-winter", "general", "'; DROP TABLE appeal; --"]) {
    const { status } = await post({ ...validFields(), appeal });
    expect([appeal, status]).toEqual([appeal, 409]);
    expect((await open(`?appeal=${encodeURIComponent(appeal)}`)).choice?.options.map(({ value }) => value)).toEqual(["general"]);
  }
  expect(await db.donation.count()).toBe(0);
  expect(await open("")).toMatchObject({ appeal: null, choice: null });
});

test("an unfinished gift to an appeal comes back as such; the same form for another appeal is another gift", async () => {
  const appeal = await insertAppeal();
  await insertAppeal({ name: "Other", slug: "other" });
  const fields = { ...validFields(), appeal: appeal.slug };
  for (let nth = 0; nth < 2; nth += 1) expect((await post(fields)).status).toBe(303);
  const gift = await db.donation.findFirstOrThrow();
  expect(await open(`?again=${gift.token}`)).toMatchObject({ appeal: { slug: appeal.slug } });
  await post({ ...fields, appeal: "other" });
  expect(await db.donation.count()).toBe(2);
});
