import { now } from "~/platform/clock";
import { inTransaction } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import { personKey } from "~/supporters/consent/email-hash.server";
import type { LiftWish } from "./unsuppress-form";
import { queueSync } from "../queue-sync.server";
import { isAtResendToo, lifting } from "./suppression";

/**
 * Opens the door again for an address whose person asked staff for letters: what can be lifted is, with what they said,
 * which stays written down. It subscribes nobody. After a bounce letters go as before; for the rest the person has to
 * sign up anew, and no list can do that for them.
 * @param by who lifts it
 * @returns "nothing-to-lift" also where only a sign-up of their own helps; "being-erased": to be forgotten first
 */
export async function liftSuppression(
  email: string,
  wish: LiftWish,
  by: string,
): Promise<"lifted" | { refused: "nothing-to-lift" | "being-erased" }> {
  const person = personKey(email);
  return await inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT FROM pg_advisory_xact_lock(hashtextextended(${person}, 0))`;
    const subscription = await tx.subscription.findUnique({ where: { person } });
    if (subscription?.state === "erasing") return { refused: "being-erased" } as const;
    const rows = await tx.suppression.findMany({ where: { person } });
    const liftable = rows.filter(({ reason }) => lifting[reason] !== "own-sign-up");
    if (liftable.length === 0) return { refused: "nothing-to-lift" } as const;
    for (const { reason, suppressedAt } of liftable) {
      await tx.suppression.delete({ where: { person_reason: { person, reason } } });
      const id = newId();
      const address = isAtResendToo.includes(reason) ? email.toLowerCase() : null;
      const facts = { ...wish, person, reason, suppressedAt, liftedBy: by, liftedAt: now() };
      await tx.suppressionLift.create({ data: { id, ...facts, email: address } });
      if (address) await enqueue(tx, "lift-at-resend", { lift: id }, { key: `lift-at-resend:${id}` });
    }
    if (liftable.some(({ reason }) => lifting[reason] === "becomes-left"))
      await tx.suppression.createMany({ data: [{ person, reason: "left", suppressedAt: now() }], skipDuplicates: true });
    if (subscription) await queueSync(tx, subscription.id);
    return "lifted" as const;
  });
}
