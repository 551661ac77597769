import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { beforeAll, describe, expect, it } from "vitest";
import { getClaim } from "~/claims/claims.server";
import { discardClaim, markHandedInByForm, recordClaimPayment } from "~/claims/hand-in/close-claim.server";
import { decideUnknownClaim, lookAtHmrcsList } from "~/claims/hand-in/decide-unknown.server";
import { followClaims, pollClaim } from "~/claims/hand-in/follow-claims.server";
import { makeSchedule } from "~/claims/hand-in/make-schedule.server";
import { leaveOutChangedRows, sendRefusedClaimAgain, submitClaim } from "~/claims/hand-in/submit-claim.server";
import { leaveOutGift, liftHold } from "~/claims/gifts/leave-out-gift.server";
import { prepareClaims } from "~/claims/prepare-claims.server";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { log } from "~/platform/log.server";
import type { Scenario } from "~/sandbox/hmrc/scenarios";
import { addDeclaration, addDonor, addEligibleGift, addGift } from "tests/support/claim-gifts";
import { currentTime, hmrc, passMinutes, passSeconds, useClaims } from "tests/support/claim-harness";
import { readSchedule } from "tests/support/hmrc-schedule-reader";

useClaims();
const settings = config.hmrc;
if (!settings) throw new Error("tests speak to the sandbox");
const by = "robin";
/** An address of this machine where nothing listens. */
let nobodyThere = "";
beforeAll(async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  nobodyThere = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.close();
  await once(server, "close");
});
const passes = passSeconds;

/** Gifts of so many donors, prepared. @returns the claim's id */
async function preparedClaim(donors = 3): Promise<string> {
  for (let index = 0; index < donors; index++) await addEligibleGift({ giftPence: 1000 * (index + 1) });
  const prepared = await prepareClaims(by);
  if ("refused" in prepared) throw new Error(`not prepared: ${prepared.refused}`);
  return prepared.claimIds[0] ?? "";
}
const statusOf = async (id: string) => (await getClaim(id))?.status;
const submissions = (claimId: string) => db.claimSubmission.findMany({ where: { claimId }, orderBy: { attempt: "asc" } });

/** Handed in, asked after until HMRC has decided. */
async function submitted(scenario: Scenario, donors = 3): Promise<string> {
  const id = await preparedClaim(donors);
  hmrc.control.next(scenario);
  await submitClaim(id, by);
  await passMinutes(8);
  return id;
}

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
    passes(10);
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
      passes(1);
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

