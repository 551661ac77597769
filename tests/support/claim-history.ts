import { mergeSupportersForTest } from "./merge-supporters";
import type { DeclarationScope } from "~/giving/gift-aid/gift-aid";
import { decideUnknownClaim, lookAtHmrcsList } from "~/claims/hand-in/decide-unknown.server";
import { discardClaim, markHandedInByForm, recordClaimPayment } from "~/claims/hand-in/close-claim.server";
import { leaveOutChangedRows, sendRefusedClaimAgain, submitClaim } from "~/claims/hand-in/submit-claim.server";
import { leaveOutGift, liftHold } from "~/claims/gifts/leave-out-gift.server";
import { prepareClaims } from "~/claims/prepare-claims.server";
import { db } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import type { Scenario } from "~/sandbox/hmrc/scenarios";
import { addDeclaration, addDonor, addGift } from "./claim-gifts";
import { currentTime, hmrc, passMinutes, passSeconds } from "./claim-harness";

/** One thing that happens. Numbers choose among what there is at that moment. */
export type Action =
  | { do: "gift"; donor: number; pence: number; daysAgo: number; verified: boolean; underOwn: boolean }
  | { do: "declare"; donor: number; scope: DeclarationScope; daysAgo: number; cancelledAfter: number | null; lastName: string }
  | { do: "cancel"; declaration: number }
  | { do: "rename"; declaration: number; lastName: string }
  | { do: "refund"; gift: number; part: number }
  | { do: "refund-fails"; gift: number }
  | { do: "dispute"; gift: number; outcome: "open" | "won" | "lost" }
  | { do: "merge"; into: number; from: number }
  | { do: "leave-out" | "lift"; gift: number }
  | { do: "prepare" | "settle" }
  | { do: "submit"; claim: number; scenario: Scenario }
  | { do: "by-form" | "leave-out-changed" | "send-again" | "discard" | "pay"; claim: number }
  | { do: "decide"; claim: number }
  | { do: "wait"; minutes: number };

const day = 86_400_000;
const by = "robin";
const pick = <Item>(items: readonly Item[], number: number): Item | undefined => items[number % Math.max(1, items.length)];

