import { describe, expect, it } from "vitest";
import { getClaim } from "~/claims/claims.server";
import { discardClaim, markHandedInByForm, recordClaimPayment } from "~/claims/hand-in/close-claim.server";
import { followClaims, pollClaim } from "~/claims/hand-in/follow-claims.server";
import { makeSchedule } from "~/claims/hand-in/make-schedule.server";
import { submitClaim } from "~/claims/hand-in/submit-claim.server";
import { prepareClaims } from "~/claims/prepare-claims.server";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { log } from "~/platform/log.server";
import type { Scenario } from "~/sandbox/hmrc/scenarios";
import { addDeclaration, addDonor, addEligibleGift, addGift } from "tests/support/claims/claim-gifts";
import { currentTime, hmrc, passSeconds, useClaims } from "tests/support/claims/claim-harness";
import { readSchedule } from "tests/support/claims/hmrc-schedule-reader";
import { by, preparedClaim, statusOf, submissions, submitted } from "tests/support/claims/handed-in-claims";

useClaims();
const settings = config.hmrc;
if (!settings) throw new Error("tests speak to the sandbox");

describe("a claim that HMRC takes", () => {
  it("goes from ready over submitted to accepted, is deleted at HMRC, and is paid", async () => {
    const id = await preparedClaim();
    expect(await getClaim(id)).toMatchObject({
      number: expect.stringMatching(/^GA-\d{6}$/),
      status: "ready",
      rowCount: 3,
      donatedPence: 6000,
      taxPence: 1500,
    });
    expect(await submitClaim(id, by)).toEqual({ status: "submitted", words: null });
    expect(await pollClaim(id)).toBeNull();
    passSeconds(10);
    expect(await pollClaim(id)).toEqual({ status: "accepted", words: null });
    await followClaims();
    const [submission] = await submissions(id);
    const [record] = hmrc.control.records();
    expect(submission).toMatchObject({
      attempt: 1,
      irMark: record?.mark,
      correlationId: record?.correlationId,
      response: expect.stringContaining(record?.mark ?? "-"),
    });
    expect(submission?.id.replaceAll("-", "").toUpperCase()).toBe(record?.transactionId);
    expect(record).toMatchObject({ deleted: true, gifts: 3 });
    expect(submission?.deletedAt).toEqual(currentTime());
    expect(await recordClaimPayment(id, { paidOn: "2026-12-10", pence: 1499, bankReference: "HMRC GIFT AID", by })).toEqual({
      differencePence: -1,
    });
    expect((await getClaim(id))?.events.map(({ kind }) => kind)).toEqual(["prepared", "sent", "acknowledged", "accepted", "paid"]);
  });

  it.each<[string, Scenario, string | null]>([
    ["after three more acknowledgements", { kind: "accept", acknowledgements: 3 }, null],
    ["with an empty body", { kind: "accept", receipt: "none" }, "HMRC’s answer brought no receipt."],
  ])("%s is accepted", async (_what, scenario, refusal) => {
    const id = await submitted(scenario);
    expect(await getClaim(id)).toMatchObject({ status: "accepted", refusal });
  });

  it("is asked after no more often than HMRC wants", async () => {
    const id = await preparedClaim();
    hmrc.control.next({ kind: "accept", acknowledgements: 50 });
    await submitClaim(id, by);
    for (let second = 0; second < 30; second++) {
      passSeconds(1);
      await Promise.all([followClaims(), followClaims()]);
    }
    expect(hmrc.control.received("poll")).toBeLessThanOrEqual(6);
    expect(await statusOf(id)).toBe("submitted");
  });

  it("stores the message as it is sent, but for the password, and writes neither it nor donors to the log", async () => {
    const lines: string[] = [];
    const warn = log.warn.bind(log);
    log.warn = ((...values: unknown[]) => void lines.push(JSON.stringify(values))) as typeof log.warn;
    try {
      const id = await submitted({ kind: "status", status: 503 });
      const [submission] = await submissions(id);
      expect(submission?.request).toContain("<Sur>Byron</Sur>");
      expect(JSON.stringify(await db.claimSubmission.findMany())).not.toContain(settings.password);
      expect(lines.length).toBeGreaterThan(0);
      expect(lines.join()).not.toMatch(new RegExp(`Byron|SW1A|${settings.password}|${settings.senderId}`));
    } finally {
      log.warn = warn;
    }
  });
});

