import { now } from "~/platform/clock";
import type { Tx } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { newsWording, type ConsentAction, type ConsentPurpose } from "./consent";
import { hashEmail } from "./email-hash.server";

export type ConsentEntry = {
  /** Whose consent: only its keyed hash is written down. */
  email: string;
  purpose: ConsentPurpose;
  action: ConsentAction;
  /** Version of the wording; "" where none was read, as when leaving. */
  wordingVersion: string;
  via: string;
  about: string | null;
  /** Keyed hash of the network address that it was asked from. */
  ipHash?: string | null;
  /** For consent that was given elsewhere: in which words, and where. Names nobody. */
  evidence?: string | null;
  agreedAt: Date;
};

const toConsentRow = ({ email, ...entry }: ConsentEntry) => ({ id: newId(), basis: "consent", ...entry, emailHash: hashEmail(email) });

/** Adds a line to the consent ledger, in the caller's transaction. The ledger is append-only: the database refuses changes. */
export async function recordConsent(tx: Tx, entry: ConsentEntry): Promise<void> {
  await tx.consent.create({ data: toConsentRow(entry) });
}

/** The tick of a giving form: a request for news, which counts once its address has confirmed it. */
export const recordNewsRequest = (tx: Tx, { email, via, about }: Pick<ConsentEntry, "email" | "via" | "about">): Promise<void> =>
  recordConsent(tx, { email, purpose: "news", action: "asked", wordingVersion: newsWording.version, via, about, agreedAt: now() });

/** Adds many lines at once, in their order: one statement, so that a list of hundreds of thousands takes minutes and not hours. */
export async function recordConsents(tx: Tx, entries: ConsentEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO consent (id, email_hash, purpose, action, basis, wording_version, via, about, ip_hash, evidence, agreed_at)
    SELECT id, "emailHash", purpose, action, basis, "wordingVersion", via, about, "ipHash", evidence, "agreedAt"
    FROM jsonb_to_recordset(${JSON.stringify(entries.map(toConsentRow))}::jsonb) AS line (
      id text, "emailHash" text, purpose consent_purpose, action consent_action, basis text, "wordingVersion" text, via text, about text,
      "ipHash" text, evidence text, "agreedAt" timestamptz)`;
}
