import { db } from "~/platform/database/db.server";
import { listConsents } from "~/supporters/consent/ledger.server";
import { hashEmail } from "~/supporters/consent/email-hash.server";

/** All that the newsletter knows of one address, for staff whom its person asks. Changes nothing. */
export async function lookUpEmailAddress(email: string) {
  const emailHash = hashEmail(email);
  const [suppressions, subscription, waiting, lifts, consents] = await Promise.all([
    db.suppression.findMany({ where: { emailHash }, orderBy: { suppressedAt: "asc" } }),
    db.newsletterSubscription.findUnique({ where: { emailHash } }),
    db.newsletterRequest.findFirst({ where: { emailHash, status: "waiting" }, orderBy: { requestedAt: "desc" } }),
    db.suppressionRemoval.findMany({ where: { emailHash }, orderBy: { removedAt: "asc" } }),
    listConsents(db, email),
  ]);
  return { suppressions, subscription, waiting, lifts, consents };
}
