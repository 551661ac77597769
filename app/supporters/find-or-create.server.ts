import type { Tx } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";

/**
 * The id of the person behind a paid gift or an agreed plan, by email address. A form may
 * hold anybody's address, so it renames nobody: its name stays with its gift or plan.
 * Null without an address: the person was erased before the bank had answered.
 */
export async function findOrCreateSupporter(
  tx: Tx,
  { email, firstName, lastName }: { email: string; firstName: string; lastName: string },
): Promise<string | null> {
  if (email === "") return null;
  const address = email.toLowerCase();
  const { id } = await tx.supporter.upsert({
    where: { email: address },
    create: { id: newId(), email: address, firstName, lastName },
    update: {},
  });
  return id;
}

/** Holds the supporter of an address, if there is one, until the transaction ends: before their plans and donations, as everywhere. */
export async function lockSupporterByEmail(tx: Tx, email: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM supporter WHERE email = ${email.toLowerCase()} FOR UPDATE`;
}
