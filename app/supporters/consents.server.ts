import type { Consent } from "~/../prisma/client/client";
import type { Tx } from "~/platform/db.server";
import { personKey } from "./person-key.server";

/** Everything that the ledger holds about an address, oldest first. */
export async function consentsOf(tx: Tx, email: string): Promise<Consent[]> {
  return await tx.consent.findMany({ where: { person: personKey(email) }, orderBy: { line: "asc" } });
}
