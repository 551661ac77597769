import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { createAppeal, deleteDraftAppeal, endAppeal, publishAppeal, saveAppeal } from "~/giving/appeals/change-appeals.server";
import { findPublishedAppeal, getProgress, listAppeals, listOpenAppeals } from "~/giving/appeals/appeals.server";
import { netOf, donationStatuses } from "~/giving/donation";
import { closeFund } from "~/giving/funds/change-funds.server";
import { moveGift } from "~/giving/funds/move-gift.server";
import { setClock } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { useDatabase } from "tests/support/database";
import { insertGift } from "tests/support/desk/desk-rows";
import { staffMember } from "tests/support/desk/desk-requests";
import { anAppealForm, insertAppeal } from "tests/support/giving/appeals";

useDatabase();
afterEach(() => setClock(() => new Date()));

const staff = async () => ({ id: await staffMember("editor"), network: "192.0.2.0/24", name: "Edi Editor" });
const noErrors = () => Promise.resolve([]);

test("for any gifts and refunds, an appeal's progress is the sum of what the charity has of its gifts", async () => {
  const anyGift = fc.record({
    status: fc.constantFrom(...donationStatuses.filter((status) => status !== "void")),
    giftPence: fc.integer({ min: 200, max: 9000 }),
    coverPence: fc.constantFrom(0, 30),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    isItsOwn: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(anyGift, { maxLength: 15 }), async (gifts) => {
      await db.donation.deleteMany();
      await db.appeal.deleteMany();
      const { id, fundId } = await insertAppeal();
      let [net, count] = [0, 0];
      for (const { share, isItsOwn, ...gift } of gifts) {
        const total = gift.giftPence + gift.coverPence;
        const refundedPence = gift.status === "refunded" ? total : gift.status === "paid" ? Math.floor(share * (total - 1)) : 0;
        const isPaid = ["paid", "refunded", "disputed", "charged_back"].includes(gift.status);
        const row = await insertGift({
          ...gift,
          refundedPence,
          paidAt: isPaid ? new Date() : null,
          ...(isItsOwn && { fundId, appealId: id }),
        });
        if (isItsOwn) net += netOf(row);
        if (isItsOwn && gift.status === "paid") count += 1;
      }
      expect(await getProgress(id)).toEqual({ gifts: count, net });
      expect((await listAppeals()).map(({ progress }) => progress)).toEqual([{ gifts: count, net }]);
    }),
    { numRuns: 20, seed: 7 },
  );
});

test("an appeal is begun once, published as it was looked at, and ended for good; names and addresses are its own", async () => {
  const by = await staff();
  const id = newId();
  const form = anAppealForm();
  expect(await createAppeal(by, id, form)).toEqual({ changed: true });
  expect(await createAppeal(by, id, form)).toEqual({ changed: true });
  expect(await createAppeal(by, newId(), { ...form, slug: "other" })).toEqual({ refused: "name-taken" });
  expect(await createAppeal(by, newId(), { ...form, name: "A WARM WINTER", slug: "other" })).toEqual({ refused: "name-taken" });
  expect(await createAppeal(by, newId(), { ...form, name: "Other" })).toEqual({ refused: "slug-taken" });
  expect(await createAppeal(by, newId(), { ...form, name: "Other", slug: "other", imageId: "none" })).toEqual({
    refused: "no-such-picture",
  });
  expect(await findPublishedAppeal(form.slug), "a draft has no page").toBeNull();
  expect(await saveAppeal(by, id, 1, { ...form, goalPence: null }, noErrors)).toEqual({ changed: true });
  expect(await saveAppeal(by, id, 1, form, noErrors)).toEqual({ refused: "changed-meanwhile" });
  expect(await publishAppeal(by, id, 1, noErrors)).toEqual({ refused: "changed-meanwhile" });
  expect(await publishAppeal(by, id, 2, () => Promise.resolve(["Line 1: no"]))).toEqual({ refused: "not-ready" });
  expect(await publishAppeal(by, id, 2, noErrors)).toEqual({ changed: true });
  expect(await publishAppeal(by, id, 3, noErrors)).toEqual({ refused: "not-a-draft" });
  expect(await deleteDraftAppeal(by, id)).toEqual({ refused: "not-a-draft" });
  for (const change of [{ name: "Other" }, { slug: "other" }, { fundId: "rooms-fund" }])
    expect(await saveAppeal(by, id, 3, { ...form, ...change }, noErrors)).toEqual({ refused: "fixed-once-published" });
  expect(await saveAppeal(by, id, 3, { ...form, surplus: "" }, noErrors)).toEqual({ refused: "not-ready" });
  expect(await saveAppeal(by, id, 3, { ...form, endsOn: "2020-01-01" }, noErrors)).toEqual({ refused: "last-day-over" });
  expect(await saveAppeal(by, id, 3, { ...form, summary: "Better words" }, noErrors)).toEqual({ changed: true });
  expect(await endAppeal(by, id)).toEqual({ changed: true });
  expect(await endAppeal(by, id)).toEqual({ changed: true });
  expect(await saveAppeal(by, id, 5, form, noErrors)).toEqual({ refused: "over" });
  const actions = (await db.auditEntry.findMany({ orderBy: { sequence: "asc" } })).map(({ action }) => action);
  expect(actions).toEqual(["appeal.added", "appeal.changed", "appeal.published", "appeal.changed", "appeal.ended"]);
});

test("the end of its last day ends it; a fund that it collects for stays open until then", async () => {
  const by = await staff();
  const fundId = newId();
  await db.fund.create({ data: { id: fundId, name: "Beds", purpose: "beds", restricted: true } });
  const { id, slug } = await insertAppeal({ endsOn: new Date("2026-12-31T00:00:00Z"), fundId });
  setClock(() => new Date("2026-12-31T23:59:00Z"));
  expect((await listOpenAppeals()).map((appeal) => appeal.id)).toEqual([id]);
  expect(await closeFund(by, fundId)).toEqual({ refused: "has-open-appeals" });
  setClock(() => new Date("2027-01-01T00:00:00Z"));
  expect(await listOpenAppeals()).toEqual([]);
  expect(await findPublishedAppeal(slug)).toMatchObject({ phase: "ended", endsOn: "2026-12-31" });
  await endAppeal(by, id);
  expect(await closeFund(by, fundId)).toEqual({ changed: true });
});

test("a gift that is moved out of an appeal's fund is no part of its progress; one that is moved to the appeal is", async () => {
  const by = await staff();
  const { id: appealId, fundId } = await insertAppeal();
  const gift = await insertGift({ giftPence: 1000 });
  const move = { seenFundId: "general-fund", reason: "They meant the appeal", donorAgreed: false };
  expect(await moveGift(by, newId(), gift.id, { ...move, to: { appealId } })).toEqual({ moved: true });
  expect(await getProgress(appealId)).toEqual({ gifts: 1, net: 1000 });
  expect((await db.donation.findUniqueOrThrow({ where: { id: gift.id } })).fundId).toBe(fundId);
  await moveGift(by, newId(), gift.id, { ...move, seenFundId: fundId, donorAgreed: true, to: { fundId: "rooms-fund" } });
  expect(await getProgress(appealId)).toEqual({ gifts: 0, net: 0 });
});
