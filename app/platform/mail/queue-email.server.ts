import type { Prisma } from "../../../prisma/client/client";
import { now } from "../clock";
import type { Tx } from "../database/db.server";
import { newId } from "../ids.server";
import { enqueue } from "../jobs/enqueue.server";
import { parseAbout, type EmailKind, type EmailKinds, type EmailRequest } from "./email-kinds";

/** Twelve attempts end within 16 hours, while Resend still knows the email's idempotency key: none can send it twice. */
const maxAttempts = 12;

/**
 * Queues an email in the transaction that calls for it: both happen, or neither. There is one email of a kind about a
 * thing, ever.
 * @returns whether it is new; false: it was queued before, and nothing more is sent
 */
export async function queueEmail(tx: Tx, { kind, about }: EmailRequest): Promise<boolean> {
  const id = newId();
  const { count } = await tx.outgoingEmail.createMany({
    data: [{ id, kind, about }],
    skipDuplicates: true,
  });
  if (count === 0) return false;
  await enqueue(tx, "send-email", { emailId: id }, { key: `send-email:${id}`, maxAttempts });
  return true;
}

const hourMs = 60 * 60 * 1000;
/** The kinds that are about a UTC hour, such as "2026-11-27T18". */
type HourlyAlertKind = { [Kind in EmailKind]: EmailKinds[Kind] extends { hour: string } ? Kind : never }[EmailKind];

/** Queues an alert to staff unless one of its kind was queued within the last hour. */
export async function queueHourlyAlert(tx: Tx, kind: HourlyAlertKind): Promise<void> {
  const at = now();
  const recent = await tx.outgoingEmail.count({ where: { kind, createdAt: { gt: new Date(at.getTime() - hourMs) } } });
  if (recent === 0) await queueEmail(tx, { kind, about: { hour: at.toISOString().slice(0, 13) } });
}

/**
 * Sends an email once more, on a person's word: it is composed anew, from the facts of now. A form that is sent twice sends it once.
 * @param copyId the form's id, which becomes the copy's
 * @returns whether it is queued now; false: it was before, there is no such email, or the one before has not gone yet
 */
export async function queueCopy(tx: Tx, emailId: string, copyId: string): Promise<boolean> {
  const [email] = await tx.$queryRaw<{ kind: string; copies: number; waiting: number }[]>`
    SELECT e.kind, max(c.copy)::int AS copies, (count(*) FILTER (WHERE c.sent_at IS NULL AND c.refusal IS NULL))::int AS waiting
    FROM outgoing_email e JOIN outgoing_email c ON c.kind = e.kind AND c.about = e.about WHERE e.id = ${emailId} GROUP BY e.kind`;
  if (!email || email.waiting > 0) return false;
  const inserted = await tx.$executeRaw`
    INSERT INTO outgoing_email (id, kind, about, copy)
    SELECT ${copyId}, kind, about, ${email.copies + 1} FROM outgoing_email WHERE id = ${emailId} ON CONFLICT DO NOTHING`;
  if (inserted === 0) return false;
  await enqueue(tx, "send-email", { emailId: copyId }, { key: `send-email:${copyId}`, maxAttempts });
  return true;
}

/** What the emails of a kind that were queued, sent or not, are about. */
export async function listEmailSubjects<Kind extends EmailKind>(
  tx: Pick<Tx, "outgoingEmail">,
  kind: Kind,
  where: Omit<Prisma.OutgoingEmailWhereInput, "kind"> = {},
): Promise<EmailKinds[Kind][]> {
  const emails = await tx.outgoingEmail.findMany({ where: { ...where, kind }, select: { about: true } });
  return emails.map(({ about }) => parseAbout(kind, about));
}
