import { expect, test } from "vitest";
import { loader } from "~/giving/checkout/routes/donate";
import { loader as thankYou } from "~/giving/checkout/routes/thank-you";
import { db } from "~/platform/database/db.server";
import { useDonationHarness, getDonationAfterJobs, stripeControl } from "tests/support/giving/donation-harness";
import { validFields, argsOf, post } from "tests/support/giving/donate-form";

useDonationHarness();

const openForm = async (query = "", cookie = "") => {
  const args = argsOf(new Request(`http://127.0.0.1:3000/donate${query}`, { headers: cookie ? { cookie } : {} }));
  return await loader(args).catch((thrown: unknown) => thrown as Response);
};
const getShown = async (query = "", cookie = "") => {
  const answer = await openForm(query, cookie);
  if (answer instanceof Response) throw new Error(`went to ${answer.headers.get("location")}`);
  return answer.data;
};

test("a payment that was called off comes back to the form: filled in for its browser, the sums alone for any other", async () => {
  const first = await post({
    ...validFields(),
    amount: "other",
    other: "12.50",
    giftaid: "yes",
    scope: "this_gift",
    house: "1 Candle Street",
    postcode: "EX1 1AA",
  });
  const cookie = (first.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  const { token, id, stripeCheckoutSessionId, idempotencyKey } = await db.donation.findFirstOrThrow();
  expect(await getShown(`?again=${token}`, cookie)).toMatchObject({
    notice: "came-back",
    formId: idempotencyKey,
    input: { amount: "other", other: "12.50", first: "Adaline", house: "1 Candle Street" },
  });
  const stranger = await getShown(`?again=${token}`);
  expect(stranger.formId).not.toBe(idempotencyKey);
  expect(JSON.stringify(stranger.input)).not.toMatch(/Adaline|Candle|example/);
  expect(stranger.input).toMatchObject({ amount: "other", other: "12.50" });
  expect((await getShown(`?again=${token}`, `${cookie}x`)).input.first).toBeUndefined();
  expect((await getShown("?again=unknown", cookie)).notice).toBeNull();

  stripeControl().completeSession(stripeCheckoutSessionId ?? "", { card: "visa" });
  await getDonationAfterJobs(id);
  const given = await openForm(`?again=${token}`, cookie);
  expect(given).toBeInstanceOf(Response);
  if (given instanceof Response) expect(given.headers.get("location")).toBe(`/thank-you/${token}`);
});

test("a link may carry an amount and a source, and no more", async () => {
  expect((await getShown("?amount=3000&utm_source=poster")).input).toMatchObject({
    amount: "other",
    other: "3000.00",
    source: "utm_source=poster",
  });
  expect((await getShown("?amount=30")).input).toMatchObject({ amount: "3000", other: "" });
  expect((await getShown("?amount=<script>&email=a@example.org&first=Ada")).input).toEqual({ source: "" });
  // The key of the attempt comes with the check page, or from /donate/key: no two visitors share one.
  expect((await getShown()).formId).toBe("");
});

test("the thanks are at an address that can't be guessed: any other is not found", async () => {
  await post(validFields());
  const { token, reference, id } = await db.donation.findFirstOrThrow();
  const at = async (tried: string) =>
    await thankYou({ ...argsOf(new Request("http://127.0.0.1:3000/")), params: { token: tried } }).catch((thrown: unknown) => thrown);
  expect(token).toMatch(/^[\w-]{32}$/);
  expect(await at(token)).toMatchObject({ gift: { state: "pending" } });
  for (const tried of [reference, id, "", token.slice(1), `${token}x`, "%00", "\u0000".repeat(32), "x".repeat(5000)])
    expect(await at(tried)).toMatchObject({ status: 404 });
});
