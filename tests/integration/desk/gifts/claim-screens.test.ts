import { strFromU8, unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import * as giftAidScreen from "~/desk/gift-aid/routes/gift-aid";
import * as claimsScreen from "~/desk/gift-aid/routes/claims";
import * as claimScreen from "~/desk/gift-aid/routes/claim";
import * as recordsScreen from "~/desk/gift-aid/routes/claim-records";
import * as scheduleScreen from "~/desk/gift-aid/routes/claim-schedule";
import * as giftScreen from "~/desk/gifts/routes/gift";
import * as supporterHome from "~/account/routes/home";
import { db } from "~/platform/database/db.server";
import { addDeclaration, addDonor, addEligibleGift, addGift } from "tests/support/claims/claim-gifts";
import { hmrc, passMinutes, useClaims } from "tests/support/claims/claim-harness";
import { deskRequest, loadAtDesk, postAtDesk } from "tests/support/desk/desk-requests";
import { signInAs } from "tests/support/supporters/supporter-requests";

useClaims();

type Overview = Awaited<ReturnType<typeof giftAidScreen.loader>>;
type ClaimPage = Awaited<ReturnType<typeof claimScreen.loader>>;

const overview = async (query = "") => (await loadAtDesk(giftAidScreen, { query })).data as Overview;
const claimPage = async (id: string, query = "") => (await loadAtDesk(claimScreen, { params: { id }, query })).data as ClaimPage;
const actions = async () => (await db.auditEntry.findMany({ orderBy: { sequence: "asc" } })).map(({ action }) => action);
const location = ({ headers }: { headers: Headers }) => headers.get("location") ?? "";

const pressOnClaim = async (id: string, button: string, more: Record<string, string> = {}) =>
  await postAtDesk(claimScreen, { params: { id }, form: { do: button, ...more } });

async function prepare(): Promise<string> {
  const answer = await postAtDesk(giftAidScreen, { form: { do: "prepare" } });
  return location(answer).split("/").at(-1) ?? "";
}

describe("a claim", () => {
  test("is prepared once, handed in, accepted and paid; each step is in its history and in the audit log", async () => {
    const { donationId, supporterId } = await addEligibleGift();
    const id = await prepare();
    const number = (await claimPage(id)).claim.number;
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
    expect(gift.gift.facts).toContainEqual({ label: "Gift Aid claim", text: `${number}, paid`, href: `/desk/gift-aid/claims/${id}` });
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
    // Only the test service has it, which pays nothing: it may be given up, and claimed for real.
    expect((await claimPage(id)).claim.isTest).toBe(true);
    expect(location(await pressOnClaim(id, "discard"))).toContain("done=discarded");
    expect(await overview()).toMatchObject({ sum: "£2.50", waiting: null });
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
    const number = (await claimPage(id)).claim.number;
    const schedule = await postAtDesk(scheduleScreen, { params: { id }, form: { format: "ods" } });
    expect(schedule.headers.get("content-disposition")).toBe(`attachment; filename="${number}.ods"`);
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
    const number = (await claimPage(id)).claim.number;
    await pressOnClaim(id, "submit");
    await passMinutes(1);
    const answer = await recordsScreen.action({ request: await deskRequest({ form: {} }), params: { id }, context: { ip: "" } } as never);
    const files = unzipSync(new Uint8Array(await answer.arrayBuffer()));
    expect(Object.keys(files)).toEqual([
      "READ-ME.txt",
      `schedule/${number}-1.ods`,
      `schedule/${number}-1.csv`,
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
    expect(text("trail.csv")).toContain(`"Test administrator","sent","claim ${number}"`);
    expect(await actions()).toContain("claim.records-made");
    // A ZIP that programs other than ours take in order.
    expect(strFromU8(unzipSync(files[`schedule/${number}-1.ods`] ?? new Uint8Array())["mimetype"] ?? new Uint8Array())).toContain(
      "opendocument",
    );
  });
});
