import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { listWaitingAdjustments } from "~/claims/adjustments.server";
import { cleanDetails } from "~/claims/claim-fields";
import { claimYearOf } from "~/claims/claim-years";
import { covers, coversOtherGift } from "~/giving/gift-aid/declaration-coverage";
import { latestDetails, listDeclarations } from "~/giving/gift-aid/declarations.server";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { londonDate } from "~/platform/london-dates";
import { currentTime, hmrc, useClaims } from "tests/support/claims/claim-harness";
import { play, settleAll, type Action } from "tests/support/claims/claim-history";
import { expectStoredAsLive } from "tests/support/claims/open-gift-check";
import { deleteAllRows } from "tests/support/database";

/** A few in `npm run verify`, always the same ones; `RUNS=300 npx vitest run --project integration tests/integration/claims/claims-random-history.test.ts` plays many. */
const runs = Number(process.env["RUNS"] ?? 20);
const seed = Number(process.env["SEED"] ?? 7);

useClaims();
vi.setConfig({ testTimeout: runs * 60_000 });
const { giftAid } = config.charity;
afterEach(() => {
  if (giftAid) giftAid.aggregatesSmallGifts = false;
});

const nat = (max: number) => fc.nat({ max });
const lastName = fc.constantFrom("Byron", "O’Neill", "Smith‐Jones", "Łukasiewicz", "B");
const scenario = fc.oneof(
  fc.constant({ kind: "accept" } as const),
  fc.constantFrom(
    { kind: "accept", acknowledgements: 2 } as const,
    { kind: "accept", receipt: "none" } as const,
    { kind: "error", number: "1000" } as const,
    { kind: "error", number: "2005", kept: true } as const,
    { kind: "error", number: "1046" } as const,
    { kind: "late-error", number: "3000" } as const,
    { kind: "refuse", lines: [1] } as const,
    { kind: "refuse", lines: [1, 2], element: "House" } as const,
    { kind: "status", status: 503 } as const,
    { kind: "lost", kept: true } as const,
    { kind: "lost", kept: false } as const,
    { kind: "not-xml" } as const,
  ),
);
const claim = nat(2);
const gift = nat(30);
const action = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("gift"),
      donor: nat(5),
      pence: fc.constantFrom(1, 3, 250, 1000, 2999, 3000, 12_345, 2_500_000),
      // Back to before the window of four years, and around the ends of tax years.
      daysAgo: fc.oneof(nat(400), fc.integer({ min: 230, max: 240 }), nat(1_900)),
      verified: fc.boolean(),
      underOwn: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("declare"),
      donor: nat(5),
      scope: fc.constantFrom("this_gift", "this_and_future", "this_future_and_past"),
      daysAgo: nat(900),
      cancelledAfter: fc.option(nat(500)),
      lastName,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("cancel"), declaration: nat(8) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("rename"), declaration: nat(8), lastName }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("refund"), gift, part: fc.constantFrom(1, 2, 4) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("refund-fails"), gift }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("dispute"), gift, outcome: fc.constantFrom("open", "won", "lost") }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("merge"), into: nat(4), from: nat(4) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("leave-out", "lift"), gift }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("prepare") }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("settle") }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("submit"), claim, scenario }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom("by-form", "leave-out-changed", "send-again", "discard", "pay", "decide"), claim }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("wait"), minutes: fc.integer({ min: 1, max: 8 }) }) },
) as fc.Arbitrary<Action>;

type Sums = { claimed: number; adjusted: number };

/** What stands in claims of each gift, whatever became of them. */
async function sumsByGift(statuses: string[]): Promise<Map<string, Sums>> {
  const sums = new Map<string, Sums>();
  const of = (id: string) => sums.get(id) ?? sums.set(id, { claimed: 0, adjusted: 0 }).get(id) ?? { claimed: 0, adjusted: 0 };
  for (const each of await db.claimGift.findMany({ where: { releasedAt: null }, include: { row: { include: { claim: true } } } }))
    if (statuses.includes(each.row.claim.status)) of(each.donationId).claimed += each.donatedPence;
  for (const each of await db.claimAdjustment.findMany({ where: { releasedAt: null }, include: { claim: true } }))
    if (statuses.includes(each.claim.status)) of(each.donationId).adjusted += each.donatedPence;
  return sums;
}

/** Nothing is ever claimed twice, and each claim counts what is in it. */
async function checkAlways(): Promise<void> {
  const open = ["ready", "sending", "unknown", "submitted", "refused", "accepted", "paid"];
  const donations = new Map((await db.donation.findMany()).map((row) => [row.id, row]));
  for (const [id, { claimed, adjusted }] of await sumsByGift(open)) {
    const donation = donations.get(id);
    expect(claimed - adjusted).toBeLessThanOrEqual((donation?.giftPence ?? 0) + (donation?.coverPence ?? 0));
    expect(claimed - adjusted).toBeGreaterThanOrEqual(0);
  }
  for (const each of await db.claim.findMany({
    include: { rows: { where: { releasedAt: null }, include: { gifts: { where: { releasedAt: null } } } } },
  })) {
    if (each.status === "discarded") {
      expect(each.rows).toEqual([]);
      continue;
    }
    const gifts = each.rows.flatMap((row) => row.gifts);
    for (const row of each.rows) expect(row.gifts.reduce((sum, { donatedPence }) => sum + donatedPence, 0)).toBe(row.donatedPence);
    const donated = gifts.reduce((sum, { donatedPence }) => sum + donatedPence, 0);
    expect([each.rowCount, each.giftCount, Number(each.donatedPence)]).toEqual([each.rows.length, gifts.length, donated]);
    expect(Number(each.adjustmentPence)).toBeLessThanOrEqual(Number(each.taxPence));
  }
  expect(await db.claim.count({ where: { status: { in: ["sending", "unknown", "submitted"] } } })).toBeLessThanOrEqual(1);
}

