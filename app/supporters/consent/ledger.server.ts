import type { Consent } from "~/../prisma/client/client";
import type { Tx } from "~/platform/database/db.server";
import { consentWordings } from "./consent";
import { hashEmail } from "./email-hash.server";

/** Everything that the ledger holds about an address, oldest first. */
export async function listConsents(tx: Tx, email: string): Promise<Consent[]> {
  return await tx.consent.findMany({ where: { emailHash: hashEmail(email) }, orderBy: { sequence: "asc" } });
}

/** A line as its person is told it, with the words that were agreed to. The ledger itself names nobody. */
export const toConsentExport = ({ purpose, action, basis, wordingVersion, via, evidence, agreedAt }: Consent) => ({
  purpose,
  action,
  basis,
  wording: wordingVersion,
  words: consentWordings.find(({ version }) => version === wordingVersion)?.text ?? null,
  via,
  evidence,
  at: agreedAt,
});
