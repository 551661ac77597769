import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listOpenGifts } from "~/claims/gifts/open-gifts.server";
import { getOverview } from "~/desk/overview/overview.server";
import { listGifts } from "~/desk/gifts/list-gifts.server";
import { sumGifts } from "~/desk/gifts/sum-gifts.server";
import { parseGiftFilters } from "~/desk/gifts/gift-filters";
import * as giftScreen from "~/desk/gifts/routes/gift";
import * as receiptScreen from "~/desk/gifts/offline/routes/receipt-pdf";
import { getGiftHistory } from "~/giving/statements/history.server";
import { listStatementGifts } from "~/giving/statements/supporter-gifts.server";
import { syncDonation } from "~/giving/payments/sync-donation.server";
import { reconcileDonations } from "~/giving/payments/reconcile-donations.server";
import { setClock } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { getRoomsThisWeek } from "~/sponsorship/rooms/rooms.server";
import { addDeclaration } from "tests/support/claims/claim-gifts";
import { insertSupporter } from "tests/support/desk/desk-rows";
import { deskCookie, deskRequest, loadAtDesk } from "tests/support/desk/desk-requests";
import { aCheque, enterGift, sendGift } from "tests/support/desk/offline-gifts";
import { auditedActions } from "tests/support/desk/person-requests";
import { listQueuedEmailKinds, listSentSubjects, runJobs, useDonationHarness } from "tests/support/giving/donation-harness";

useDonationHarness();
beforeEach(() => setClock(() => new Date("2026-11-28T12:00:00Z")));
afterEach(() => setClock(() => new Date()));

const questions = (answer: { data: unknown }) =>
  answer.data as {
    question: { people: { value: string; label: string }[]; doubles: { reference: string }[] };
    errors: { field: string }[];
  };

