import { emailLabel, emailRefusalText } from "~/desk/emails/email-labels";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { addDays, formatDateTime, formatLondonDate, londonDate, startOfLondonDate } from "~/platform/london-dates";

const days = 14;

type EventDay = { day: string; stripe: number; resend: number; healed: number };

/** How many webhooks came on each of the last days in London, and how much comparisons put right that none had told, the newest first. */
export async function listEventDays(): Promise<EventDay[]> {
  const today = londonDate(now());
  const from = startOfLondonDate(addDays(today, 1 - days));
  const rows = await db.$queryRaw<{ day: string; stripe: number; resend: number; healed: number }[]>`
    SELECT day::text, sum(stripe)::int AS stripe, sum(resend)::int AS resend, sum(healed)::int AS healed FROM (
      SELECT (received_at AT TIME ZONE 'Europe/London')::date AS day, count(*) AS stripe, 0 AS resend, 0 AS healed
        FROM stripe_event WHERE received_at >= ${from} GROUP BY 1
      UNION ALL
      SELECT (received_at AT TIME ZONE 'Europe/London')::date, 0, count(*), 0 FROM resend_event WHERE received_at >= ${from} GROUP BY 1
      UNION ALL
      SELECT (started_at AT TIME ZONE 'Europe/London')::date, 0, 0, sum(healed) FROM reconciliation WHERE started_at >= ${from} GROUP BY 1
    ) AS counted GROUP BY day`;
  return Array.from({ length: days }, (_, back) => addDays(today, -back)).map((date) => {
    const { stripe = 0, resend = 0, healed = 0 } = rows.find(({ day }) => day === date) ?? {};
    return { day: formatLondonDate(date), stripe, resend, healed };
  });
}

type UndeliveredEmail = { id: string; when: string; label: string; what: string; href: string | null };

const fates = {
  "email.bounced": "bounced: its mailbox does not take it",
  "email.complained": "was called spam by its reader",
  "email.failed": "could not be sent by Resend",
  waiting: "waits to be sent",
};

/** Where the gift, sponsorship or supporter that an email or a job is about stands at the desk; null: nowhere. */
export function hrefOfAbout(about: unknown): string | null {
  const { donationId, planId, supporterId } = about as Record<string, unknown>;
  if (typeof donationId === "string") return `/desk/gifts/${donationId}`;
  if (typeof planId === "string") return `/desk/sponsorships/${planId}`;
  return typeof supporterId === "string" ? `/desk/people/${supporterId}` : null;
}

/** Emails of the last 30 days that were refused, came back, or have waited for an hour, the newest first; those of issues are counted there. */
export async function listUndelivered(): Promise<UndeliveredEmail[]> {
  const [from, anHourAgo] = [30 * 24, 1].map((hours) => new Date(now().getTime() - hours * 3_600_000));
  type Row = { id: string; kind: string; about: unknown; refusal: string | null; fate: keyof typeof fates | null; at: Date };
  const rows = await db.$queryRaw<Row[]>`
    SELECT id, kind, about, refusal, NULL AS fate, created_at AS at FROM outgoing_email WHERE refusal IS NOT NULL AND created_at >= ${from}
    UNION ALL
    SELECT email.id, kind, about, NULL, event.type, event.received_at FROM resend_event AS event
      JOIN outgoing_email AS email ON email.resend_email_id = event.email_id
      WHERE event.type IN ('email.bounced', 'email.complained', 'email.failed') AND event.broadcast_id IS NULL AND event.received_at >= ${from}
    UNION ALL
    SELECT email.id, kind, about, NULL, 'waiting', email.created_at FROM graphile_worker.jobs AS job
      JOIN outgoing_email AS email ON job.key = 'send-email:' || email.id
      WHERE job.task_identifier = 'send-email' AND job.attempts < job.max_attempts AND email.created_at < ${anHourAgo}
    ORDER BY at DESC, id LIMIT 100`;
  return rows.map(({ id, kind, about, refusal, fate, at }) => ({
    id: `${id} ${fate ?? "refused"}`,
    when: formatDateTime(at),
    label: emailLabel(kind) ?? kind.replaceAll("-", " "),
    what: refusal === null ? fates[fate ?? "waiting"] : `refused for good: ${emailRefusalText(refusal)}`,
    href: hrefOfAbout(about),
  }));
}

/** How large the database is, in bytes. */
export async function getDatabaseSize(): Promise<number> {
  const [row] = await db.$queryRaw<{ bytes: number }[]>`SELECT pg_database_size(current_database())::float AS bytes`;
  return row?.bytes ?? 0;
}