describe("one claim at a time", () => {
  it("goes to HMRC; the next one waits", async () => {
    const donors = 1001;
    const rows = Array.from({ length: donors }, (_, index) => index);
    for (let start = 0; start < donors; start += 50) await Promise.all(rows.slice(start, start + 50).map(() => addEligibleGift()));
    const prepared = await prepareClaims(by);
    const [first = "", second = "", ...more] = "claimIds" in prepared ? prepared.claimIds : [];
    expect(more).toEqual([]);
    expect([(await getClaim(first))?.rowCount, (await getClaim(second))?.rowCount]).toEqual([1000, 1]);
    const answers = await Promise.all([submitClaim(first, by), submitClaim(second, by), submitClaim(first, by)]);
    expect(answers.filter((answer) => "status" in answer && !("refused" in answer))).toHaveLength(1);
    expect(hmrc.control.received("submit")).toBe(1);
  });

  it("is prepared when two treasurers press at once", async () => {
    for (let index = 0; index < 20; index++) await addEligibleGift();
    const answers = await Promise.all([prepareClaims("ada"), prepareClaims("bea"), prepareClaims("cleo")]);
    expect(await db.claim.count()).toBe(1);
    expect(new Set(answers.flatMap((answer) => ("claimIds" in answer ? answer.claimIds : [])))).toHaveLength(1);
    expect(answers.filter((answer) => "refused" in answer)).toHaveLength(2);
    expect(await db.claimGift.count()).toBe(20);
  });
});

describe("HMRC's test service", () => {
  it("pays nothing: what only it took can be given up and claimed again; what the live service took can't", async () => {
    const id = await submitted({ kind: "accept" }, 1);
    expect(await discardClaim(id, by)).toEqual({ status: "discarded" });
    const prepared = await prepareClaims(by);
    const again = "claimIds" in prepared ? (prepared.claimIds[0] ?? "") : "";
    await markHandedInByForm(again, { by, note: "" });
    expect(await discardClaim(again, by)).toEqual({ refused: "not-ready" });
    expect(await statusOf(again)).toBe("accepted");
  });
});

describe("HMRC's own form", () => {
  it("gets the same rows as a schedule, and the claim is not sent beside it unless a person says so", async () => {
    const donor = await addDonor();
    await addDeclaration(donor, { lastName: "Smith‐O’Neill" });
    await addGift(donor, { paidAt: new Date("2026-04-05T22:59:00Z"), giftPence: 1 });
    await addGift(donor, { paidAt: new Date("2026-04-05T23:30:00Z"), giftPence: 2 });
    await addGift(donor, { paidAt: new Date("2026-04-30T12:00:00Z"), giftPence: 4 });
    const prepared = await prepareClaims(by);
    const id = "claimIds" in prepared ? (prepared.claimIds[0] ?? "") : "";
    const made = await makeSchedule(id, { kind: "ods", by });
    const [file] = "files" in made ? made.files : [];
    const read = readSchedule(file?.bytes ?? new Uint8Array(), "2026-11-28");
    expect(read.errors).toEqual([]);
    expect(read.rows.map(({ lastName, date, amount }) => [lastName, date, amount])).toEqual([
      ["Smith O'Neill", "05/04/26", "0.01"],
      ["Smith O'Neill", "30/04/26", "0.06"],
    ]);
    expect(await submitClaim(id, by)).toEqual({ refused: "schedule-was-made" });
    expect(await markHandedInByForm(id, { by, note: "HMRC's reference 123" })).toEqual({ status: "accepted" });
    expect(await prepareClaims(by)).toEqual({ refused: "nothing" });
  });

  it("was not used after all: the claim is sent on a person's word", async () => {
    const id = await preparedClaim(1);
    await makeSchedule(id, { kind: "csv", by });
    expect(await submitClaim(id, by, { notByForm: true })).toMatchObject({ status: "submitted" });
  });
});
