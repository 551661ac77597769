import { toDateColumn } from "~/platform/london-dates";
import { now } from "~/platform/clock";
import { inTransaction } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import { hashEmail } from "~/supporters/consent/email-hash.server";
import { auditChange, type NewsletterActor } from "../audit-change.server";
import type { UnsuppressRequest } from "./unsuppress-form";
import { queueContactSync } from "../queue-sync.server";
import { reasonsAtResend, unsuppressEffects } from "./suppression";
import { lockPeople } from "../lock-person.server";

/**
 * Opens the door again for an address whose person asked staff for emails: what can be lifted is, with what they said,
 * which stays written down. It subscribes nobody. After a bounce emails go as before; for the rest the person has to
 * sign up anew, and no list can do that for them.
 * @param staffName who lifts it
 * @returns "nothing-to-unsuppress" also where only a sign-up of their own helps; "being-erased": to be forgotten first
 */
export async function unsuppress(
  by: NewsletterActor,
  email: string,
  request: UnsuppressRequest,
  staffName: string,
): Promise<"unsuppressed" | { refused: "nothing-to-unsuppress" | "being-erased" }> {
  const emailHash = hashEmail(email);
  return await inTransaction(async (tx) => {
    await lockPeople(tx, emailHash);
    const subscription = await tx.newsletterSubscription.findUnique({ where: { emailHash } });
    if (subscription?.status === "erasing") return { refused: "being-erased" } as const;
    const rows = await tx.suppression.findMany({ where: { emailHash } });
    const liftable = rows.filter(({ reason }) => unsuppressEffects[reason] !== "own-sign-up");
    if (liftable.length === 0) return { refused: "nothing-to-unsuppress" } as const;
    for (const { reason, suppressedAt } of liftable) {
      await tx.suppression.delete({ where: { emailHash_reason: { emailHash, reason } } });
      const id = newId();
      const emailAtResend = reasonsAtResend.includes(reason) ? email.toLowerCase() : null;
      const facts = {
        ...request,
        requestedOn: toDateColumn(request.requestedOn),
        emailHash,
        reason,
        suppressedAt,
        removedBy: staffName,
        removedAt: now(),
      };
      await tx.suppressionRemoval.create({ data: { id, ...facts, email: emailAtResend } });
      if (emailAtResend) await enqueue(tx, "unsuppress-at-resend", { suppressionRemovalId: id }, { key: `unsuppress-at-resend:${id}` });
    }
    if (liftable.some(({ reason }) => unsuppressEffects[reason] === "becomes-unsubscribed"))
      await tx.suppression.createMany({ data: [{ emailHash, reason: "unsubscribed", suppressedAt: now() }], skipDuplicates: true });
    if (subscription) await queueContactSync(tx, subscription.id);
    const was = { reasons: liftable.map(({ reason }) => reason).join(", ") };
    const became = { channel: request.channel, requestedOn: request.requestedOn };
    await auditChange(tx, by, { action: "address.unsuppressed", about: { kind: "address", id: emailHash }, was, became });
    return "unsuppressed" as const;
  });
}
