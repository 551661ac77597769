import { Prisma } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db, type Tx } from "~/platform/database/db.server";
import { frequenciesReachedBy, topics, type EmailFrequency, type Topic } from "./subscription";

/** One whom an issue may reach. */
export type Recipient = { id: string; email: string; resendContactId: string | null; version: number; syncedVersion: number };

/** Which issue, and when it goes out. */
export type AudienceQuery = { topic: Topic; reach: EmailFrequency; at?: Date };

/**
 * The one rule of who gets an issue: confirmed, not left, wants the topic that often, not paused, not suppressed, and
 * the ledger's last word on that topic is a yes.
 */
function eligibilitySql({ topic, reach, at = now() }: Omit<AudienceQuery, "topic"> & { topic: Topic | Prisma.Sql }): Prisma.Sql {
  return Prisma.sql`
    s.status = 'subscribed'
    AND ${topic}::newsletter_topic = ANY (s.topics)
    AND s.email_frequency::text = ANY (${frequenciesReachedBy(reach)})
    AND (s.paused_until IS NULL OR s.paused_until <= ${at})
    AND NOT EXISTS (SELECT FROM suppression WHERE suppression.email_hash = s.email_hash)
    AND (SELECT action FROM consent
         WHERE consent.email_hash = s.email_hash AND purpose = ${topic}::consent_purpose AND action IN ('confirmed', 'withdrawn')
         ORDER BY sequence DESC LIMIT 1) = 'confirmed'`;
}

const pageSize = 1000;

/** Everybody whom an issue may reach, a thousand at a time: memory stays the same for any number. */
export async function* streamAudience(issue: AudienceQuery): AsyncGenerator<Recipient> {
  const query = { at: now(), ...issue };
  for (let after = ""; ;) {
    const page = await db.$queryRaw<Recipient[]>`
      SELECT s.id, s.email, s.resend_contact_id AS "resendContactId", s.version, s.synced_version AS "syncedVersion"
      FROM newsletter_subscription s
      WHERE ${eligibilitySql(query)} AND s.id > ${after} ORDER BY s.id LIMIT ${pageSize}`;
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < pageSize) return;
    after = last.id;
  }
}

/** How many an issue may reach. */
export async function countAudience(issue: AudienceQuery): Promise<number> {
  const [row] = await db.$queryRaw<[{ count: bigint }]>`SELECT count(*) FROM newsletter_subscription s WHERE ${eligibilitySql(issue)}`;
  return Number(row.count);
}

/** Whether one subscription may get an issue. */
export async function isInAudience(tx: Tx, subscriptionId: string, issue: AudienceQuery): Promise<boolean> {
  const rows = await tx.$queryRaw<
    unknown[]
  >`SELECT FROM newsletter_subscription s WHERE s.id = ${subscriptionId} AND ${eligibilitySql(issue)}`;
  return rows.length > 0;
}

/** The topics of which one subscription may get issues at an instant, however seldom. */
export async function listAllowedTopics(tx: Tx, subscriptionId: string, at: Date): Promise<Topic[]> {
  const rows = await tx.$queryRaw<{ topic: Topic }[]>`
    SELECT t.topic FROM newsletter_subscription s CROSS JOIN unnest(${[...topics]}::text[]) WITH ORDINALITY AS t (topic, place)
    WHERE s.id = ${subscriptionId} AND ${eligibilitySql({ topic: Prisma.sql`t.topic`, reach: "quarterly", at })} ORDER BY t.place`;
  return rows.map(({ topic }) => topic);
}
