import { config } from "~/platform/config/config.server";
import { now } from "~/platform/clock";
import { db, type Tx } from "~/platform/database/db.server";
import { newId, newReference, newToken } from "~/platform/ids.server";
import { startOfLondonDate, toDateColumn } from "~/platform/london-dates";
import { queueEmail } from "~/platform/mail/queue-email.server";
import { findOrCreateSupporter } from "~/supporters/find-or-create.server";
import { findCoveringDeclaration } from "../gift-aid/declarations.server";
import { mayHaveGiftAid } from "../payment-methods";
import { findByEmail, findCandidates, findDoubles, mayHaveSupporter, type Candidate, type PossibleDouble } from "./find-giver.server";
import type { OfflineGift, OpenFund } from "./offline-gift-form";

/** Whose a gift is, as staff said: a supporter's id, "new" for somebody who is not known yet; null: nobody was asked. */
export type GiverChoice = string | null;

/** What keeps a gift from being written down before staff have said more. */
export type OfflineGiftQuestion = { ask: Candidate[] } | { doubles: PossibleDouble[] };

/** The funds that take gifts, by name. */
export const listOpenFunds = (tx: Pick<Tx, "fund"> = db): Promise<OpenFund[]> =>
  tx.fund.findMany({ where: { closedAt: null }, orderBy: { name: "asc" }, select: { id: true, name: true } });

/** Gifts are written down one after the other, so that two who type the same one at once are told. */
export async function lockOfflineGifts(tx: Tx): Promise<void> {
  // Some lines of a list may be on their way before, on a busy machine.
  await tx.$executeRaw`SELECT set_config('lock_timeout', '10s', true)`;
  await tx.$queryRaw`SELECT FROM pg_advisory_xact_lock(hashtext('offline-gifts'))`;
}

/**
 * Whose a gift is: by email address; else by postcode and name, which staff have to say yes to.
 * @returns `supporterId` null: nobody is known yet
 */
export async function resolveGiver(
  tx: Tx,
  gift: OfflineGift,
  choice: GiverChoice,
): Promise<{ supporterId: string | null } | { ask: Candidate[] }> {
  if (!mayHaveSupporter(gift)) return { supporterId: null };
  const known = await findByEmail(tx, gift);
  if (known) return { supporterId: known };
  const candidates = await findCandidates(tx, gift);
  const chosen = candidates.find(({ id }) => id === choice);
  if (chosen) return { supporterId: chosen.id };
  return candidates.length > 0 && choice !== "new" ? { ask: candidates } : { supporterId: null };
}

/** Makes a supporter of a giver who is none yet and could be known again: by email address, or by name and postcode. */
export async function addGiver(tx: Tx, gift: OfflineGift): Promise<string | null> {
  if (!mayHaveSupporter(gift)) return null;
  if (gift.email !== "") return await findOrCreateSupporter(tx, gift);
  const { firstName, lastName, postcode } = gift;
  if (postcode === null || (firstName === "" && lastName === "")) return null;
  return (await tx.supporter.create({ data: { id: newId(), email: null, firstName, lastName } })).id;
}

/** The address that a receipt goes to: the gift's, else the supporter's; "": there is none. */
async function addressOf(tx: Tx, gift: OfflineGift, supporterId: string | null): Promise<string> {
  if (gift.email !== "" || supporterId === null) return gift.email;
  return (await tx.supporter.findUnique({ where: { id: supporterId }, select: { email: true } }))?.email ?? "";
}

/** What of a gift's row follows from what was written down. Money counts from the beginning of its London day. */
export async function offlineColumns(tx: Tx, gift: OfflineGift, supporterId: string | null) {
  const paidAt = startOfLondonDate(gift.receivedOn);
  const columns = { paymentMethod: gift.method, giverKind: gift.giverKind };
  const covering = { supporterId: supporterId ?? "", ownDeclarationId: null, paidAt, promisedAt: paidAt, giverVerified: true };
  const hasDeclaration = supporterId !== null && mayHaveGiftAid(columns);
  return {
    ...columns,
    fundId: gift.fundId,
    giftPence: gift.pence,
    firstName: gift.firstName,
    lastName: gift.lastName,
    email: await addressOf(tx, gift, supporterId),
    paidAt,
    supporterId,
    declarationId: hasDeclaration ? await findCoveringDeclaration(tx, covering) : null,
  };
}

export const offlineDetails = ({ receivedOn, bankReference, address, postcode }: OfflineGift) => ({
  receivedOn: toDateColumn(receivedOn),
  bankReference,
  address,
  postcode,
});

/**
 * Writes down a gift that did not come through Stripe, in the caller's transaction, which holds `lockOfflineGifts`.
 * @param key of the form, or of the file's line: the same again is the same gift, whatever it now says
 * @param isAnother staff say that it is another one than those that look the same
 * @param recordedBy the name of the member of staff
 * @returns what staff have to say first; or "no-address": there is none that a receipt could go to. Then nothing is written
 */
export async function recordOfflineGift(
  tx: Tx,
  asked: { key: string; gift: OfflineGift; choice: GiverChoice; isAnother: boolean; sendReceipt: boolean; recordedBy: string },
): Promise<{ donationId: string; isNew: boolean } | OfflineGiftQuestion | { refused: "no-address" }> {
  const { key, gift, choice, isAnother, sendReceipt, recordedBy } = asked;
  const form = { idempotencyKey: key, formHash: "offline" };
  const known = await tx.donation.findUnique({ where: { idempotencyKey_formHash: form }, select: { id: true } });
  if (known) return { donationId: known.id, isNew: false };
  const giver = await resolveGiver(tx, gift, choice);
  if ("ask" in giver) return giver;
  if (giver.supporterId) await tx.$queryRaw`SELECT id FROM supporter WHERE id = ${giver.supporterId} FOR UPDATE`;
  const doubles = isAnother ? [] : await findDoubles(tx, gift, giver.supporterId);
  if (doubles.length > 0) return { doubles };
  if (sendReceipt && (await addressOf(tx, gift, giver.supporterId)) === "") return { refused: "no-address" };
  const supporterId = giver.supporterId ?? (await addGiver(tx, gift));
  const columns = await offlineColumns(tx, gift, supporterId);
  const { id } = await tx.donation.create({
    data: {
      id: newId(),
      reference: newReference(),
      token: newToken(),
      status: "paid",
      ...form,
      ...columns,
      livemode: config.mode === "live",
      giverVerified: true,
      createdAt: now(),
      offline: { create: { ...offlineDetails(gift), recordedBy } },
    },
  });
  if (sendReceipt) await queueEmail(tx, { kind: "receipt", about: { donationId: id } });
  return { donationId: id, isNew: true };
}
