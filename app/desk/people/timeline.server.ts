import { Prisma } from "~/../prisma/client/client";
import { db, type Tx } from "~/platform/database/db.server";
import { hashEmail } from "~/supporters/consent/email-hash.server";
import type { Person } from "~/supporters/privacy/personal-data";
import type { Cursor } from "../lists/keyset";
import type { TimelineKind } from "./timeline-text";

/** Something that happened, as the database has it: `facts` depend on the kind, and timeline-text.ts puts them into words. */
export type TimelineRow = { id: string; kind: TimelineKind; at: Date; facts: Record<string, string | number | boolean | null> };

const gifts = Prisma.sql`(SELECT * FROM donation WHERE supporter_id = person.id)`;
/** What hangs on a person's donations, of which only the ids are read. */
const ownOf = (table: "refund" | "dispute"): Prisma.Sql =>
  Prisma.sql`(SELECT * FROM ${Prisma.raw(table)} WHERE donation_id IN (SELECT id FROM donation WHERE supporter_id = person.id) OFFSET 0)`;
const plans = Prisma.sql`(SELECT * FROM plan WHERE supporter_id = person.id AND agreed_at IS NOT NULL)`;

/** A person's declarations: made on their own pages or written down by staff, with a gift, with a sponsorship. */
const declarations = Prisma.sql`(SELECT * FROM declaration WHERE id IN (
  SELECT id FROM declaration WHERE supporter_id = person.id
  UNION ALL SELECT declaration_id FROM donation WHERE supporter_id = person.id AND declaration_id IS NOT NULL
  UNION ALL SELECT declaration_id FROM plan WHERE supporter_id = person.id AND declaration_id IS NOT NULL))`;

/** What emails to a person are about, each as a part of it, but for their donations. */
const subjects = Prisma.sql`(
  SELECT jsonb_build_object('refundId', r.id) AS about FROM ${ownOf("refund")} r
  UNION ALL SELECT jsonb_build_object('disputeId', r.id) FROM ${ownOf("dispute")} r
  UNION ALL SELECT jsonb_build_object('planId', p.id) FROM plan p WHERE p.supporter_id = person.id
  UNION ALL SELECT jsonb_build_object('planChangeId', c.id) FROM plan_change c JOIN plan p ON p.id = c.plan_id WHERE p.supporter_id = person.id
  UNION ALL SELECT jsonb_build_object('declarationId', c.id) FROM ${declarations} c)`;

const shown = Prisma.sql`e.id, e.kind, e.copy, e.created_at, e.sent_at, e.refusal`;
/** Emails to a person. There are as many as donations or more: those are found by an index of their own. */
const emails = Prisma.sql`(
  SELECT ${shown} FROM donation d CROSS JOIN LATERAL (SELECT * FROM outgoing_email WHERE about ->> 'donationId' = d.id OFFSET 0) e
  WHERE d.supporter_id = person.id
  UNION SELECT ${shown} FROM ${subjects} s JOIN outgoing_email e ON e.about @> s.about)`;

