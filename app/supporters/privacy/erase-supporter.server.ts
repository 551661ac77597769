import type { Erasure } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db, inTransaction, type Tx } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import { queueEmail } from "~/platform/mail/queue-email.server";
import { isStripeUnavailable } from "~/platform/payments/stripe.server";
import { RetryLaterError, type ErasureStep } from "./personal-data";
import { findPerson } from "./known-addresses.server";

export type ErasureResult = { erased: true } | { refused: "supporter-not-found" } | { refused: "retry-later"; step: string };

const firstAttemptDelayMs = 60_000;

/**
 * Erases a person: writes the request down, then does each step once, in order. Killed or stopped by an outage at any
 * step, the same call goes on from there; a job makes that call by itself. The last email confirms that it is done.
 * @param steps what every room erases, those that stop payments first
 * @param alongside what is written down together with the request, once
 * @returns refused "retry-later": a step can't be done at the moment; nothing after it was touched
 */
export async function eraseSupporter(
  supporterId: string,
  steps: readonly ErasureStep[],
  alongside?: (tx: Tx) => Promise<void>,
): Promise<ErasureResult> {
  const erasure = await findOrCreateErasure(supporterId, alongside);
  if (!erasure) return { refused: "supporter-not-found" };
  return await resumeErasure(erasure.id, steps);
}

/** Goes on with an erasure that was begun: the work of the job "erase-supporter", too. */
async function resumeErasure(erasureId: string, steps: readonly ErasureStep[]): Promise<ErasureResult> {
  const erasure = await db.erasure.findUnique({ where: { id: erasureId } });
  if (!erasure) return { refused: "supporter-not-found" };
  if (erasure.finishedAt) return { erased: true };
  const { id, supporterId, emails } = erasure;
  for (const step of steps) {
    if (erasure.completedSteps.includes(step.name)) continue;
    try {
      await step.run({ id: supporterId, emails });
    } catch (error) {
      if (isStripeUnavailable(error) || error instanceof RetryLaterError) return { refused: "retry-later", step: step.name };
      throw error;
    }
    await db.$executeRaw`UPDATE erasure SET completed_steps = array_append(completed_steps, ${step.name}) WHERE id = ${id} AND NOT ${step.name} = ANY(completed_steps)`;
  }
  await inTransaction(async (tx) => {
    const { count } = await tx.erasure.updateMany({ where: { id, finishedAt: null }, data: { finishedAt: now() } });
    if (count > 0) await queueEmail(tx, { kind: "erased", about: { erasureId: id } });
  });
  return { erased: true };
}

/**
 * Goes on with an erasure that was begun; the work of the job "erase-supporter".
 * @throws RetryLaterError while a step has to wait
 */
export async function continueErasure(erasureId: string, steps: readonly ErasureStep[]): Promise<void> {
  const result = await resumeErasure(erasureId, steps);
  if ("refused" in result && result.refused === "retry-later") throw new RetryLaterError(`the erasure waits at "${result.step}"`);
}

/** The request as it is written down; a second one is the first. */
async function findOrCreateErasure(supporterId: string, alongside?: (tx: Tx) => Promise<void>): Promise<Erasure | null> {
  const existing = await db.erasure.findUnique({ where: { supporterId } });
  if (existing) return existing;
  const person = await findPerson(supporterId);
  if (!person) return null;
  return await inTransaction(async (tx) => {
    const id = newId();
    await tx.$queryRaw`SELECT id FROM supporter WHERE id = ${supporterId} FOR UPDATE`;
    // Of every address, the one that emails go to stands first: the last email goes there.
    const { email } = await tx.supporter.findUniqueOrThrow({ where: { id: supporterId }, select: { email: true } });
    const emails = [...(email ? [email] : []), ...person.emails.filter((each) => each !== email)];
    const data = [{ id, supporterId, emails, completedSteps: [], createdAt: now() }];
    const { count } = await tx.erasure.createMany({ data, skipDuplicates: true });
    if (count > 0) await alongside?.(tx);
    const erasure = await tx.erasure.findUniqueOrThrow({ where: { supporterId } });
    await enqueue(
      tx,
      "erase-supporter",
      { erasureId: erasure.id },
      { key: `erase-supporter:${erasure.id}`, runAt: new Date(Date.now() + firstAttemptDelayMs) },
    );
    return erasure;
  });
}

/** The erasure that a person asked for and that is not finished; null: none. */
export const findPendingErasure = (supporterId: string): Promise<Erasure | null> =>
  db.erasure.findFirst({ where: { supporterId, finishedAt: null } });

/** Forgets the addresses of those who were erased, once the last email has been sent or never will be. */
export async function purgeErasedAddresses(): Promise<void> {
  await db.$executeRaw`
    UPDATE erasure SET emails = '{}' FROM outgoing_email
    WHERE kind = 'erased' AND about = jsonb_build_object('erasureId', erasure.id) AND (sent_at IS NOT NULL OR refusal IS NOT NULL)`;
}
