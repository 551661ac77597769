import { Prisma } from "~/../prisma/client/client";
import { db } from "~/platform/database/db.server";
import { formatDateTime } from "~/platform/london-dates";
import { emailLabel, emailRefusalText } from "./email-labels";

export type SentEmail = { id: string; label: string; at: Date; text: string; mayResend: boolean };

/**
 * The emails to people about some things, the newest first, and what became of each.
 * @param abouts parts of what they are about, such as {"donationId": "…"}
 */
export async function listEmailsAbout(abouts: readonly Record<string, string>[]): Promise<SentEmail[]> {
  if (abouts.length === 0) return [];
  type Row = { id: string; kind: string; copy: number; createdAt: Date; sentAt: Date | null; refusal: string | null };
  const any = abouts.map((about) => Prisma.sql`about @> ${JSON.stringify(about)}::jsonb`);
  const rows = await db.$queryRaw<Row[]>`
    SELECT id, kind, copy, created_at AS "createdAt", sent_at AS "sentAt", refusal FROM outgoing_email
    WHERE ${Prisma.join(any, " OR ")} ORDER BY created_at DESC, id LIMIT 200`;
  return rows.flatMap(({ id, kind, copy, createdAt, sentAt, refusal }) => {
    const label = emailLabel(kind);
    if (!label) return [];
    const failure = refusal && `not sent: ${emailRefusalText(refusal)}`;
    const text = failure ?? (sentAt ? `sent ${formatDateTime(sentAt)}` : "waiting to be sent");
    return [{ id, label: copy > 0 ? `${label}, sent again` : label, at: createdAt, text, mayResend: sentAt !== null || refusal !== null }];
  });
}
