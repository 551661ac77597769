import { afterEach, beforeEach, expect, test } from "vitest";
import { listWaitingAdjustments } from "~/claims/adjustments.server";
import { prepareClaims } from "~/claims/prepare-claims.server";
import { getOverview } from "~/desk/overview/overview.server";
import * as correctScreen from "~/desk/gifts/offline/routes/correct-gift";
import * as giftScreen from "~/desk/gifts/routes/gift";
import { setClock } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { addDeclaration } from "tests/support/claims/claim-gifts";
import { insertGift, insertSupporter } from "tests/support/desk/desk-rows";
import { loadAtDesk, postAtDesk } from "tests/support/desk/desk-requests";
import { aCheque, enterGift } from "tests/support/desk/offline-gifts";
import { auditedActions } from "tests/support/desk/person-requests";
import { useDatabase } from "tests/support/database";

useDatabase();
beforeEach(() => setClock(() => new Date("2026-11-28T12:00:00Z")));
afterEach(() => setClock(() => new Date()));

type Shown = Awaited<ReturnType<typeof correctScreen.loader>>;
const show = async (id: string) => (await loadAtDesk(correctScreen, { params: { id } })).data as Shown;
const send = (id: string, form: Record<string, string>) => postAtDesk(correctScreen, { params: { id }, form });
const correction = (change: Record<string, string> = {}) => ({
  ...aCheque(),
  version: "0",
  do: "correct",
  reason: "Read the cheque again",
  ...change,
});
const simple = (what: "void" | "refund", change: Record<string, string> = {}) => ({
  do: what,
  formId: newId(),
  version: "0",
  voidReason: "Entered twice",
  refundReason: "Refunded by bank",
  ...change,
});
const gift = (id: string) => db.donation.findUniqueOrThrow({ where: { id }, include: { offline: true } });

test("a correction keeps why, counts as it now is, and is done once; the audit log names nobody", async () => {
  const id = await enterGift();
  expect((await show(id)).input).toMatchObject({ method: "cheque", receivedOn: "27/3/2026", amount: "1250.50", last: "Byron" });
  const form = correction({ amount: "125.05", receivedOn: "28/3/2026", method: "cash", last: "Lovelace", bankReference: "" });
  for (let press = 0; press < 2; press++) expect((await send(id, form)).headers.get("location")).toBe(`/desk/gifts/${id}?done=corrected`);
  expect(await gift(id)).toMatchObject({
    giftPence: 12_505,
    paymentMethod: "cash",
    lastName: "Lovelace",
    paidAt: new Date("2026-03-28T00:00:00Z"),
    offline: { version: 1, bankReference: "" },
  });
  const { gift: page } = (await loadAtDesk(giftScreen, { params: { id } })).data as Awaited<ReturnType<typeof giftScreen.loader>>;
  expect(page.events.at(-1)?.text).toBe("Test administrator corrected it: Read the cheque again");
  expect(await auditedActions()).toEqual(["gift.recorded", "gift.corrected"]);
  const [, entry] = await db.auditEntry.findMany({ orderBy: { sequence: "asc" } });
  expect([entry?.was, entry?.became]).toEqual([
    { pence: 125_050, receivedOn: "2026-03-27", method: "cheque", giver: "person" },
    { pence: 12_505, receivedOn: "2026-03-28", method: "cash", giver: "person" },
  ]);
});

test("two who correct at once: the second is told, keeps what they typed, and can send it again", async () => {
  const id = await enterGift();
  await send(id, correction({ amount: "10" }));
  const second = await send(id, correction({ amount: "20" }));
  expect(second).toMatchObject({ status: 409, data: { input: { amount: "20" }, gift: { version: 1 }, errors: [{ field: "reason" }] } });
  expect((await gift(id)).giftPence).toBe(1000);
  expect((await send(id, correction({ amount: "20", version: "1" }))).status).toBe(303);
  expect((await gift(id)).giftPence).toBe(2000);
});

