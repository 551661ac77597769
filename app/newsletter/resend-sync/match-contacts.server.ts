import type { NewsletterSubscription } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db, type Tx } from "~/platform/database/db.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import { streamContactPages } from "~/platform/mail/resend/contacts.server";

/** A contact that somebody made at Resend since then, and left again, would be subscribed anew. */
const scanValidMs = 60 * 60 * 1000;
const pageSize = 100;

const staleBefore = () => new Date(now().getTime() - scanValidMs);

/** Asks for a look at Resend's contacts: many people are new at once. */
export const queueContactScan = (tx: Tx): Promise<void> => enqueue(tx, "match-contacts", {}, { key: "match-contacts", priority: 4 });

/**
 * Looks for many new subscribers at once; the work of the job "match-contacts". Resend lists a hundred contacts a
 * request, where a look for each address would take as many requests as there are people. Does nothing unless that saves
 * more than it costs. Whom it finds gets the contact's id; the others are known to be absent, for an hour.
 * @returns for how many a look of their own is saved
 */
export async function matchContacts(): Promise<number> {
  const { waiting, contacts } = await countForScan();
  if (waiting < 2 + (2 * contacts) / pageSize) return 0;
  const startedAt = now();
  for await (const page of streamContactPages()) await linkContacts(page);
  return await db.$executeRaw`
    UPDATE newsletter_subscription SET absent_from_resend_at = ${startedAt}
    WHERE status = 'subscribed' AND synced_version = 0 AND resend_contact_id IS NULL AND contact_requested_at IS NULL AND created_at <= ${startedAt}`;
}

async function countForScan(): Promise<{ waiting: number; contacts: number }> {
  const [row] = await db.$queryRaw<[{ waiting: bigint; contacts: bigint }]>`
    SELECT (SELECT count(*) FROM newsletter_subscription
            WHERE status = 'subscribed' AND synced_version = 0 AND resend_contact_id IS NULL AND contact_requested_at IS NULL
              AND (absent_from_resend_at IS NULL OR absent_from_resend_at < ${staleBefore()})) AS waiting,
           (SELECT count(*) FROM resend_contact) AS contacts`;
  return { waiting: Number(row.waiting), contacts: Number(row.contacts) };
}

/** Contacts of new subscribers: somebody else made them, or a reply of Resend's was lost. */
const linkContacts = (page: readonly { id: string; email: string }[]) =>
  db.$executeRaw`
    UPDATE newsletter_subscription AS subscription SET resend_contact_id = found.id
    FROM unnest(${page.map(({ id }) => id)}::text[], ${page.map(({ email }) => email.toLowerCase())}::text[]) AS found (id, email)
    WHERE subscription.email = found.email AND resend_contact_id IS NULL
      AND NOT EXISTS (SELECT FROM newsletter_subscription other WHERE other.resend_contact_id = found.id)`;

/**
 * Takes the answer of a shared look: true, once for each subscription, if Resend had no contact of it within the hour
 * and was not asked to make one since.
 */
export async function consumeAbsence({
  id,
  absentFromResendAt,
  resendContactId,
  contactRequestedAt,
}: NewsletterSubscription): Promise<boolean> {
  if (!absentFromResendAt || absentFromResendAt < staleBefore() || resendContactId || contactRequestedAt) return false;
  const untouched = { id, resendContactId: null, contactRequestedAt: null };
  return (await db.newsletterSubscription.updateMany({ where: untouched, data: { contactRequestedAt: now() } })).count === 1;
}

/** Says, before Resend is asked for a contact, that no look from before counts any more. */
export async function markContactRequested({ id }: NewsletterSubscription): Promise<void> {
  await db.newsletterSubscription.updateMany({ where: { id, contactRequestedAt: null }, data: { contactRequestedAt: now() } });
}
