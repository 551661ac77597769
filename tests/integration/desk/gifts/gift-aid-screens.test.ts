import { describe, expect, test } from "vitest";
import * as giftAidScreen from "~/desk/gift-aid/routes/gift-aid";
import * as heldGiftScreen from "~/desk/gift-aid/routes/held-gift";
import * as claimScreen from "~/desk/gift-aid/routes/claim";
import * as recordsScreen from "~/desk/gift-aid/routes/claim-records";
import * as scheduleScreen from "~/desk/gift-aid/routes/claim-schedule";
import { db } from "~/platform/database/db.server";
import { staffRoles } from "~/staff/roles";
import { addDeclaration, addDonor, addEligibleGift, addGift } from "tests/support/claims/claim-gifts";
import { hmrc, passMinutes, useClaims } from "tests/support/claims/claim-harness";
import { deskCookie, loadAtDesk, postAtDesk } from "tests/support/desk/desk-requests";

useClaims();

type Overview = Awaited<ReturnType<typeof giftAidScreen.loader>>;
type HeldGift = Awaited<ReturnType<typeof heldGiftScreen.loader>>;
type ClaimPage = Awaited<ReturnType<typeof claimScreen.loader>>;

const overview = async (query = "") => (await loadAtDesk(giftAidScreen, { query })).data as Overview;
const heldGift = async (id: string) => (await loadAtDesk(heldGiftScreen, { params: { id } })).data as HeldGift;
const claimPage = async (id: string, query = "") => (await loadAtDesk(claimScreen, { params: { id }, query })).data as ClaimPage;
const actions = async () => (await db.auditEntry.findMany({ orderBy: { sequence: "asc" } })).map(({ action }) => action);
const location = ({ headers }: { headers: Headers }) => headers.get("location") ?? "";

async function prepare(): Promise<string> {
  const answer = await postAtDesk(giftAidScreen, { form: { do: "prepare" } });
  return location(answer).split("/").at(-1) ?? "";
}

describe("what can be claimed", () => {
  test("is added up by year with its deadline; what is not is listed with its reason, and what is ready beside the original", async () => {
    await addEligibleGift();
    const robert = await addDonor();
    await addDeclaration(robert, { firstName: "Robert", lastName: "O’Brien" });
    await addGift(robert, { giftPence: 2000, paidAt: new Date("2026-06-02T12:00:00Z") });
    const without = await addDonor();
    const held = await addGift(without, { giftPence: 500, firstName: "Grace", lastName: "Hopper" });
    expect(await overview()).toMatchObject({
      sum: "£7.50",
      count: "2 donations",
      years: [
        {
          title: "6 April 2026 to 5 April 2027",
          gifts: "2 donations",
          given: "£30.00",
          tax: "£7.50",
          deadline: "5 April 2031",
          isNear: false,
        },
      ],
      heldBack: [{ reason: "no_declaration", label: "No declaration", gifts: "1", sum: "£5.00" }],
      gifts: [{ id: held, name: "Grace Hopper", sum: "£5.00", why: "There is no Gift Aid declaration for it." }],
    });
    expect((await overview("?show=ready")).gifts).toMatchObject([
      { name: "Ada Byron", sent: { name: "Ada Byron" } },
      { name: "Robert O’Brien", sent: { name: "Robert O'Brien" } },
    ]);
    expect((await overview("?show=details")).gifts).toEqual([]);
    expect((await overview("?show=nonsense&after=nonsense")).gifts).toHaveLength(1);
  });

  test("a page that is full leads to the next", async () => {
    const donor = await addDonor();
    for (let index = 0; index < 52; index++) await addGift(donor, { paidAt: new Date(Date.UTC(2026, 5, 1, 12, index)) });
    const first = await overview();
    expect(first.gifts).toHaveLength(50);
    const second = await overview(`?after=${first.after ?? ""}`);
    expect(second.gifts).toHaveLength(2);
    expect(second.after).toBeNull();
  });
});