/** Each source gives: its kind, an id that no other row of a person has, when it happened, and its facts. */
const sources = (emailHashes: readonly string[]): Prisma.Sql[] => [
  Prisma.sql`SELECT 'gift' AS kind, d.id, coalesce(d.paid_at, d.created_at) AS at, jsonb_build_object('gift', d.id, 'reference', d.reference,
      'pence', d.gift_pence + d.cover_pence, 'status', d.status, 'plan', p.reference, 'method', d.payment_method) AS facts
    FROM ${gifts} d LEFT JOIN plan p ON p.id = d.plan_id`,
  Prisma.sql`SELECT 'refund', r.id, r.refunded_at, jsonb_build_object('gift', d.id, 'reference', d.reference, 'pence', r.pence, 'status', r.status)
    FROM ${ownOf("refund")} r JOIN donation d ON d.id = r.donation_id`,
  Prisma.sql`SELECT 'dispute', r.id, r.opened_at, jsonb_build_object('gift', d.id, 'reference', d.reference, 'pence', r.pence, 'status', r.status)
    FROM ${ownOf("dispute")} r JOIN donation d ON d.id = r.donation_id`,
  Prisma.sql`SELECT 'plan-begun', p.id || '-begun', p.agreed_at, jsonb_build_object('plan', p.id, 'reference', p.reference, 'room', r.name)
    FROM ${plans} p LEFT JOIN room r ON r.id = p.room_id`,
  Prisma.sql`SELECT 'plan-ended', p.id || '-ended', p.ended_at, jsonb_build_object('plan', p.id, 'reference', p.reference, 'status', p.status,
      'comment', p.end_comment) FROM ${plans} p WHERE p.ended_at IS NOT NULL`,
  Prisma.sql`SELECT 'plan-changed', c.id, c.changed_at, jsonb_build_object('plan', p.id, 'reference', p.reference, 'what', c.kind, 'was', c.old_value,
      'became', c.new_value, 'by', c.by) FROM plan_change c JOIN ${plans} p ON p.id = c.plan_id WHERE c.kind <> 'status'`,
  Prisma.sql`SELECT 'declared', c.id, c.declared_at, jsonb_build_object('scope', c.scope, 'via', c.via) FROM ${declarations} c`,
  Prisma.sql`SELECT 'declaration-cancelled', c.id || '-cancelled', c.cancelled_at, jsonb_build_object() FROM ${declarations} c WHERE c.cancelled_at IS NOT NULL`,
  Prisma.sql`SELECT 'details-told', n.id, n.reported_at, jsonb_build_object('name', concat_ws(' ', n.first_name, nullif(n.last_name, '')),
      'home', concat_ws(', ', n.house, n.postcode)) FROM declaration_change n JOIN ${declarations} c ON c.id = n.declaration_id`,
  Prisma.sql`SELECT 'consent', c.id, c.agreed_at, jsonb_build_object('purpose', c.purpose, 'action', c.action, 'via', c.via)
    FROM consent c WHERE c.email_hash = ANY (${emailHashes}::text[])`,
  Prisma.sql`SELECT 'email', e.id, e.created_at, jsonb_build_object('email', e.kind, 'copy', e.copy, 'refusal', e.refusal,
      'sentAt', (extract(epoch FROM e.sent_at) * 1000)::float8) FROM ${emails} e`,
  Prisma.sql`SELECT 'email-change', e.id, e.created_at, jsonb_build_object('from', e.old_email, 'to', e.new_email, 'done', e.completed_at IS NOT NULL,
      'origin', e.origin)
    FROM email_change e WHERE e.supporter_id = person.id`,
  Prisma.sql`SELECT 'merged', m.id, m.merged_at, jsonb_build_object('by', w.name, 'name', concat_ws(' ', m.undo->'other'->>'firstName',
      nullif(m.undo->'other'->>'lastName', '')), 'email', m.undo->'other'->>'email')
    FROM supporter_merge m JOIN staff_member w ON w.id = m.merged_by WHERE m.supporter_id = person.id`,
  Prisma.sql`SELECT 'note', n.id, n.written_at, jsonb_build_object('text', n.text, 'by', m.name, 'dueOn', n.due_on, 'done', n.done_at IS NOT NULL)
    FROM staff_note n JOIN staff_member m ON m.id = n.written_by WHERE n.supporter_id = person.id`,
  Prisma.sql`SELECT 'task-done', n.id || '-done', n.done_at, jsonb_build_object('text', n.text, 'by', m.name)
    FROM staff_note n JOIN staff_member m ON m.id = n.done_by WHERE n.supporter_id = person.id`,
];

const timelinePageSize = 50;

/**
 * A page of everything that happened with a person, the newest first.
 * @param after the last row of the page before
 */
export async function listTimeline(
  { id, emails: emailAddresses }: Person,
  after: Cursor | null,
  size = timelinePageSize,
): Promise<{ rows: TimelineRow[]; next: Cursor | null }> {
  const beyond = after ? Prisma.sql`WHERE (at, id) < (${after.at}, ${after.id})` : Prisma.empty;
  // Of each source no more than a page: the newest are read along its index where it has one.
  const newest = Prisma.sql`${beyond} ORDER BY at DESC, id DESC LIMIT ${size + 1}`;
  const all = Prisma.join(
    sources(emailAddresses.map(hashEmail)).map(
      (source) => Prisma.sql`(SELECT * FROM (${source}) AS happened (kind, id, at, facts) ${newest})`,
    ),
    " UNION ALL ",
  );
  const found = await db.$queryRaw<TimelineRow[]>`
    SELECT happened.* FROM (SELECT ${id}::text AS id) person CROSS JOIN LATERAL (${all}) happened
    ORDER BY at DESC, happened.id DESC LIMIT ${size + 1}`;
  const rows = found.slice(0, size);
  const last = rows.at(-1);
  return { rows, next: found.length > size && last ? { at: last.at, id: last.id } : null };
}

/** Whether an email is one of those to a supporter. */
export async function isEmailOf(tx: Pick<Tx, "$queryRaw">, supporterId: string, emailId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM (SELECT ${supporterId}::text AS id) person CROSS JOIN LATERAL ${emails} e WHERE e.id = ${emailId} LIMIT 1`;
  return rows.length > 0;
}
