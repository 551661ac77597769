import { db, inTransaction } from "~/platform/database/db.server";
import { streamSuppressionPages } from "~/platform/mail/resend/suppressions.server";
import { hashEmail } from "~/supporters/consent/email-hash.server";
import { suppress } from "./suppress.server";
import { allowsOwnSignUp } from "./suppression";

/**
 * Suppresses whoever Resend itself no longer writes to, where the webhook that told of the bounce or the complaint never
 * came. Whoever may not be written to already is left as they are.
 * @returns the id of each at Resend, page by page
 */
export async function* pullSuppressions(): AsyncGenerator<{ id: string }[]> {
  for await (const page of streamSuppressionPages()) {
    const known = await db.suppression.findMany({ where: { emailHash: { in: page.map(({ email }) => hashEmail(email)) } } });
    const blocked = new Set(known.filter(({ reason }) => !allowsOwnSignUp[reason]).map(({ emailHash }) => emailHash));
    const unheard = page.filter(({ email }) => !blocked.has(hashEmail(email)));
    for (const { email, reason } of unheard) await inTransaction((tx) => suppress(tx, email, reason));
    yield unheard;
  }
}