describe("a gift that is entered", () => {
  test("counts from its London day in lists, sums, the overview, statements and the house, and says how it came", async () => {
    const { id: supporterId } = await insertSupporter({ email: "ada@example.org" });
    const id = await enterGift({ email: "ADA@example.org", receivedOn: "27/11/2026", method: "standing_order" });
    expect(await db.donation.findUniqueOrThrow({ where: { id }, include: { offline: true } })).toMatchObject({
      status: "paid",
      giftPence: 125_050,
      feePence: null,
      email: "ada@example.org",
      supporterId,
      paidAt: new Date("2026-11-27T00:00:00Z"),
      offline: { recordedBy: "Test administrator", bankReference: "000123" },
    });
    expect(await db.supporter.count()).toBe(1);
    const asked = (query: string) => ({ filters: parseGiftFilters(new URLSearchParams(query)).filters, search: null });
    expect((await listGifts(asked("method=standing_order"), { after: null })).rows).toMatchObject([{ id, method: "standing_order" }]);
    expect((await listGifts(asked("method=cheque"), { after: null })).rows).toEqual([]);
    expect((await sumGifts(asked("")))?.unrestricted).toEqual({ gifts: 1, given: 125_050, returned: 0, net: 125_050 });
    const overview = await getOverview(new URLSearchParams("from=2026-11-27&to=2026-11-27"));
    expect(overview.rows[0]).toMatchObject({ label: "One-off donation, unrestricted", cells: [{ text: "£1,250.50" }] });
    expect((await getRoomsThisWeek(new Date("2026-11-28T12:00:00Z"))).netPence).toBe(125_050);
    expect(await listStatementGifts(supporterId)).toMatchObject([{ paidOn: "2026-11-27", giftPence: 125_050, isPlanPayment: false }]);
    expect((await getGiftHistory(supporterId, 1)).rows).toMatchObject([{ statusText: "Paid", hasReceipt: true }]);
    const { gift } = (await loadAtDesk(giftScreen, { params: { id } })).data as Awaited<ReturnType<typeof giftScreen.loader>>;
    expect(gift.facts).toContainEqual({ label: "Paid", text: "27 November 2026, by standing order" });
    expect(gift.facts.map(({ label }) => label)).not.toContain("Stripe’s fee");
    expect(await auditedActions()).toEqual(["gift.recorded"]);
    expect(await db.outgoingEmail.count()).toBe(0);
  });

  test("sends a receipt only where staff tick it and there is an address; a receipt to print is there for all", async () => {
    const refused = await sendGift(aCheque({ receipt: "yes" }));
    expect(refused).toMatchObject({ status: 400, data: { errors: [{ field: "receipt" }], input: { amount: "£1,250.50" } } });
    expect(await db.donation.count()).toBe(0);
    await enterGift({ receipt: "yes", email: "ada@example.org", first: "Ōé", last: "刘伟" });
    await runJobs();
    expect([await listQueuedEmailKinds(), listSentSubjects()]).toEqual([["receipt"], [expect.stringContaining("£1,250.50")]]);
    const id = await enterGift({ first: "محمد", last: "علي", address: "1 Mill Lane\nExeter", postcode: "ex11aa" });
    const response = await receiptScreen.loader({ request: await deskRequest(), params: { id }, context: { ip: "" } });
    expect(response.headers.get("content-type")).toBe("application/pdf");
    expect(
      Buffer.from(await response.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe("%PDF-");
  });

  test("pressed twice it is one, also with something changed; by two treasurers at once, the second is asked", async () => {
    const form = aCheque();
    const presses = await Promise.all([sendGift(form), sendGift({ ...form, amount: "7" }), sendGift(form)]);
    expect(new Set(presses.map(({ headers }) => headers.get("location"))).size).toBe(1);
    expect(await db.donation.count()).toBe(1);
    await db.donation.deleteMany();
    const cookies = await Promise.all([deskCookie("treasurer"), deskCookie("administrator")]);
    const answers = await Promise.all(cookies.map((cookie) => sendGift(aCheque(), cookie)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303, 409]));
    const { reference } = await db.donation.findFirstOrThrow();
    const second = answers.find(({ status }) => status === 409);
    expect(second && questions(second)).toMatchObject({ question: { doubles: [{ reference }] }, errors: [{ field: "another" }] });
    expect(await db.auditEntry.count({ where: { action: "gift.recorded" } })).toBe(2);
    await enterGift({ another: "yes" });
    await enterGift({ amount: "1250.51" });
    await enterGift({ receivedOn: "28/3/2026" });
    await enterGift({ bankReference: "000124" });
    await enterGift({ last: "Lovelace" });
    expect(await db.donation.count()).toBe(6);
  });
});

describe("whose it is", () => {
  test("somebody known by name and postcode is shown, and nobody new is made by accident", async () => {
    const { id: known } = await insertSupporter({ email: null, firstName: "Ada", lastName: "Byron" });
    await addDeclaration(known, { postcode: "EX1 1AA" });
    await insertSupporter({ firstName: "Ada", lastName: "Byron" });
    const gift = { postcode: "ex1 1aa", email: "new@example.org" };
    const form = aCheque(gift);
    const asked = await sendGift(form);
    expect(asked.status).toBe(409);
    expect(questions(asked).question.people).toEqual([{ value: known, label: "Ada Byron", hint: "no email address, EX1 1AA" }]);
    expect([await db.donation.count(), await db.supporter.count()]).toEqual([0, 2]);
    // An id that was not offered is no answer.
    expect((await sendGift({ ...form, person: newId() })).status).toBe(409);
    const id = await enterGift({ ...form, person: known });
    expect(await db.donation.findUniqueOrThrow({ where: { id } })).toMatchObject({ supporterId: known, email: "new@example.org" });
    expect(await db.supporter.count()).toBe(2);
    await enterGift({ ...gift, bankReference: "2", person: "new" });
    expect(await db.supporter.findUnique({ where: { email: "new@example.org" } })).not.toBeNull();
  });

  test("without an email address they are known again by name and postcode; by a name alone nobody is", async () => {
    const first = await enterGift({ postcode: "EX1 1AA" });
    const { supporterId } = await db.donation.findUniqueOrThrow({ where: { id: first } });
    expect(await db.supporter.findMany()).toMatchObject([{ id: supporterId, email: null, firstName: "Ada" }]);
    const again = await sendGift(aCheque({ postcode: "EX1 1AA", bankReference: "2", first: "A" }));
    expect(questions(again).question.people).toMatchObject([{ value: supporterId }]);
    await enterGift({ bankReference: "3" });
    await enterGift({ method: "collection", last: "In memory of Ada Byron", postcode: "EX1 1AA", bankReference: "4" });
    expect(await db.supporter.count()).toBe(1);
    expect(await db.donation.count({ where: { supporterId: null } })).toBe(2);
  });
});

describe("Gift Aid", () => {
  test("covers what one person gave, as any other gift; vouchers, collections and groups are never claimed, and say so", async () => {
    const { id: supporterId } = await insertSupporter({ email: "ada@example.org" });
    const declarationId = await addDeclaration(supporterId);
    const of = (method: string, giver = "person") =>
      enterGift({ method, giver, email: "ada@example.org", bankReference: `${method} ${giver}`, last: "Byron" });
    const cheque = await of("cheque");
    const [voucher, collection, company] = [await of("voucher"), await of("collection"), await of("cash", "organisation")];
    expect(await db.donation.findMany({ where: { declarationId } })).toMatchObject([{ id: cheque }]);
    expect((await listOpenGifts({ kind: "eligible" })).gifts.map(({ donationId }) => donationId)).toEqual([cheque]);
    const held = new Map((await listOpenGifts({ kind: "held-back" })).gifts.map((gift) => [gift.donationId, gift.holdBack?.reason]));
    expect([held.get(voucher), held.get(collection), held.get(company)]).toEqual(["voucher", "several", "organisation"]);
    expect((await listStatementGifts(supporterId)).filter(({ hasGiftAid }) => hasGiftAid)).toHaveLength(1);
  });
});

test("what asks Stripe leaves it alone", async () => {
  const id = await enterGift();
  const before = await db.donation.findUniqueOrThrow({ where: { id } });
  expect(await syncDonation(id)).toBeNull();
  await reconcileDonations();
  expect(await db.donation.findUniqueOrThrow({ where: { id } })).toEqual(before);
  // Nothing of Stripe's can get into its row.
  await expect(db.donation.update({ where: { id }, data: { stripePaymentIntentId: "pi_1" } })).rejects.toThrow("donation_offline");
});
