import type { EmailChange } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db, inTransaction, type Tx } from "~/platform/database/db.server";
import { consumeRateLimit, type RateLimit } from "~/platform/http/rate-limit.server";
import { newId } from "~/platform/ids.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import { queueEmail } from "~/platform/mail/queue-email.server";
import { readToken, signToken, type TokenPurpose } from "~/platform/secrets/signed-token.server";
import { getEmailChangeExpiry } from "./sign-in/session-rules";
import type { AccountChangeModule } from "./account-changes";

/** Requests of one person, and of one network: each sends two emails. */
const limits = {
  supporter: { name: "email-change-supporter", points: 5, windowSeconds: 60 * 60 },
  ip: { name: "email-change-ip", points: 15, windowSeconds: 60 * 60 },
} satisfies Record<string, RateLimit>;

/** Which of the two addresses a link was sent to. */
export type EmailChangeSide = "old" | "new";
export const emailChangeSides = ["old", "new"] as const;
const linkPurposes: Record<EmailChangeSide, TokenPurpose> = {
  old: "change of address, from the old one",
  new: "change of address, from the new one",
};

/** The token of the link that goes to one of the two addresses. */
export const emailChangeToken = (side: EmailChangeSide, { id, expiresAt }: Pick<EmailChange, "id" | "expiresAt">): string =>
  signToken(linkPurposes[side], id, expiresAt);

const pendingOnly = { completedAt: null, cancelledAt: null } as const;

/** The change that a person asked for and that is not done; null: none. */
export const findPendingEmailChange = (supporterId: string, at: Date): Promise<EmailChange | null> =>
  db.emailChange.findFirst({ where: { supporterId, ...pendingOnly, expiresAt: { gt: at } }, orderBy: { createdAt: "desc" } });

/**
 * Asks both addresses whether a person's emails should go to the new one. A newer request takes the place of an older one.
 * Whether somebody else is known by the new address is not said to whoever asks: its owner decides, signed in there.
 */
export async function requestEmailChange(
  supporter: { id: string; email: string },
  newEmail: string,
  ip: string,
): Promise<{ requested: string } | { refused: "same" } | { refused: "too-many"; minutes: number }> {
  const to = newEmail.toLowerCase();
  if (to === supporter.email) return { refused: "same" };
  for (const [limit, key] of [
    [limits.supporter, supporter.id],
    [limits.ip, ip],
  ] as const) {
    const quota = await consumeRateLimit(limit, key);
    if (!quota.allowed) return { refused: "too-many", minutes: Math.ceil(quota.retryAfterSeconds / 60) };
  }
  const id = newId();
  await inTransaction(async (tx) => {
    await lockSupporter(tx, supporter.id);
    const { email } = await tx.supporter.findUniqueOrThrow({ where: { id: supporter.id } });
    if (email === null) throw new Error("whoever signed in has an address");
    const createdAt = now();
    await tx.emailChange.updateMany({ where: { supporterId: supporter.id, ...pendingOnly }, data: { cancelledAt: createdAt } });
    await tx.emailChange.create({
      data: { id, supporterId: supporter.id, oldEmail: email, newEmail: to, createdAt, expiresAt: getEmailChangeExpiry(createdAt) },
    });
    for (const side of emailChangeSides) await queueEmail(tx, { kind: `email-change-${side}`, about: { emailChangeId: id } });
  });
  return { requested: id };
}

/** Why a link does nothing. "cancelled": from either address, or a newer request took its place. "invalid-link": cut off, altered, or from an old secret. */
export type EmailChangeRefusal = { refused: "invalid-link" | "expired" | "cancelled" | "done" };

/** Looks at a link and changes nothing. */
export async function findEmailChangeByToken(side: EmailChangeSide, token: string): Promise<EmailChange | EmailChangeRefusal> {
  const read = readToken(linkPurposes[side], token, now());
  if (!("subject" in read)) return { refused: "invalid-link" };
  const change = await db.emailChange.findUnique({ where: { id: read.subject } });
  if (!change) return { refused: "invalid-link" };
  return getRefusal(change) ?? ("refused" in read ? { refused: "expired" } : change);
}

function getRefusal(change: EmailChange): EmailChangeRefusal | null {
  if (change.completedAt) return { refused: "done" };
  if (change.cancelledAt) return { refused: "cancelled" };
  return change.expiresAt <= now() ? { refused: "expired" } : null;
}