describe("an answer that says nothing of the claim", () => {
  it.each<[string, Scenario, boolean]>([
    ["1000, with nothing taken", { kind: "error", number: "1000" }, false],
    ["1000, though taken", { kind: "error", number: "1000", kept: true }, true],
    ["2005, though taken", { kind: "error", number: "2005", kept: true }, true],
    ["3000 when asked after", { kind: "late-error", number: "3000" }, true],
    ["status 503", { kind: "status", status: 503 }, false],
    ["status 400", { kind: "status", status: 400 }, false],
    ["a broken connection, though taken", { kind: "lost", kept: true }, true],
    ["a broken connection, with nothing taken", { kind: "lost", kept: false }, false],
    ["no XML", { kind: "not-xml" }, false],
    ["a receipt for something else", { kind: "accept", receipt: "wrong" }, true],
  ])("%s: nothing is sent again, the list is looked at, and a person decides", async (_what, scenario, isThere) => {
    const id = await submitted(scenario);
    expect(await getClaim(id)).toMatchObject({ status: "unknown", refusal: expect.any(String) });
    expect(hmrc.control.received("submit")).toBe(1);
    expect(await submitClaim(id, by)).toEqual({ refused: "not-ready", status: "unknown" });
    expect(await prepareClaims(by)).toEqual({ refused: "waiting", claimIds: [id] });
    const mayAsk = (await submissions(id))[0]?.correlationId != null;
    if (!mayAsk) expect(await decideUnknownClaim(id, "there", by)).toEqual({ refused: "no-correlation-id" });
    expect(await decideUnknownClaim(id, "not-there", by)).toEqual({ refused: "look-first" });

    const look = await lookAtHmrcsList(id, by);
    expect(await decideUnknownClaim(id, "failed", by)).toEqual(
      scenario.kind === "late-error" ? { status: "refused" } : { refused: "not-failed" },
    );
    if (scenario.kind === "late-error") {
      expect(await sendRefusedClaimAgain(id, by)).toEqual({ status: "submitted", words: null });
    } else if (isThere) {
      expect(look).toMatchObject({ found: { correlationId: hmrc.control.records()[0]?.correlationId } });
      expect(await decideUnknownClaim(id, "not-there", by)).toEqual({ refused: "it-is-there" });
      expect(await decideUnknownClaim(id, "there", by)).toEqual({ status: "submitted" });
    } else {
      expect(look).toEqual({ notFound: true, others: 0 });
      expect(await decideUnknownClaim(id, "not-there", by)).toEqual({ status: "ready" });
      expect(await submitClaim(id, by)).toEqual({ status: "submitted", words: null });
      passes(60);
      await followClaims();
      expect(await statusOf(id)).toBe("accepted");
      expect((await submissions(id)).map(({ attempt }) => attempt)).toEqual([1, 2]);
    }
  });

  it("and HMRC's list not showing it though it is there: the decision stays a person's", async () => {
    const id = await submitted({ kind: "lost", kept: true });
    hmrc.control.setListing(false);
    expect(await lookAtHmrcsList(id, by)).toEqual({ notFound: true, others: 0 });
    expect(await decideUnknownClaim(id, "accepted", by)).toEqual({ status: "accepted" });
  });

  it("and a list that can't be had decides nothing", async () => {
    const id = await submitted({ kind: "lost", kept: true });
    settings.baseUrl = nobodyThere;
    expect(await lookAtHmrcsList(id, by)).toEqual({ refused: "no-answer" });
    expect(await decideUnknownClaim(id, "not-there", by)).toEqual({ refused: "look-first" });
  });

  it("where the process was killed while sending, it is unknown after some minutes", async () => {
    const id = await preparedClaim();
    hmrc.control.next({ kind: "lost", kept: true });
    await submitClaim(id, by);
    await db.claim.update({ where: { id }, data: { status: "sending", refusal: null } });
    passes(240);
    await followClaims();
    expect(await statusOf(id)).toBe("sending");
    passes(120);
    await followClaims();
    expect(await statusOf(id)).toBe("unknown");
  });

  it("HMRC out of reach: surely nothing was sent, and the claim stays ready", async () => {
    const id = await preparedClaim();
    settings.baseUrl = nobodyThere;
    expect(await submitClaim(id, by)).toEqual({ status: "ready", words: "Nothing was sent: HMRC could not be reached." });
    settings.baseUrl = hmrc.url;
    expect(await submitClaim(id, by)).toMatchObject({ status: "submitted" });
    expect(hmrc.control.received("submit")).toBe(1);
  });

  it("a poll that is not answered is asked again later", async () => {
    const id = await preparedClaim();
    await submitClaim(id, by);
    settings.baseUrl = nobodyThere;
    passes(60);
    await followClaims();
    expect(await statusOf(id)).toBe("submitted");
    settings.baseUrl = hmrc.url;
    passes(60);
    await followClaims();
    expect(await statusOf(id)).toBe("accepted");
  });
});

