import type { Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";

export type ConsentEntry = {
  email: string;
  purpose: "news";
  action: "asked";
  wording: string;
  via: string;
  about: string | null;
  agreedAt: Date;
};

/**
 * Adds a line to the consent ledger, in the caller's transaction. The ledger is append-only: the database refuses
 * changes. "asked" is a tick on a form; nothing is sent on it before the address has confirmed.
 */
export async function recordConsent(tx: Tx, entry: ConsentEntry): Promise<void> {
  await tx.consent.create({ data: { id: newId(), basis: "consent", ...entry, email: entry.email.toLowerCase() } });
}