describe("a gift that is held back", () => {
  test("is put right beside what the donor told; what HMRC would not take is said at its field and keeps what was typed", async () => {
    const donor = await addDonor();
    await addDeclaration(donor, { firstName: "Paweł", lastName: "Byron", house: "12 Mill Lane" });
    const id = await addGift(donor);
    const before = await heldGift(id);
    expect(before.gift.why?.text).toContain("letters that HMRC’s form loses (ł)");
    expect(before.input).toMatchObject({ first: "Pawel", last: "Byron" });
    const params = { id };
    const wrong = { do: "correct", first: "Paweł", last: "B", house: "12 Mill Lane", postcode: "nowhere" };
    expect(await postAtDesk(heldGiftScreen, { params, form: wrong })).toMatchObject({
      status: 400,
      data: {
        input: { first: "Paweł", last: "B", postcode: "nowhere" },
        errors: [{ field: "first" }, { field: "last" }, { field: "postcode" }],
      },
    });
    expect(await db.claimCorrection.count()).toBe(0);
    const right = { do: "correct", first: "Pawel", last: "Byron", house: "12 Mill Lane", postcode: "sw1a1aa" };
    expect(location(await postAtDesk(heldGiftScreen, { params, form: right }))).toContain("done=corrected");
    expect(await heldGift(id)).toMatchObject({ gift: { state: "ready", told: { firstName: "Paweł" }, sent: { firstName: "Pawel" } } });
    expect(await actions()).toEqual(["claim.details-corrected"]);
  });

  test("is left out with a reason, and let back in", async () => {
    const { donationId: id } = await addEligibleGift();
    const params = { id };
    for (const reason of ["", "refused_by_hmrc"])
      expect(await postAtDesk(heldGiftScreen, { params, form: { do: "leave-out", reason, note: "A note" } })).toMatchObject({
        status: 400,
        data: { errors: [{ field: "reason" }], input: { note: "A note" } },
      });
    const form = { do: "leave-out", reason: "company", note: "Byron Ltd" };
    expect(location(await postAtDesk(heldGiftScreen, { params, form }))).toContain("done=left-out");
    expect((await postAtDesk(heldGiftScreen, { params, form })).status).toBe(409);
    expect((await heldGift(id)).gift.why).toEqual({ text: "Given by a company or a group: Byron Ltd", action: "lift" });
    expect(location(await postAtDesk(heldGiftScreen, { params, form: { do: "lift" } }))).toContain("done=lifted");
    expect((await postAtDesk(heldGiftScreen, { params, form: { do: "lift" } })).status).toBe(409);
    expect(await db.auditEntry.findMany({ orderBy: { sequence: "asc" } })).toMatchObject([
      { action: "claim.gift-left-out", aboutId: id, became: { reason: "company" } },
      { action: "claim.hold-lifted", aboutId: id },
    ]);
  });

  test("with others in one row that HMRC refused is let back in with all of them, or alone", async () => {
    const donor = await addDonor();
    await addDeclaration(donor);
    const [one, other, third] = [await addGift(donor), await addGift(donor), await addGift(donor)];
    await addEligibleGift();
    const id = await prepare();
    const { position } = await db.claimRow.findFirstOrThrow({ where: { gifts: { some: { donationId: one } } } });
    hmrc.control.next({ kind: "refuse", lines: [position], element: "House" });
    await postAtDesk(claimScreen, { params: { id }, form: { do: "submit" } });
    await passMinutes(1);
    await postAtDesk(claimScreen, { params: { id }, form: { do: "send-again" } });
    expect((await heldGift(one)).gift).toMatchObject({ reason: "left_out", refusedTogether: 3 });
    const lift = async (gift: string, button: string) => await postAtDesk(heldGiftScreen, { params: { id: gift }, form: { do: button } });
    expect(location(await lift(third, "lift"))).toContain("done=lifted");
    expect(location(await lift(one, "lift-row"))).toContain("done=row-lifted");
    expect((await lift(other, "lift-row")).status).toBe(409);
    expect(await db.claimHold.count({ where: { liftedAt: null } })).toBe(0);
    const lifted = await db.auditEntry.findMany({ where: { action: "claim.hold-lifted" } });
    expect(lifted.map(({ aboutId }) => aboutId).toSorted()).toEqual([one, other, third].toSorted());
  });

  test("has its donor asked by email once in thirty days, for all their gifts", async () => {
    const donor = await addDonor();
    const [one, other] = [await addGift(donor), await addGift(donor)];
    const ask = async (id: string) => await postAtDesk(heldGiftScreen, { params: { id }, form: { do: "ask" } });
    expect(location(await ask(one))).toContain("done=asked");
    expect(await ask(other)).toMatchObject({
      status: 409,
      data: { errors: [{ field: "ask", message: expect.stringContaining("28 November 2026") }] },
    });
    expect(await db.outgoingEmail.findMany()).toMatchObject([
      { kind: "gift-aid-request", about: { supporterId: donor, on: "2026-11-28" } },
    ]);
    expect((await ask(await addGift(null))).status).toBe(409);
    expect((await loadAtDesk(heldGiftScreen, { params: { id: "none" } })).status).toBe(404);
    expect(await actions()).toEqual(["claim.donor-asked"]);
  });
});

