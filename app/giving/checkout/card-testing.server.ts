import { now } from "~/platform/clock";
import type { Tx } from "~/platform/database/db.server";
import type { EmailKind, EmailRequest } from "~/platform/mail/email-kinds";
import { queueEmail } from "~/platform/mail/queue-email.server";

/** A page on which so many cards were refused is closed: a donor has a few cards, a script that tries stolen ones has lists. */
export const maxRefusedCards = 8;

/** A script opens many pages: staff need to know of it, not of each. */
export const maxAlertsPerHour = 5;
const hourMs = 60 * 60 * 1000;

type AlertKind = Extract<EmailKind, `${string}card-testing`>;

/** Tells staff once of a page that is closed for refused cards, and of five pages in an hour at most. */
export async function queueCardTestingAlert(tx: Tx, alert: EmailRequest<AlertKind>): Promise<void> {
  const createdAt = { gt: new Date(now().getTime() - hourMs) };
  const recent = await tx.outgoingEmail.count({ where: { kind: { endsWith: "card-testing" }, createdAt } });
  if (recent < maxAlertsPerHour) await queueEmail(tx, alert);
}
