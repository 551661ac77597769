import { now } from "~/platform/clock";
import type { Tx } from "~/platform/database/db.server";
import { queueEmail } from "~/platform/mail/queue-email.server";
import { emailChangeSides } from "./change-email.server";
import { getEmailChangeExpiry } from "./sign-in/session-rules";

/**
 * Asks for a change of address at a supporter's word to staff: it is made once the new address confirms, and the old one is told and can call
 * it off. A newer request takes the place of an older one; a form that is sent twice asks once.
 * @param request `id`: the form's; `newEmail` in any case
 * @returns refused "no-address": there is no old one to tell
 */
export async function requestEmailChangeAtDesk(
  tx: Tx,
  supporterId: string,
  request: { id: string; newEmail: string },
): Promise<{ requested: boolean } | { refused: "same" | "no-address" }> {
  await tx.$queryRaw`SELECT id FROM supporter WHERE id = ${supporterId} FOR UPDATE`;
  const { email } = await tx.supporter.findUniqueOrThrow({ where: { id: supporterId }, select: { email: true } });
  const newEmail = request.newEmail.toLowerCase();
  if (email === null) return { refused: "no-address" };
  if (email === newEmail) return { refused: "same" };
  if ((await tx.emailChange.count({ where: { id: request.id } })) > 0) return { requested: false };
  const createdAt = now();
  await tx.emailChange.updateMany({ where: { supporterId, completedAt: null, cancelledAt: null }, data: { cancelledAt: createdAt } });
  await tx.emailChange.create({
    data: {
      id: request.id,
      supporterId,
      origin: "desk",
      oldEmail: email,
      newEmail,
      createdAt,
      expiresAt: getEmailChangeExpiry(createdAt),
      oldConfirmedAt: createdAt,
    },
  });
  for (const side of emailChangeSides) await queueEmail(tx, { kind: `email-change-${side}`, about: { emailChangeId: request.id } });
  return { requested: true };
}
