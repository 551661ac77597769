import type { EmailChange } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db, inTransaction, type Tx } from "~/platform/database/db.server";
import { take, type Limit } from "~/platform/http/rate-limit.server";
import { newId } from "~/platform/ids.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import { postLetter } from "~/platform/mail/queue-email.server";
import { idInToken, type LinkPurpose } from "./sign-in/signed-link.server";
import { emailChangeEnds } from "./sign-in/session-rules";
import { takeInSupporter } from "./merge-supporters.server";

/** Wishes of one person, and of one network: each sends two letters. */
const limits = {
  person: { name: "email-change-person", points: 5, perSeconds: 60 * 60 },
  network: { name: "email-change-network", points: 15, perSeconds: 60 * 60 },
} satisfies Record<string, Limit>;

/** Which of the two addresses a link was sent to. */
export type Side = "old" | "new";
export const sides = ["old", "new"] as const;
export const purposeOf: Record<Side, LinkPurpose> = { old: "confirm from the old address", new: "confirm from the new address" };

const open = { doneAt: null, calledOffAt: null } as const;

/** The change that a person asked for and that is not done; null: none. */
export const openChangeOf = (supporterId: string, at: Date): Promise<EmailChange | null> =>
  db.emailChange.findFirst({ where: { supporterId, ...open, expiresAt: { gt: at } }, orderBy: { createdAt: "desc" } });

/**
 * Asks both addresses whether a person's letters should go to the new one. A newer wish takes the place of an older one.
 * Whether somebody else is known by the new address is not said: its owner's yes decides.
 */
export async function requestEmailChange(
  supporter: { id: string; email: string },
  wanted: string,
  network: string,
): Promise<{ asked: string } | { refused: "same" } | { refused: "too-many"; minutes: number }> {
  const to = wanted.toLowerCase();
  if (to === supporter.email) return { refused: "same" };
  for (const [limit, what] of [
    [limits.person, supporter.id],
    [limits.network, network],
  ] as const) {
    const taken = await take(limit, what);
    if (!taken.allowed) return { refused: "too-many", minutes: Math.ceil(taken.seconds / 60) };
  }
  const id = newId();
  await inTransaction(async (tx) => {
    await hold(tx, supporter.id);
    const { email } = await tx.supporter.findUniqueOrThrow({ where: { id: supporter.id } });
    const createdAt = now();
    await tx.emailChange.updateMany({ where: { supporterId: supporter.id, ...open }, data: { calledOffAt: createdAt } });
    await tx.emailChange.create({
      data: { id, supporterId: supporter.id, from: email, to, createdAt, expiresAt: emailChangeEnds(createdAt) },
    });
    for (const side of sides) await postLetter(tx, { kind: `email-change-${side}`, about: id });
  });
  return { asked: id };
}

/** Why a link does nothing. "called-off": from either address, or a newer wish took its place. "not-a-link": cut off, altered, or from an old secret. */
export type ChangeRefusal = { refused: "not-a-link" | "expired" | "called-off" | "done" };

/** Looks at a link and changes nothing. */
export async function lookAtChange(side: Side, token: string): Promise<EmailChange | ChangeRefusal> {
  const id = idInToken(purposeOf[side], token);
  const change = id && (await db.emailChange.findUnique({ where: { id } }));
  if (!change) return { refused: "not-a-link" };
  return refusalOf(change) ?? change;
}

function refusalOf(change: EmailChange): ChangeRefusal | null {
  if (change.doneAt) return { refused: "done" };
  if (change.calledOffAt) return { refused: "called-off" };
  return change.expiresAt <= now() ? { refused: "expired" } : null;
}

/** Says yes from one address. With the second yes the change is made, for the person, their gifts and their plans; Stripe is told by a job. */
export async function confirmChange(side: Side, token: string): Promise<{ waitsFor: Side | null } | ChangeRefusal> {
  const looked = await lookAtChange(side, token);
  if ("refused" in looked) return looked;
  return await inTransaction(async (tx) => {
    await hold(tx, looked.supporterId);
    const change = await tx.emailChange.findUniqueOrThrow({ where: { id: looked.id } });
    const refusal = refusalOf(change);
    if (refusal) return refusal;
    const at = now();
    const { oldConfirmedAt, newConfirmedAt } = await tx.emailChange.update({
      where: { id: change.id },
      data: side === "old" ? { oldConfirmedAt: change.oldConfirmedAt ?? at } : { newConfirmedAt: change.newConfirmedAt ?? at },
    });
    if (!oldConfirmedAt) return { waitsFor: "old" as const };
    if (!newConfirmedAt) return { waitsFor: "new" as const };
    await carryOut(tx, change, at);
    return { waitsFor: null };
  });
}

/** Calls the change off, from either address. */
export async function callOffChange(side: Side, token: string): Promise<{ calledOff: true } | ChangeRefusal> {
  const change = await lookAtChange(side, token);
  if ("refused" in change) return change;
  const { count } = await db.emailChange.updateMany({ where: { id: change.id, ...open }, data: { calledOffAt: now() } });
  return count > 0 ? { calledOff: true } : { refused: "done" };
}

async function carryOut(tx: Tx, { id, supporterId, from, to }: EmailChange, at: Date): Promise<void> {
  const other = await tx.supporter.findUnique({ where: { email: to }, select: { id: true } });
  // Both addresses said yes, so both are this person's.
  if (other && other.id !== supporterId) await takeInSupporter(tx, supporterId, other.id);
  await tx.supporter.update({ where: { id: supporterId }, data: { email: to } });
  const theirs = { OR: [{ supporterId }, { email: { equals: from, mode: "insensitive" as const } }] };
  await tx.donation.updateMany({ where: theirs, data: { email: to } });
  await tx.plan.updateMany({ where: theirs, data: { email: to } });
  await tx.emailChange.update({ where: { id }, data: { doneAt: at } });
  await tx.signInLink.updateMany({ where: { email: { in: [from, to] }, usedAt: null }, data: { usedAt: at } });
  await enqueue(tx, "carry-new-email", { change: id }, { key: `carry-new-email:${id}` });
}

/** One after the other, whatever is done about one person's address at the same time. */
const hold = (tx: Tx, supporterId: string) => tx.$queryRaw`SELECT id FROM supporter WHERE id = ${supporterId} FOR UPDATE`;
