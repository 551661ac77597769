import { inTransaction } from "~/platform/database/db.server";
import { hashEmail } from "~/supporters/consent/email-hash.server";
import { auditChange, type NewsletterActor } from "../audit-change.server";
import type { staffReasons } from "./suppression";
import { suppress } from "./suppress.server";

/** Stops emails to an address whose person told staff so. @returns whether it is new */
export const suppressAddress = (by: NewsletterActor, email: string, reason: (typeof staffReasons)[number]): Promise<boolean> =>
  inTransaction(async (tx) => {
    const isNew = await suppress(tx, email, reason, reason === "unsubscribed" ? "desk" : reason);
    if (isNew)
      await auditChange(tx, by, { action: "address.suppressed", about: { kind: "address", id: hashEmail(email) }, became: { reason } });
    return isNew;
  });
