import type { Subscription } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db, type Tx } from "~/platform/database/db.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import { contactPages } from "~/platform/mail/resend/contacts.server";

/** A contact that somebody made at Resend since then, and left again, would be subscribed anew. */
const looksCountMs = 60 * 60 * 1000;
const pageSize = 100;

const stale = () => new Date(now().getTime() - looksCountMs);

/** Asks for a look at Resend's contacts: many people are new at once. */
export const askForLook = (tx: Tx): Promise<void> => enqueue(tx, "look-for-contacts", {}, { key: "look-for-contacts", priority: 4 });

/**
 * Looks for many new subscribers at once; the work of the job "look-for-contacts". Resend lists a hundred contacts a
 * request, where a look for each address would take as many requests as there are people. Does nothing unless that saves
 * more than it costs. Whom it finds gets the contact's id; the others are known to be absent, for an hour.
 * @returns for how many a look of their own is saved
 */
export async function lookForContacts(): Promise<number> {
  const { waiting, contacts } = await howMany();
  if (waiting < 2 + (2 * contacts) / pageSize) return 0;
  const began = now();
  for await (const page of contactPages()) await adopt(page);
  return await db.$executeRaw`
    UPDATE subscription SET "absentAt" = ${began}
    WHERE state = 'subscribed' AND "syncedVersion" = 0 AND "contactId" IS NULL AND "askedForAt" IS NULL AND "createdAt" <= ${began}`;
}

async function howMany(): Promise<{ waiting: number; contacts: number }> {
  const [row] = await db.$queryRaw<[{ waiting: bigint; contacts: bigint }]>`
    SELECT (SELECT count(*) FROM subscription
            WHERE state = 'subscribed' AND "syncedVersion" = 0 AND "contactId" IS NULL AND "askedForAt" IS NULL
              AND ("absentAt" IS NULL OR "absentAt" < ${stale()})) AS waiting,
           (SELECT count(*) FROM resend_contact) AS contacts`;
  return { waiting: Number(row.waiting), contacts: Number(row.contacts) };
}

/** Contacts of new subscribers: somebody else made them, or a reply of Resend's was lost. */
const adopt = (page: readonly { id: string; email: string }[]) =>
  db.$executeRaw`
    UPDATE subscription SET "contactId" = found.id
    FROM unnest(${page.map(({ id }) => id)}::text[], ${page.map(({ email }) => email.toLowerCase())}::text[]) AS found (id, email)
    WHERE subscription.email = found.email AND "contactId" IS NULL
      AND NOT EXISTS (SELECT FROM subscription other WHERE other."contactId" = found.id)`;

/**
 * Takes the answer of a shared look: true, once for each subscription, if Resend had no contact of it within the hour
 * and was not asked to make one since.
 */
export async function takeAbsence({ id, absentAt, contactId, askedForAt }: Subscription): Promise<boolean> {
  if (!absentAt || absentAt < stale() || contactId || askedForAt) return false;
  const untouched = { id, contactId: null, askedForAt: null };
  return (await db.subscription.updateMany({ where: untouched, data: { askedForAt: now() } })).count === 1;
}

/** Says, before Resend is asked for a contact, that no look from before counts any more. */
export async function noteAskedFor({ id }: Subscription): Promise<void> {
  await db.subscription.updateMany({ where: { id, askedForAt: null }, data: { askedForAt: now() } });
}
