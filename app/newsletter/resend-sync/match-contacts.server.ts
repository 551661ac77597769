import type { Subscription } from "~/../prisma/client/client";
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
    UPDATE subscription SET "absentAt" = ${startedAt}
    WHERE state = 'subscribed' AND "syncedVersion" = 0 AND "contactId" IS NULL AND "askedForAt" IS NULL AND "createdAt" <= ${startedAt}`;
}

async function countForScan(): Promise<{ waiting: number; contacts: number }> {
  const [row] = await db.$queryRaw<[{ waiting: bigint; contacts: bigint }]>`
    SELECT (SELECT count(*) FROM subscription
            WHERE state = 'subscribed' AND "syncedVersion" = 0 AND "contactId" IS NULL AND "askedForAt" IS NULL
              AND ("absentAt" IS NULL OR "absentAt" < ${staleBefore()})) AS waiting,
           (SELECT count(*) FROM resend_contact) AS contacts`;
  return { waiting: Number(row.waiting), contacts: Number(row.contacts) };
}

/** Contacts of new subscribers: somebody else made them, or a reply of Resend's was lost. */
const linkContacts = (page: readonly { id: string; email: string }[]) =>
  db.$executeRaw`
    UPDATE subscription SET "contactId" = found.id
    FROM unnest(${page.map(({ id }) => id)}::text[], ${page.map(({ email }) => email.toLowerCase())}::text[]) AS found (id, email)
    WHERE subscription.email = found.email AND "contactId" IS NULL
      AND NOT EXISTS (SELECT FROM subscription other WHERE other."contactId" = found.id)`;

/**
 * Takes the answer of a shared look: true, once for each subscription, if Resend had no contact of it within the hour
 * and was not asked to make one since.
 */
export async function consumeAbsence({ id, absentAt, contactId, askedForAt }: Subscription): Promise<boolean> {
  if (!absentAt || absentAt < staleBefore() || contactId || askedForAt) return false;
  const untouched = { id, contactId: null, askedForAt: null };
  return (await db.subscription.updateMany({ where: untouched, data: { askedForAt: now() } })).count === 1;
}

/** Says, before Resend is asked for a contact, that no look from before counts any more. */
export async function markContactRequested({ id }: Subscription): Promise<void> {
  await db.subscription.updateMany({ where: { id, askedForAt: null }, data: { askedForAt: now() } });
}