describe("a claim that HMRC refuses", () => {
  it.each([
    ["1001", /could not read the message/],
    ["1046", /user name or password/],
  ])("with %s as a whole: nothing was taken, and the same rows go again on a person's word", async (number, words) => {
    const id = await submitted({ kind: "error", number });
    expect(await getClaim(id)).toMatchObject({ status: "refused", refusal: expect.stringMatching(words), refusedRows: 0 });
    expect(hmrc.control.received("submit")).toBe(1);
    expect(await sendRefusedClaimAgain(id, by)).toEqual({ status: "submitted", words: null });
    expect((await getClaim(id))?.rowCount).toBe(3);
  });

  it("for two rows: they are held back with HMRC's words, and the rest goes once more", async () => {
    const id = await submitted({ kind: "refuse", lines: [1, 3], element: "House" });
    expect(await getClaim(id)).toMatchObject({ status: "refused", refusal: "HMRC refused 2 rows.", refusedRows: 2 });
    const refused = await db.claimRow.findMany({
      where: { claimId: id, refusal: { not: null } },
      include: { gifts: true },
      orderBy: { position: "asc" },
    });
    expect(refused.map(({ position, refusal }) => [position, refusal])).toEqual([
      [1, expect.stringContaining("The house name or number is not as HMRC takes it.")],
      [3, expect.stringContaining("(4065)")],
    ]);
    const before = await getClaim(id);
    expect(await sendRefusedClaimAgain(id, by)).toMatchObject({ status: "submitted" });
    const lost = refused.reduce((sum, row) => sum + row.donatedPence, 0);
    expect(await getClaim(id)).toMatchObject({
      rowCount: 1,
      giftCount: 1,
      donatedPence: (before?.donatedPence ?? 0) - lost,
      refusedRows: 0,
    });
    expect(hmrc.control.records().map(({ gifts }) => gifts)).toEqual([3, 1]);
    const held = await db.claimHold.findMany();
    expect(held.map(({ donationId }) => donationId).toSorted()).toEqual(
      refused.flatMap(({ gifts }) => gifts.map(({ donationId }) => donationId)).toSorted(),
    );
    expect(held[0]).toMatchObject({ reason: "refused_by_hmrc", placedBy: by });

    passes(60);
    await followClaims();
    expect(await statusOf(id)).toBe("accepted");
    expect(await prepareClaims(by)).toEqual({ refused: "nothing" });
    await liftHold(held[0]?.donationId ?? "", by);
    const next = await prepareClaims(by);
    expect("claimIds" in next && (await getClaim(next.claimIds[0] ?? ""))?.rowCount).toBe(1);
  });

  it("for rows a second time is not sent a third time; given up, its other rows can be claimed again", async () => {
    const id = await submitted({ kind: "refuse", lines: [1] });
    hmrc.control.next({ kind: "refuse", lines: [1] });
    await sendRefusedClaimAgain(id, by);
    passes(60);
    await followClaims();
    expect(await getClaim(id)).toMatchObject({ status: "refused", rowCount: 2, refusedRows: 1 });
    expect(await sendRefusedClaimAgain(id, by)).toEqual({ refused: "sent-again-before" });
    expect(hmrc.control.received("submit")).toBe(2);
    expect(await discardClaim(id, by)).toEqual({ status: "discarded" });
    const next = await prepareClaims(by);
    expect("claimIds" in next && (await getClaim(next.claimIds[0] ?? ""))?.rowCount).toBe(1);
  });

  it("for all of its rows has nothing left to send", async () => {
    const id = await submitted({ kind: "refuse", lines: [1, 2] }, 2);
    expect(await sendRefusedClaimAgain(id, by)).toEqual({ refused: "nothing-left" });
    expect(await statusOf(id)).toBe("refused");
    await discardClaim(id, by);
    expect(await prepareClaims(by)).toEqual({ refused: "nothing" });
    expect(await db.claimHold.count()).toBe(2);
  });

  it("for a row and a setting at once keeps the row, since the setting has to be put right", async () => {
    const also = [{ number: "7026", type: "business" as const, text: "The official's name must be there", location: "" }];
    const id = await submitted({ kind: "refuse", lines: [1], also });
    expect(await getClaim(id)).toMatchObject({
      status: "refused",
      refusedRows: 0,
      refusal: expect.stringContaining("authorised official"),
    });
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

describe("what goes back", () => {
  it("between preparing and sending: the claim says which rows, and goes without them", async () => {
    const id = await preparedClaim();
    const row = await db.claimRow.findFirstOrThrow({ where: { claimId: id, position: 2 }, include: { gifts: true } });
    const { donationId = "" } = row.gifts[0] ?? {};
    const donation = await db.donation.update({ where: { id: donationId }, data: { refundedPence: 400 } });
    const rows = [{ rowId: row.id, position: 2, reference: donation.reference }];
    expect(await submitClaim(id, by)).toEqual({ refused: "rows-changed", rows });
    expect(await makeSchedule(id, { kind: "ods", by })).toEqual({ refused: "rows-changed", rows });
    expect(await leaveOutChangedRows(id, by)).toEqual({ leftOut: 1 });
    expect(await submitClaim(id, by)).toMatchObject({ status: "submitted" });
    passes(60);
    await followClaims();
    const next = await prepareClaims(by);
    const claim = await getClaim("claimIds" in next ? (next.claimIds[0] ?? "") : "");
    expect(claim).toMatchObject({ rowCount: 1, donatedPence: donation.giftPence - 400, adjustmentPence: 0 });
  });

  it("after its claim is taken off the next one, with its reason, once", async () => {
    const { donationId } = await addEligibleGift({ giftPence: 10_000 });
    const other = await addEligibleGift({ giftPence: 5_000 });
    const first = await prepareClaims(by);
    const id = "claimIds" in first ? (first.claimIds[0] ?? "") : "";
    await submitClaim(id, by);
    passes(60);
    await followClaims();
    await db.donation.update({ where: { id: donationId }, data: { refundedPence: 2_001 } });
    await db.donation.update({ where: { id: other.donationId }, data: { status: "disputed" } });
    // No claim of an adjustment alone.
    expect(await prepareClaims(by)).toEqual({ refused: "nothing" });
    const { reference } = await db.donation.findUniqueOrThrow({ where: { id: donationId } });

    await addEligibleGift({ giftPence: 8_000 });
    const second = await prepareClaims(by);
    const secondId = "claimIds" in second ? (second.claimIds[0] ?? "") : "";
    expect(await getClaim(secondId)).toMatchObject({ donatedPence: 8_000, taxPence: 2_000, adjustmentPence: 501, askedPence: 1_499 });
    await submitClaim(secondId, by);
    const [submission] = await submissions(secondId);
    expect(submission?.request).toContain("<Adjustment>5.01</Adjustment>");
    expect(submission?.request).toContain(`<OtherInfo>Gifts in earlier claims: 1 refunded. References: ${reference}.</OtherInfo>`);
    passes(60);
    await followClaims();
    expect(await statusOf(secondId)).toBe("accepted");
    await db.donation.update({ where: { id: other.donationId }, data: { status: "charged_back" } });
    await addEligibleGift({ giftPence: 100_000 });
    const third = await prepareClaims(by);
    expect(await getClaim("claimIds" in third ? (third.claimIds[0] ?? "") : "")).toMatchObject({ adjustmentPence: 1_250 });
  });

  it("and comes back after its adjustment is claimed again", async () => {
    const { donationId } = await addEligibleGift({ giftPence: 10_000 });
    for (const refundedPence of [4_000, 0]) {
      const prepared = await prepareClaims(by);
      await submitClaim("claimIds" in prepared ? (prepared.claimIds[0] ?? "") : "", by);
      passes(60);
      await followClaims();
      await db.donation.update({ where: { id: donationId }, data: { refundedPence } });
      if (refundedPence > 0) await addEligibleGift({ giftPence: 50_000 });
    }
    const last = await prepareClaims(by);
    expect(await getClaim("claimIds" in last ? (last.claimIds[0] ?? "") : "")).toMatchObject({ rowCount: 1, donatedPence: 4_000 });
    expect(await db.claimGift.findMany({ where: { donationId }, orderBy: { part: "asc" } })).toMatchObject([
      { part: 0, donatedPence: 10_000 },
      { part: 1, donatedPence: 4_000 },
    ]);
  });

  it("is more than a claim can bear: the rest of it waits", async () => {
    const big = await addEligibleGift({ giftPence: 100_000 });
    const small = await addEligibleGift({ giftPence: 400 });
    const first = await prepareClaims(by);
    await markHandedInByForm("claimIds" in first ? (first.claimIds[0] ?? "") : "", { by, note: "REF 1" });
    for (const { donationId } of [big, small]) {
      const { giftPence } = await db.donation.findUniqueOrThrow({ where: { id: donationId } });
      await db.donation.update({ where: { id: donationId }, data: { status: "refunded", refundedPence: giftPence } });
    }
    await addEligibleGift({ giftPence: 1_000 });
    const next = await prepareClaims(by);
    expect(await getClaim("claimIds" in next ? (next.claimIds[0] ?? "") : "")).toMatchObject({ taxPence: 250, adjustmentPence: 100 });
  });

  it("since staff left it out after its claim is taken off, too", async () => {
    const id = await submitted({ kind: "accept" }, 1);
    const gift = await db.claimGift.findFirstOrThrow();
    await leaveOutGift(gift.donationId, { reason: "company", note: "A company's card", by });
    await addEligibleGift({ giftPence: 4_000 });
    const next = await prepareClaims(by);
    const nextId = "claimIds" in next ? (next.claimIds[0] ?? "") : "";
    expect(nextId).not.toBe(id);
    expect(await getClaim(nextId)).toMatchObject({ adjustmentPence: 250 });
    expect(await db.claimAdjustment.findMany()).toMatchObject([{ reason: "claimed_in_error", donatedPence: 1_000 }]);
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
