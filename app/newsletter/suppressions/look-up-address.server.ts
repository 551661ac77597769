import { db } from "~/platform/database/db.server";
import { listConsents } from "~/supporters/consent/ledger.server";
import { hashEmail } from "~/supporters/consent/email-hash.server";

/** All that the newsletter knows of one address, for staff whom its person asks. Changes nothing. */
export async function lookUpEmailAddress(email: string) {
  const person = hashEmail(email);
  const [suppressions, subscription, waiting, lifts, consents] = await Promise.all([
    db.suppression.findMany({ where: { person }, orderBy: { suppressedAt: "asc" } }),
    db.subscription.findUnique({ where: { person } }),
    db.newsRequest.findFirst({ where: { person, state: "waiting" }, orderBy: { askedAt: "desc" } }),
    db.suppressionLift.findMany({ where: { person }, orderBy: { liftedAt: "asc" } }),
    listConsents(db, email),
  ]);
  return { suppressions, subscription, waiting, lifts, consents };
}
