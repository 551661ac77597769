import type { Tx } from "../database/db.server";

/** Forgets that emails were sent: all that are about any of these, whatever else they are about. `part`: as kinds of email name it. */
export async function deleteEmailsAbout(tx: Pick<Tx, "$executeRaw">, part: string, subjects: readonly { id: string }[]): Promise<void> {
  if (subjects.length === 0) return;
  await tx.$executeRaw`
    DELETE FROM outgoing_email USING unnest(${subjects.map(({ id }) => id)}::text[]) AS subject(id)
    WHERE about @> jsonb_build_object(${part}::text, subject.id)`;
}