/** What of each gift should be claimed in the end, worked out gift by gift by the rule of the donor's own pages; null: a bank holds it. */
async function expectedByGift(): Promise<Map<string, { pence: number | null; isNew: boolean; isCovered: boolean }>> {
  const expected = new Map<string, { pence: number | null; isNew: boolean; isCovered: boolean }>();
  const today = londonDate(currentTime());
  const holds = new Set((await db.claimHold.findMany({ where: { liftedAt: null } })).map(({ donationId }) => donationId));
  for (const donation of await db.donation.findMany()) {
    const { id, paidAt, supporterId, giverVerified, status } = donation;
    if (!paidAt || !supporterId) throw new Error("each donation of this test is paid, by somebody");
    const declarations = await listDeclarations(supporterId);
    const own = declarations.find((each) => each.id === donation.declarationId);
    const underOwn = own && covers(own, paidAt, true) ? own : undefined;
    const declaration = underOwn ?? declarations.find((each) => coversOtherGift(each, { paidAt, promisedAt: paidAt, giverVerified }));
    const net = status === "paid" ? donation.giftPence + donation.coverPence - donation.refundedPence : 0;
    const isHeld = holds.has(id);
    const canBeSent = declaration !== undefined && "details" in cleanDetails(latestDetails(declaration));
    const isInTime = claimYearOf(londonDate(paidAt), "04-05").deadline >= today;
    expected.set(id, {
      pence: status === "disputed" ? null : isHeld ? 0 : net,
      isNew: canBeSent && isInTime,
      isCovered: declaration !== undefined,
    });
  }
  return expected;
}

/** Everything that is eligible is claimed, and nothing else; what went back is taken off, or waits for the next claim. */
async function checkInTheEnd(): Promise<void> {
  const sums = await sumsByGift(["accepted", "paid"]);
  const waiting = new Map((await listWaitingAdjustments(db)).map(({ donationId, pence }) => [donationId, pence]));
  for (const [id, { pence, isNew, isCovered }] of await expectedByGift()) {
    const { claimed, adjusted } = sums.get(id) ?? { claimed: 0, adjusted: 0 };
    const claimedNow = claimed - adjusted - (waiting.get(id) ?? 0);
    // No declaration is ever taken back here, so what none covers now was never covered.
    if (!isCovered) expect([id, claimed]).toEqual([id, 0]);
    if (pence === null) continue;
    // What was claimed once stays claimed though its donor's new name can't be sent; what comes back then is held back.
    if (isNew) expect([id, claimedNow]).toEqual([id, pence]);
    else expect(claimedNow).toBeLessThanOrEqual(pence);
  }
  // HMRC's own books: what it took is what we think that it took.
  const byForm = await db.claim.findMany({ where: { status: { in: ["accepted", "paid"] }, events: { some: { kind: "handed_in" } } } });
  const accepted = await db.claim.findMany({ where: { status: { in: ["accepted", "paid"] }, id: { notIn: byForm.map(({ id }) => id) } } });
  const total = (values: (number | bigint)[]) => values.reduce<number>((sum, value) => sum + Number(value), 0);
  const taken = hmrc.control.records().filter(({ outcome }) => outcome.kind === "accepted");
  expect(total(taken.map(({ donatedPence }) => donatedPence))).toBe(total(accepted.map(({ donatedPence }) => donatedPence)));
  expect(total(taken.map(({ adjustmentPence }) => adjustmentPence))).toBe(total(accepted.map(({ adjustmentPence }) => adjustmentPence)));
  expect(total(taken.map(({ gifts }) => gifts))).toBe(total(accepted.map(({ rowCount }) => rowCount)));
}

test("claims nothing twice and forgets nothing, whatever happens", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 20, maxLength: 60 }), fc.boolean(), async (actions, aggregates) => {
      await deleteAllRows();
      hmrc.control.reset();
      if (giftAid) giftAid.aggregatesSmallGifts = aggregates;
      for (const [place, each] of actions.entries()) {
        await play(each);
        await checkAlways();
        if (place % 10 === 9) await expectStoredAsLive();
      }
      await settleAll();
      await checkAlways();
      await checkInTheEnd();
      await expectStoredAsLive({ reasons: true });
    }),
    { numRuns: runs, seed, endOnFailure: process.env["SHRINK"] === undefined },
  );
});
