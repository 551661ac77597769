import { now } from "~/platform/clock";
import type { Tx } from "~/platform/database/db.server";
import { fromDateColumn } from "~/platform/london-dates";
import { pence, type Pence } from "~/platform/money";
import { refundablePence } from "../payments/refund-rules";
import { isOffline, type OfflineMethod } from "../payment-methods";
import { findDoubles } from "./find-giver.server";
import type { OfflineGift } from "./offline-gift-form";
import {
  addGiver,
  offlineColumns,
  offlineDetails,
  resolveGiver,
  type GiverChoice,
  type OfflineGiftQuestion,
} from "./record-offline-gift.server";

/**
 * Why nothing was changed. "claimed": it is in a Gift Aid claim; "refunded": something of it went back; "changed-meanwhile": by somebody
 * else, after the form was opened; "not-open": it is void, or not one that staff wrote down.
 */
export type OfflineChangeRefusal = { refused: "claimed" | "refunded" | "changed-meanwhile" | "not-open" };

/** Who changes it and why. `id`: the form's, so that pressing twice does it once; `version` of the gift as the form showed it. */
export type OfflineChange = { id: string; donationId: string; version: number; reason: string; changedBy: string };

/** What giving can't know: whether a gift is in a Gift Aid claim. */
type IsClaimed = (tx: Tx, donationId: string) => Promise<boolean>;

/** Facts of a gift that name nobody, for the audit log. */
export type OfflineFacts = { pence: number; receivedOn: string; method: OfflineMethod; giver: string };

export type OfflineGiftRow = NonNullable<Awaited<ReturnType<typeof findOfflineGift>>>;

/** An offline gift with what is known beside its donation; null: there is none of that id. */
export async function findOfflineGift(tx: Pick<Tx, "donation">, id: string) {
  const found = await tx.donation.findUnique({ where: { id }, include: { offline: true } });
  if (!found?.offline || !isOffline(found.paymentMethod)) return null;
  const { offline, paymentMethod: method, ...donation } = found;
  const receivedOn = fromDateColumn(offline.receivedOn);
  const facts: OfflineFacts = { pence: donation.giftPence, receivedOn, method, giver: donation.giverKind };
  return { ...donation, offline, method, receivedOn, facts };
}

/** Holds a gift and looks whether it may be changed. "done": this very form did it before. */
async function holdGift(tx: Tx, { id, donationId, version }: OfflineChange): Promise<OfflineGiftRow | "done" | OfflineChangeRefusal> {
  const { supporterId } = (await tx.donation.findUnique({ where: { id: donationId }, select: { supporterId: true } })) ?? {};
  if (supporterId) await tx.$queryRaw`SELECT id FROM supporter WHERE id = ${supporterId} FOR UPDATE`;
  await tx.$queryRaw`SELECT id FROM donation WHERE id = ${donationId} FOR UPDATE`;
  if (await tx.offlineGiftChange.findUnique({ where: { id } })) return "done";
  const gift = await findOfflineGift(tx, donationId);
  if (gift?.status !== "paid" && gift?.status !== "refunded") return { refused: "not-open" };
  return gift.offline.version === version ? gift : { refused: "changed-meanwhile" };
}

const writeChange = (tx: Tx, kind: "corrected" | "voided" | "refunded", { id, donationId, reason, changedBy }: OfflineChange) =>
  tx.offlineGiftChange.create({ data: { id, donationId, kind, reason, changedBy, changedAt: now() } });

const nextVersion = { version: { increment: 1 } };

/**
 * Puts right what was written down wrongly of an offline gift, in the caller's transaction, which holds `lockOfflineGifts`. Whose it is
 * is asked anew where name, address or email changed.
 * @returns the facts before and after; isNew false: this form did it before
 */
export async function correctOfflineGift(
  tx: Tx,
  change: OfflineChange & { gift: OfflineGift; choice: GiverChoice; isAnother: boolean },
  isClaimed: IsClaimed,
): Promise<{ isNew: boolean; was?: OfflineFacts; became?: OfflineFacts } | OfflineGiftQuestion | OfflineChangeRefusal> {
  const held = await holdGift(tx, change);
  if (held === "done") return { isNew: false };
  if ("refused" in held) return held;
  if (await isClaimed(tx, change.donationId)) return { refused: "claimed" };
  const { gift, choice, isAnother } = change;
  if (held.refundedPence > 0 && gift.pence !== held.giftPence) return { refused: "refunded" };
  const isSameGiver =
    gift.giverKind === held.giverKind &&
    gift.firstName === held.firstName &&
    gift.lastName === held.lastName &&
    gift.email === held.email.toLowerCase() &&
    gift.postcode === held.offline.postcode;
  const giver = isSameGiver ? { supporterId: held.supporterId } : await resolveGiver(tx, gift, choice);
  if ("ask" in giver) return giver;
  const doubles = isAnother ? [] : await findDoubles(tx, gift, giver.supporterId, held.id);
  if (doubles.length > 0) return { doubles };
  const supporterId = giver.supporterId ?? (isSameGiver ? null : await addGiver(tx, gift));
  const columns = await offlineColumns(tx, gift, supporterId);
  await tx.donation.update({ where: { id: held.id }, data: columns });
  await tx.offlineGift.update({ where: { donationId: held.id }, data: { ...offlineDetails(gift), ...nextVersion } });
  await writeChange(tx, "corrected", change);
  const became: OfflineFacts = { pence: gift.pence, receivedOn: gift.receivedOn, method: gift.method, giver: gift.giverKind };
  return { isNew: true, was: held.facts, became };
}

/** Says that an offline gift never was: it counts nowhere from now on, and stays to be seen. */
export async function voidOfflineGift(
  tx: Tx,
  change: OfflineChange,
  isClaimed: IsClaimed,
): Promise<{ isNew: boolean; was?: OfflineFacts } | OfflineChangeRefusal> {
  const held = await holdGift(tx, change);
  if (held === "done") return { isNew: false };
  if ("refused" in held) return held;
  if (await isClaimed(tx, change.donationId)) return { refused: "claimed" };
  if (held.refundedPence > 0) return { refused: "refunded" };
  await tx.donation.update({ where: { id: held.id }, data: { status: "void", paidAt: null, declarationId: null } });
  await tx.offlineGift.update({ where: { donationId: held.id }, data: nextVersion });
  await writeChange(tx, "voided", change);
  return { isNew: true, was: held.facts };
}

/**
 * Writes down that money of an offline gift went back: the charity sent it itself, by bank or by hand. Its Gift Aid goes down by that.
 * @returns refused "more-than-left" with what is left of it
 */
export async function recordOfflineRefund(
  tx: Tx,
  change: OfflineChange & { pence: Pence },
): Promise<{ isNew: boolean; pence?: Pence } | OfflineChangeRefusal | { refused: "more-than-left"; left: Pence }> {
  const held = await holdGift(tx, change);
  if (held === "done") return { isNew: false };
  if ("refused" in held) return held;
  const left = refundablePence(held, []);
  if (change.pence > left) return { refused: "more-than-left", left };
  const refundedPence = pence(held.refundedPence + change.pence);
  await tx.refund.create({
    data: { id: change.id, donationId: held.id, pence: change.pence, status: "succeeded", reason: "offline", refundedAt: now() },
  });
  await tx.donation.update({
    where: { id: held.id },
    data: { refundedPence, ...(refundedPence === held.giftPence && { status: "refunded" as const }) },
  });
  await tx.offlineGift.update({ where: { donationId: held.id }, data: nextVersion });
  await writeChange(tx, "refunded", change);
  return { isNew: true, pence: change.pence };
}
