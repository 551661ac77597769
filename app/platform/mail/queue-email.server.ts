import type { Tx } from "../database/db.server";
import { newId } from "../ids.server";
import { enqueue } from "../jobs/enqueue.server";

/** Twelve attempts end within 16 hours, while Resend still knows the letter's idempotency key: none can send it twice. */
const maxAttempts = 12;

/**
 * Posts a letter in the transaction that calls for it: both happen, or neither.
 * @param letter kind: which letter of emails/; about: the id of what it is about. One letter of a kind about a thing, ever.
 * @returns whether it is new; false: it was posted before, and nothing more is sent
 */
export async function queueEmail(tx: Tx, { kind, about }: { kind: string; about: string }): Promise<boolean> {
  const id = newId();
  const { count } = await tx.outgoingEmail.createMany({
    data: [{ id, kind, about }],
    skipDuplicates: true,
  });
  if (count === 0) return false;
  await enqueue(tx, "send-email", { emailId: id }, { key: `send-email:${id}`, maxAttempts });
  return true;
}