export type EmailChangeConfirmation = { waitingFor: EmailChangeSide | null } | { decideAfterSignIn: true };

/**
 * Says yes from one address. With the second yes the change is made, for the person and what every module keeps of
 * them; Stripe is told by a job. Every session ends: what the new address is known by may be more than an open session
 * has shown, so it takes a sign-in at the new address to see it.
 * @returns decideAfterSignIn: the new address has an account of its own. A press joins nothing: its owner signs in, sees
 *   what would be joined, and decides there (join-accounts.server.ts). The old address is never told.
 */
export async function confirmEmailChange(
  side: EmailChangeSide,
  token: string,
  modules: readonly AccountChangeModule[],
): Promise<EmailChangeConfirmation | EmailChangeRefusal> {
  const found = await findEmailChangeByToken(side, token);
  if ("refused" in found) return found;
  return await inTransaction(async (tx) => {
    await lockSupporter(tx, found.supporterId);
    const change = await tx.emailChange.findUniqueOrThrow({ where: { id: found.id } });
    const refusal = getRefusal(change);
    if (refusal) return refusal;
    const at = now();
    const hasOtherOwner = await isAnotherSupporters(tx, change);
    if (side === "new" && hasOtherOwner) return { decideAfterSignIn: true as const };
    const { oldConfirmedAt, newConfirmedAt } = await tx.emailChange.update({
      where: { id: change.id },
      data: side === "old" ? { oldConfirmedAt: change.oldConfirmedAt ?? at } : { newConfirmedAt: change.newConfirmedAt ?? at },
    });
    if (!oldConfirmedAt) return { waitingFor: "old" as const };
    if (!newConfirmedAt || hasOtherOwner) return { waitingFor: "new" as const };
    await moveToNewEmail(tx, change, modules);
    await tx.supporter.update({ where: { id: change.supporterId }, data: { email: change.newEmail, version: { increment: 1 } } });
    await tx.supporterSession.deleteMany({ where: { supporterId: change.supporterId } });
    return { waitingFor: null };
  });
}

/** Whether somebody else is a supporter by the new address of a change. */
export async function isAnotherSupporters(tx: Pick<Tx, "supporter">, { supporterId, newEmail }: EmailChange): Promise<boolean> {
  return (await tx.supporter.count({ where: { email: newEmail, id: { not: supporterId } } })) > 0;
}

/** Calls the change off, from either address. */
export async function cancelEmailChange(side: EmailChangeSide, token: string): Promise<{ cancelled: true } | EmailChangeRefusal> {
  const change = await findEmailChangeByToken(side, token);
  if ("refused" in change) return change;
  const { count } = await db.emailChange.updateMany({ where: { id: change.id, ...pendingOnly }, data: { cancelledAt: now() } });
  return count > 0 ? { cancelled: true } : { refused: "done" };
}

/** What every change of address does, however it was decided: rows of modules follow, links of both addresses end, Stripe is told. */
export async function moveToNewEmail(
  tx: Tx,
  { id, supporterId, oldEmail, newEmail }: EmailChange,
  modules: readonly AccountChangeModule[],
): Promise<void> {
  const typedEmails = await listTypedEmails(tx, supporterId, oldEmail);
  for (const module of modules) await module.onNewEmail(tx, { supporterId, oldEmail, newEmail });
  await tx.emailChange.update({ where: { id }, data: { completedAt: now(), typedEmails } });
  await tx.signInLink.updateMany({ where: { email: { in: [oldEmail, newEmail] }, usedAt: null }, data: { usedAt: now() } });
  await enqueue(tx, "sync-customer-email", { emailChangeId: id }, { key: `sync-customer-email:${id}` });
}

/** How forms had an address of a supporter, where that was not in lower case. */
export async function listTypedEmails(tx: Tx, supporterId: string, email: string): Promise<string[]> {
  const where = { supporterId, email: { equals: email, mode: "insensitive" as const } };
  const gifts = await tx.donation.findMany({ where, select: { email: true }, distinct: ["email"], orderBy: { email: "asc" } });
  return gifts.flatMap((gift) => (gift.email === email ? [] : gift.email));
}

/** One after the other, whatever is done about one person's address at the same time. */
const lockSupporter = (tx: Tx, supporterId: string) => tx.$queryRaw`SELECT id FROM supporter WHERE id = ${supporterId} FOR UPDATE`;
