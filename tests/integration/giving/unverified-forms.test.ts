import { expect, test } from "vitest";
import { listStatementGifts } from "~/giving/statements/supporter-gifts.server";
import * as donate from "~/giving/checkout/routes/donate";
import * as details from "~/account/routes/details";
import * as giftAid from "~/account/routes/gift-aid";
import { db } from "~/platform/database/db.server";
import {
  aDonationForm,
  aDonationFormWithGiftAid,
  aDonorOrigin,
  completeDonation,
  stripeControl,
} from "tests/support/giving/donation-harness";
import { aSponsorOrigin, joinPlan, usePlanHarness } from "tests/support/sponsorship/plan-harness";
import { getSupporterId, openScreen, postForm, signInAs } from "tests/support/supporters/supporter-requests";

usePlanHarness();

const email = "adaline@example.org";
const home = { house: "1 Candle Street", postcode: "EX1 1AA" };
const declareByForm = async (origin = aDonorOrigin()) => {
  const declared = await completeDonation(
    { card: "visa" },
    aDonationFormWithGiftAid({ declaration: { scope: "this_and_future", ...home } }),
    origin,
  );
  expect(declared.declarationId).not.toBeNull();
  await stripeControl().advance({ seconds: 60 });
  return declared;
};

test("a form with a known address renames nobody: its name stays with its gift or plan", async () => {
  const first = await completeDonation({ card: "visa" });
  const stranger = { firstName: "Somebody", lastName: "Else" };
  const gift = await completeDonation({ card: "visa" }, aDonationForm(stranger));
  const plan = await joinPlan(stranger);
  expect([gift.supporterId, plan.supporterId]).toEqual([first.supporterId, first.supporterId]);
  expect([gift, plan]).toMatchObject([stranger, stranger]);
  expect(await db.supporter.findMany()).toMatchObject([{ firstName: "Adaline", lastName: "Lovelamp" }]);
});

test("an earlier declaration covers no gift of a form that anybody could have sent, until its owner says that it is theirs", async () => {
  const declared = await declareByForm();
  const gift = await completeDonation({ card: "visa" }, aDonationForm({ firstName: "Somebody" }));
  const id = getSupporterId(gift);
  expect([gift.supporterId, gift.declarationId]).toEqual([declared.supporterId, null]);
  const isCovered = async () => (await listStatementGifts(id)).find(({ reference }) => reference === gift.reference)?.hasGiftAid;
  expect(await isCovered()).toBe(false);

  const cookie = await signInAs(id);
  expect((await openScreen(giftAid, "/supporter/gift-aid", { cookie })).shown["unconfirmed"]).toMatchObject([
    { id: gift.id, name: "Somebody Lovelamp", totalPence: 3000 },
  ]);
  const other = await signInAs(getSupporterId(await completeDonation({ card: "visa" }, aDonationForm({ email: "other@example.org" }))));
  const confirm = (as: string) => postForm(giftAid, "/supporter/gift-aid", { what: "confirm", gift: gift.id }, { cookie: as });
  expect((await confirm(other)).headers.get("location")).toBe("/supporter/gift-aid");
  expect(await isCovered()).toBe(false);
  expect((await confirm(cookie)).headers.get("location")).toBe("/supporter/gift-aid?saved=confirmed");
  expect((await confirm(cookie)).headers.get("location")).toBe("/supporter/gift-aid");
  expect(await isCovered()).toBe(true);
  expect(await db.donation.findUnique({ where: { id: gift.id } })).toMatchObject({ declarationId: declared.declarationId });
});

test("whoever gives or sponsors signed in is covered at once; signed in as somebody else is not", async () => {
  const declared = await declareByForm();
  const give = (signedInEmail: string) => completeDonation({ card: "visa" }, aDonationForm(), aDonorOrigin({ signedInEmail }));
  expect((await give(email)).declarationId).toBe(declared.declarationId);
  expect((await give("other@example.org")).declarationId).toBeNull();
  const collected = async (plan: { id: string }) => (await db.donation.findFirst({ where: { planId: plan.id } }))?.declarationId;
  expect(await collected(await joinPlan())).toBeNull();
  expect(await collected(await joinPlan({}, { card: "visa" }, aSponsorOrigin({ signedInEmail: email })))).toBe(declared.declarationId);
});

test("a declaration for the past, by a form that anybody could have sent, covers no earlier gift", async () => {
  const gift = await completeDonation({ card: "visa" });
  const id = getSupporterId(gift);
  await stripeControl().advance({ seconds: 60 });
  const past = { declaration: { scope: "this_future_and_past", ...home } as const };
  const isCovered = async () => (await listStatementGifts(id)).find(({ reference }) => reference === gift.reference)?.hasGiftAid;
  await completeDonation({ card: "visa" }, aDonationFormWithGiftAid(past));
  expect(await isCovered()).toBe(false);
  await completeDonation({ card: "visa" }, aDonationFormWithGiftAid(past), aDonorOrigin({ signedInEmail: email }));
  expect(await isCovered()).toBe(true);
});

test("a name with a web address or a telephone number is refused at its field, and nothing is lost", async () => {
  const id = getSupporterId(await completeDonation({ card: "visa" }));
  const cookie = await signInAs(id);
  for (const [last, kind] of [
    ["or visit www.example.test", "web or email address"],
    ["call 0800 111 222", "telephone number"],
  ] as const) {
    const answer = await postForm(details, "/supporter/details", { what: "name", first: "Refund:", last }, { cookie });
    expect(answer).toMatchObject({
      status: 400,
      shown: { errors: [{ field: "last", message: `The last name can’t hold a ${kind}: take it out` }], input: { first: "Refund:", last } },
    });
    const donated = await postForm(donate, "/donate", { first: "Refund:", last, email, amount: "other", other: "1" });
    expect(donated.status).toBe(400);
    expect(JSON.stringify(donated.shown)).toContain(`can’t hold a ${kind}`);
    expect(JSON.stringify(donated.shown)).toContain(last);
  }
  expect(await db.donation.count()).toBe(1);
});