/** Does one thing, if it can be done now. */
export async function play(action: Action): Promise<void> {
  const before = (days: number) => new Date(currentTime().getTime() - days * day);
  const donors = await db.supporter.findMany({ orderBy: { createdAt: "asc" }, select: { id: true } });
  const donorOf = async (number: number) => (number < 4 ? (donors[number]?.id ?? (await addDonor())) : await addDonor());
  const claimIn = async (number: number, ...statuses: ("ready" | "unknown" | "refused" | "accepted")[]) =>
    pick(await db.claim.findMany({ where: { status: { in: statuses } }, orderBy: { number: "asc" } }), number)?.id ?? "";
  const giftAt = async (number: number) =>
    pick(await db.donation.findMany({ where: { paidAt: { not: null } }, orderBy: [{ createdAt: "asc" }, { id: "asc" }] }), number);
  const declarationAt = async (number: number) =>
    pick(await db.declaration.findMany({ orderBy: [{ declaredAt: "asc" }, { id: "asc" }] }), number);

  switch (action.do) {
    case "gift": {
      const donor = await donorOf(action.donor);
      const own = action.underOwn ? await db.declaration.findFirst({ where: { supporterId: donor }, orderBy: { id: "asc" } }) : null;
      const gift = {
        giftPence: action.pence,
        paidAt: before(action.daysAgo),
        giverVerified: action.verified,
        declarationId: own?.id ?? null,
      };
      await addGift(donor, gift);
      return;
    }
    case "declare": {
      const { scope, daysAgo, cancelledAfter, lastName } = action;
      const cancelledAt = cancelledAfter === null || cancelledAfter > daysAgo ? null : before(daysAgo - cancelledAfter);
      await addDeclaration(await donorOf(action.donor), { scope, declaredAt: before(daysAgo), cancelledAt, lastName });
      return;
    }
    case "cancel": {
      const declaration = await declarationAt(action.declaration);
      if (declaration && !declaration.cancelledAt)
        await db.declaration.update({ where: { id: declaration.id }, data: { cancelledAt: currentTime() } });
      return;
    }
    case "rename": {
      const declaration = await declarationAt(action.declaration);
      if (!declaration) return;
      const { firstName, house, postcode } = declaration;
      const changed = { firstName, house, postcode, lastName: action.lastName };
      await db.declarationChange.create({ data: { id: newId(), declarationId: declaration.id, ...changed, reportedAt: currentTime() } });
      return;
    }
    case "refund": {
      const gift = await giftAt(action.gift);
      if (gift?.status !== "paid") return;
      const left = gift.giftPence + gift.coverPence - gift.refundedPence;
      const refundedPence = gift.refundedPence + Math.max(1, Math.floor((left * action.part) / 4));
      const isAll = refundedPence >= gift.giftPence + gift.coverPence;
      await db.donation.update({ where: { id: gift.id }, data: { refundedPence, status: isAll ? "refunded" : "paid" } });
      return;
    }
    case "refund-fails": {
      const refunded = { refundedPence: { gt: 0 }, status: { in: ["paid" as const, "refunded" as const] } };
      const gift = pick(await db.donation.findMany({ where: refunded, orderBy: [{ createdAt: "asc" }, { id: "asc" }] }), action.gift);
      if (gift) await db.donation.update({ where: { id: gift.id }, data: { refundedPence: 0, status: "paid" } });
      return;
    }
    case "dispute": {
      const gift = await giftAt(action.gift);
      if (gift?.status !== "paid" && gift?.status !== "disputed") return;
      const status = { open: "disputed", won: "paid", lost: "charged_back" } as const;
      await db.donation.update({ where: { id: gift.id }, data: { status: status[action.outcome] } });
      return;
    }
    case "merge": {
      const [into, from] = [pick(donors, action.into), pick(donors, action.from)];
      if (into && from && into.id !== from.id) await mergeSupportersForTest(into.id, from.id);
      return;
    }
    case "leave-out":
      return void (await leaveOutGift((await giftAt(action.gift))?.id ?? "", { reason: "company", note: "", by }));
    case "lift":
      return void (await liftHold((await giftAt(action.gift))?.id ?? "", by));
    case "prepare":
      return void (await prepareClaims(by));
    case "settle":
      return await settleAll();
    case "submit":
      hmrc.control.next(action.scenario);
      return void (await submitClaim(await claimIn(action.claim, "ready"), by));
    case "by-form":
      return void (await markHandedInByForm(await claimIn(action.claim, "ready"), { by, note: "" }));
    case "leave-out-changed":
      return void (await leaveOutChangedRows(await claimIn(action.claim, "ready", "refused"), by));
    case "send-again":
      return void (await sendRefusedClaimAgain(await claimIn(action.claim, "refused"), by));
    case "discard":
      return void (await discardClaim(await claimIn(action.claim, "ready", "refused"), by));
    case "pay":
      return void (await recordClaimPayment(await claimIn(action.claim, "accepted"), {
        paidOn: "2026-12-01",
        pence: 1,
        bankReference: "",
        by,
      }));
    case "decide":
      return await decide(await claimIn(action.claim, "unknown"));
    case "wait":
      return await passMinutes(action.minutes);
  }
}

/** As the treasurer decides who looks at HMRC's list first. */
async function decide(claimId: string): Promise<void> {
  const look = await lookAtHmrcsList(claimId, by);
  if ("refused" in look) return;
  const failed = await decideUnknownClaim(claimId, "failed", by);
  if ("status" in failed) return;
  await decideUnknownClaim(claimId, "found" in look ? "there" : "not-there", by);
}

/** Brings everything to its end: claims under way are decided, what is left is claimed, and HMRC takes it. */
export async function settleAll(): Promise<void> {
  const accept: Scenario = { kind: "accept" };
  for (let round = 0; round < 30; round++) {
    passSeconds(86_400);
    await passMinutes(8);
    const open = await db.claim.findFirst({
      where: { status: { in: ["unknown", "ready", "refused", "sending", "submitted"] } },
      orderBy: { number: "asc" },
    });
    if (open?.status === "unknown") await decide(open.id);
    else if (open?.status === "refused") {
      await leaveOutChangedRows(open.id, by);
      hmrc.control.next(accept);
      const again = await sendRefusedClaimAgain(open.id, by);
      if ("refused" in again && again.refused !== "not-ready") await discardClaim(open.id, by);
    } else if (open?.status === "ready") {
      await leaveOutChangedRows(open.id, by);
      hmrc.control.next(accept);
      await submitClaim(open.id, by, { notByForm: true });
    } else if (!open) {
      const prepared = await prepareClaims(by);
      if ("refused" in prepared && prepared.refused === "nothing") return;
    }
  }
  throw new Error("claims do not come to an end");
}
