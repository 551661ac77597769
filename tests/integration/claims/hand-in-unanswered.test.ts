import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { beforeAll, describe, expect, it } from "vitest";
import { getClaim } from "~/claims/claims.server";
import { discardClaim } from "~/claims/hand-in/close-claim.server";
import { decideUnknownClaim, lookAtHmrcsList } from "~/claims/hand-in/decide-unknown.server";
import { followClaims } from "~/claims/hand-in/follow-claims.server";
import { sendRefusedClaimAgain, submitClaim } from "~/claims/hand-in/submit-claim.server";
import { liftHold } from "~/claims/gifts/leave-out-gift.server";
import { prepareClaims } from "~/claims/prepare-claims.server";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import type { Scenario } from "~/sandbox/hmrc/scenarios";
import { hmrc, passSeconds, useClaims } from "tests/support/claims/claim-harness";
import { by, preparedClaim, statusOf, submissions, submitted } from "tests/support/claims/handed-in-claims";

useClaims();
const settings = config.hmrc;
if (!settings) throw new Error("tests speak to the sandbox");
/** An address of this machine where nothing listens. */
let nobodyThere = "";
beforeAll(async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  nobodyThere = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.close();
  await once(server, "close");
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
      passSeconds(60);
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
    passSeconds(240);
    await followClaims();
    expect(await statusOf(id)).toBe("sending");
    passSeconds(120);
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
    passSeconds(60);
    await followClaims();
    expect(await statusOf(id)).toBe("submitted");
    settings.baseUrl = hmrc.url;
    passSeconds(60);
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
      [3, expect.stringContaining("(4065, 4082)")],
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

    passSeconds(60);
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
    passSeconds(60);
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