describe.each(staffRoles)("as %s", (role) => {
  const mayAct = role === "treasurer" || role === "administrator";

  test(`the pages are seen, and ${mayAct ? "" : "not "}acted on`, async () => {
    const { donationId } = await addEligibleGift();
    await addEligibleGift();
    const cookie = await deskCookie(role);
    expect(await loadAtDesk(giftAidScreen, { cookie })).toMatchObject({ status: 200, data: { isAny: true } });
    expect(await loadAtDesk(heldGiftScreen, { cookie, params: { id: donationId } })).toMatchObject({ status: 200 });
    const leftOut = await postAtDesk(heldGiftScreen, { cookie, params: { id: donationId }, form: { do: "leave-out", reason: "other" } });
    expect(leftOut.status).toBe(mayAct ? 303 : 403);
    expect((await postAtDesk(giftAidScreen, { cookie, form: { do: "prepare" } })).status).toBe(mayAct ? 303 : 403);
    expect(await db.claim.count()).toBe(mayAct ? 1 : 0);
    const id = mayAct ? (await db.claim.findFirstOrThrow()).id : await prepare();
    expect(await loadAtDesk(claimScreen, { cookie, params: { id } })).toMatchObject({ status: 200 });
    expect((await postAtDesk(scheduleScreen, { cookie, params: { id }, form: { format: "csv" } })).status).toBe(mayAct ? 200 : 403);
    expect((await postAtDesk(recordsScreen, { cookie, params: { id }, form: {} })).status).toBe(mayAct ? 200 : 403);
    expect((await postAtDesk(claimScreen, { cookie, params: { id }, form: { do: "submit-not-by-form" } })).status).toBe(mayAct ? 303 : 403);
    expect(hmrc.control.received("submit")).toBe(mayAct ? 1 : 0);
  });
});

test("what can't be undone asks for a fresh passkey or code first, and sends nothing", async () => {
  await addEligibleGift();
  const id = await prepare();
  const cookie = await deskCookie("treasurer");
  await db.staffSession.updateMany({ data: { confirmedAt: new Date("2026-11-28T10:00:00Z") } });
  for (const button of ["submit", "submit-not-by-form", "send-again", "handed-in", "discard", "decide:not-there", "decide:accepted"])
    expect((await postAtDesk(claimScreen, { cookie, params: { id }, form: { do: button } })).status).toBe(401);
  expect((await postAtDesk(scheduleScreen, { cookie, params: { id }, form: { format: "ods" } })).status).toBe(401);
  expect((await postAtDesk(recordsScreen, { cookie, params: { id }, form: {} })).status).toBe(401);
  expect(hmrc.control.received("submit")).toBe(0);
  expect((await claimPage(id)).claim.status).toBe("ready");
});
