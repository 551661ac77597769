import { strFromU8, unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import * as giftAidScreen from "~/desk/gift-aid/routes/gift-aid";
import * as heldGiftScreen from "~/desk/gift-aid/routes/held-gift";
import * as claimsScreen from "~/desk/gift-aid/routes/claims";
import * as claimScreen from "~/desk/gift-aid/routes/claim";
import * as recordsScreen from "~/desk/gift-aid/routes/claim-records";
import * as scheduleScreen from "~/desk/gift-aid/routes/claim-schedule";
import * as giftScreen from "~/desk/gifts/routes/gift";
import * as supporterHome from "~/account/routes/home";
import { db } from "~/platform/database/db.server";
import { staffRoles } from "~/staff/roles";
import { addDeclaration, addDonor, addEligibleGift, addGift } from "tests/support/claim-gifts";
import { hmrc, passMinutes, useClaims } from "tests/support/claim-harness";
import { deskCookie, deskRequest, loadAtDesk, postAtDesk } from "tests/support/desk-requests";
import { signInAs } from "tests/support/supporter-requests";

useClaims();

type Overview = Awaited<ReturnType<typeof giftAidScreen.loader>>;
type HeldGift = Awaited<ReturnType<typeof heldGiftScreen.loader>>;
type ClaimPage = Awaited<ReturnType<typeof claimScreen.loader>>;

const overview = async (query = "") => (await loadAtDesk(giftAidScreen, { query })).data as Overview;
const heldGift = async (id: string) => (await loadAtDesk(heldGiftScreen, { params: { id } })).data as HeldGift;
const claimPage = async (id: string, query = "") => (await loadAtDesk(claimScreen, { params: { id }, query })).data as ClaimPage;
const actions = async () => (await db.auditEntry.findMany({ orderBy: { sequence: "asc" } })).map(({ action }) => action);
const location = ({ headers }: { headers: Headers }) => headers.get("location") ?? "";

const pressOnClaim = async (id: string, button: string, more: Record<string, string> = {}) =>
  await postAtDesk(claimScreen, { params: { id }, form: { do: button, ...more } });

async function prepare(): Promise<string> {
  const answer = await postAtDesk(giftAidScreen, { form: { do: "prepare" } });
  return location(answer).split("/").at(-1) ?? "";
}

describe("what can be claimed", () => {
  test("is added up by year with its deadline; what is not is listed with its reason, and what is ready beside the original", async () => {
    await addEligibleGift();
    const lukasz = await addDonor();
    await addDeclaration(lukasz, { firstName: "Robert", lastName: "O’Brien" });
    await addGift(lukasz, { giftPence: 2000 });
    const without = await addDonor();
    const held = await addGift(without, { giftPence: 500, firstName: "Grace", lastName: "Hopper" });
    expect(await overview()).toMatchObject({
      sum: "£7.50",
      count: "2 gifts",
      years: [
        { title: "6 April 2026 to 5 April 2027", gifts: "2 gifts", given: "£30.00", tax: "£7.50", deadline: "5 April 2031", isNear: false },
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
    await passMinutes(0);
    expect((await ask(await addGift(null))).status).toBe(409);
    expect((await loadAtDesk(heldGiftScreen, { params: { id: "none" } })).status).toBe(404);
    expect(await actions()).toEqual(["claim.donor-asked"]);
  });
});

describe("a claim", () => {
  test("is prepared once, handed in, accepted and paid; each step is in its history and in the audit log", async () => {
    const { donationId, supporterId } = await addEligibleGift();
    const id = await prepare();
    expect(await postAtDesk(giftAidScreen, { form: { do: "prepare" } })).toMatchObject({
      status: 409,
      data: { refusal: expect.stringContaining("goes first") },
    });
    expect((await overview()).waiting).toMatchObject({ id });
    expect(await claimPage(id)).toMatchObject({
      claim: { status: "ready", rows: [{ position: 1, name: "Ada Byron", told: null, sum: "£10.00" }] },
    });
    expect(location(await pressOnClaim(id, "submit"))).toContain("done=sent");
    expect((await pressOnClaim(id, "submit")).status).toBe(409);
    await passMinutes(1);
    expect((await claimPage(id)).claim.status).toBe("accepted");
    const wrong = await pressOnClaim(id, "paid", { amount: "lots", paidOn: "2026-11-29", bankReference: " " });
    expect(wrong).toMatchObject({
      status: 400,
      data: {
        errors: [{ field: "amount" }, { field: "paidOn" }, { field: "bankReference" }],
        input: { amount: "lots", paidOn: "2026-11-29" },
      },
    });
    expect(location(await pressOnClaim(id, "paid", { amount: "2.40", paidOn: "2026-11-28", bankReference: "HMRC GA" }))).toContain(
      "done=paid",
    );
    expect((await claimPage(id)).claim).toMatchObject({ status: "paid", difference: "The payment is £0.10 less than was asked for." });
    expect(await actions()).toEqual(["claim.prepared", "claim.sent", "claim.paid"]);
    expect(((await loadAtDesk(claimsScreen)).data as { claims: object[] }).claims).toMatchObject([
      { id, status: "Paid", asked: "£2.50", paid: "£2.40" },
    ]);

    const gift = (await loadAtDesk(giftScreen, { params: { id: donationId } })).data as Awaited<ReturnType<typeof giftScreen.loader>>;
    expect(gift.gift.facts).toContainEqual({ label: "Gift Aid claim", text: "GA-000001, paid", href: `/desk/gift-aid/claims/${id}` });
    const request = new Request("http://127.0.0.1:3000/supporter", { headers: { cookie: await signInAs(supporterId) } });
    const home = await supporterHome.loader({ request, params: {}, context: {} } as never);
    expect(home.history.rows).toMatchObject([{ id: donationId, isClaimed: true }]);
  });

  test("whose answer was lost is looked for in HMRC's list, and decided about by a person", async () => {
    await addEligibleGift();
    const id = await prepare();
    hmrc.control.next({ kind: "lost", kept: false });
    await pressOnClaim(id, "submit");
    expect((await claimPage(id)).claim.status).toBe("unknown");
    expect(await pressOnClaim(id, "decide:not-there")).toMatchObject({ status: 409, data: { errors: [{ field: "state" }] } });
    expect(location(await pressOnClaim(id, "look"))).toContain("done=not-found");
    expect((await claimPage(id)).claim.wasListed).toMatchObject({ isThere: false });
    expect(location(await pressOnClaim(id, "decide:not-there"))).toContain("done=decided");
    await pressOnClaim(id, "submit");
    await passMinutes(1);
    expect((await claimPage(id)).claim.status).toBe("accepted");
    expect(hmrc.control.received("submit")).toBe(2);
  });

  test("with a row that HMRC refuses shows HMRC's words at it, and the rest goes once", async () => {
    await addEligibleGift();
    const donor = await addDonor();
    await addDeclaration(donor, { firstName: "Grace", lastName: "Hopper" });
    await addGift(donor);
    const id = await prepare();
    const line = (await db.claimRow.findFirstOrThrow({ where: { lastName: "Hopper" } })).position;
    hmrc.control.next({ kind: "refuse", lines: [line], element: "Sur" });
    await pressOnClaim(id, "submit");
    await passMinutes(1);
    expect((await claimPage(id)).claim).toMatchObject({
      status: "refused",
      liveRefusedRows: 1,
      refusedRows: [{ name: "Grace Hopper", refusal: expect.any(String), isOut: false }],
    });
    await pressOnClaim(id, "send-again");
    await passMinutes(1);
    expect((await claimPage(id)).claim).toMatchObject({ status: "accepted", refusedRows: [{ name: "Grace Hopper", isOut: true }] });
    expect((await overview()).heldBack).toMatchObject([{ reason: "left_out", gifts: "1" }]);
  });

  test("of which something went back since says so, and goes without it", async () => {
    const { donationId } = await addEligibleGift();
    await addEligibleGift();
    const id = await prepare();
    await db.donation.update({ where: { id: donationId }, data: { refundedPence: 1000, status: "refunded" } });
    expect((await claimPage(id)).claim.changedRows).toHaveLength(1);
    expect(await pressOnClaim(id, "submit")).toMatchObject({ status: 409 });
    expect(location(await postAtDesk(scheduleScreen, { params: { id }, form: { format: "ods" } }))).toContain("done=no-schedule");
    expect(location(await pressOnClaim(id, "leave-out-changed"))).toContain("done=left-out");
    expect((await claimPage(id)).claim).toMatchObject({ changedRows: [], status: "ready" });
  });

  test("handed in by HMRC's form is not sent as well, and needs HMRC's reference", async () => {
    await addEligibleGift();
    const id = await prepare();
    const schedule = await postAtDesk(scheduleScreen, { params: { id }, form: { format: "ods" } });
    expect(schedule.headers.get("content-disposition")).toBe('attachment; filename="GA-000001.ods"');
    expect(await pressOnClaim(id, "submit")).toMatchObject({ status: 409 });
    expect(await pressOnClaim(id, "handed-in", { formReference: " " })).toMatchObject({
      status: 400,
      data: { errors: [{ field: "formReference" }] },
    });
    expect(location(await pressOnClaim(id, "handed-in", { formReference: "HMRC 123" }))).toContain("done=handed-in");
    expect(hmrc.control.received("submit")).toBe(0);
  });

  test("is given up, and its gifts can be claimed again", async () => {
    await addEligibleGift();
    const id = await prepare();
    expect(location(await pressOnClaim(id, "discard"))).toContain("done=discarded");
    expect(await overview()).toMatchObject({ sum: "£2.50", waiting: null });
    expect(await pressOnClaim(id, "nonsense")).toMatchObject({ status: 400 });
  });

  test("has its records in one ZIP: schedule, declarations with their words, and the trail, with who did it", async () => {
    const { declarationId } = await addEligibleGift();
    const id = await prepare();
    await pressOnClaim(id, "submit");
    await passMinutes(1);
    const answer = await recordsScreen.action({ request: await deskRequest({ form: {} }), params: { id }, context: { ip: "" } } as never);
    const files = unzipSync(new Uint8Array(await answer.arrayBuffer()));
    expect(Object.keys(files)).toEqual([
      "READ-ME.txt",
      "schedule/GA-000001-1.ods",
      "schedule/GA-000001-1.csv",
      "rows.csv",
      `declarations/${declarationId}.txt`,
      "adjustments.csv",
      "trail.csv",
      "hmrc/1-sent.xml",
      "hmrc/1-answer.xml",
    ]);
    const text = (name: string) => strFromU8(files[name] ?? new Uint8Array());
    expect(text(`declarations/${declarationId}.txt`)).toContain("Yes, I want Roomlight to claim Gift Aid. I am a UK taxpayer.");
    expect(text("rows.csv")).toContain("Ada Byron");
    expect(text("trail.csv")).toContain("Test administrator,sent,claim GA-000001");
    expect(await actions()).toContain("claim.records-made");
    // A ZIP that programs other than ours take in order.
    expect(strFromU8(unzipSync(files["schedule/GA-000001-1.ods"] ?? new Uint8Array())["mimetype"] ?? new Uint8Array())).toContain(
      "opendocument",
    );
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