test("mistakes are said and nothing is changed; whose it is is asked anew", async () => {
  const id = await enterGift();
  const before = await gift(id);
  expect(await send(id, correction({ amount: "0", reason: " " }))).toMatchObject({
    status: 400,
    data: { errors: [{ field: "amount" }, { field: "reason" }] },
  });
  expect(await send(id, { ...correction(), do: "explode" })).toMatchObject({ status: 400 });
  expect(await send(id, simple("void", { voidReason: "" }))).toMatchObject({ status: 400, data: { errors: [{ field: "voidReason" }] } });
  expect(await send(id, simple("refund", { refundAmount: "lots" }))).toMatchObject({
    status: 400,
    data: { errors: [{ field: "refundAmount" }] },
  });
  expect(await gift(id)).toEqual(before);
  const { id: known } = await insertSupporter({ firstName: "Bea", lastName: "Byron", email: null });
  const declarationId = await addDeclaration(known, { postcode: "EX1 1AA" });
  const form = correction({ first: "Bea", postcode: "EX1 1AA" });
  expect(await send(id, form)).toMatchObject({ status: 409, data: { question: { people: [{ value: known }] } } });
  await send(id, { ...form, person: known });
  expect(await gift(id)).toMatchObject({ supporterId: known, declarationId });
  // A voucher has no Gift Aid any more.
  await send(id, correction({ first: "Bea", postcode: "EX1 1AA", version: "1", method: "voucher" }));
  expect(await gift(id)).toMatchObject({ supporterId: known, declarationId: null, paymentMethod: "voucher" });
});

test("made void it counts nowhere, and stays to be seen; what was refunded can't be void", async () => {
  const id = await enterGift({ receivedOn: "27/11/2026" });
  for (let press = 0; press < 2; press++) expect((await send(id, simple("void", { formId: "form" }))).status).toBe(303);
  expect(await gift(id)).toMatchObject({ status: "void", paidAt: null });
  const overview = await getOverview(new URLSearchParams("from=2026-11-27&to=2026-11-27"));
  expect(overview.rows[0]?.cells[0]?.text).toBe("£0.00");
  expect(await send(id, correction())).toMatchObject({ status: 409 });
  expect((await show(id)).gift.isOpen).toBe(false);
  // The same gift may be entered again.
  const again = await enterGift({ receivedOn: "27/11/2026" });
  await send(again, simple("refund", { refundAmount: "1" }));
  expect(await send(again, simple("void", { version: "1" }))).toMatchObject({ status: 409, data: { errors: [{ field: "voidReason" }] } });
  expect(await auditedActions()).toEqual(["gift.recorded", "gift.voided", "gift.recorded", "gift.refund-recorded"]);
});

test("a refund is only recorded: never more than is left, once for each form, without an email", async () => {
  const id = await enterGift({ amount: "30" });
  const form = simple("refund", { refundAmount: "£12.50" });
  for (let press = 0; press < 2; press++)
    expect((await send(id, form)).headers.get("location")).toBe(`/desk/gifts/${id}?done=refund-recorded`);
  expect(await gift(id)).toMatchObject({ status: "paid", refundedPence: 1250 });
  expect(await send(id, simple("refund", { refundAmount: "17.51", version: "1" }))).toMatchObject({
    status: 409,
    data: { errors: [{ field: "refundAmount", message: "Only £17.50 is left of this donation. Nothing was recorded" }] },
  });
  expect(await send(id, correction({ amount: "40", version: "1" }))).toMatchObject({
    status: 409,
    data: { errors: [{ field: "reason" }] },
  });
  await send(id, simple("refund", { refundAmount: "17.50", version: "1" }));
  expect(await gift(id)).toMatchObject({ status: "refunded", refundedPence: 3000 });
  expect([await db.refund.count(), await db.refundRequest.count(), await db.outgoingEmail.count()]).toEqual([2, 0, 0]);
});

test("once it is in a claim it can't be corrected or void, and says so; a refund goes back with the next claim", async () => {
  const { id: supporterId } = await insertSupporter({ email: "ada@example.org" });
  await addDeclaration(supporterId);
  const id = await enterGift({ email: "ada@example.org", amount: "100" });
  const prepared = await prepareClaims("staff");
  if (!("claimIds" in prepared)) throw new Error(prepared.refused);
  const claimed = await gift(id);
  for (const form of [correction({ email: "ada@example.org", amount: "10" }), simple("void")])
    expect(await send(id, form)).toMatchObject({
      status: 409,
      data: { claim: { id: prepared.claimIds[0] }, errors: [{ message: expect.stringContaining("in a Gift Aid claim") as string }] },
    });
  expect(await gift(id)).toEqual(claimed);
  await db.claim.updateMany({ data: { status: "accepted", acceptedAt: new Date() } });
  await send(id, simple("refund", { refundAmount: "40" }));
  expect(await listWaitingAdjustments(db)).toMatchObject([{ donationId: id, pence: 4000, reason: "refunded" }]);
});

test("what came through Stripe has no such page", async () => {
  const { id } = await insertGift({ paymentMethod: "card" });
  expect((await loadAtDesk(correctScreen, { params: { id } })).status).toBe(404);
  expect((await send(id, simple("void"))).status).toBe(404);
});
