import { db, inTransaction } from "~/platform/database/db.server";
import { suppressedPages } from "~/platform/mail/resend/suppressions.server";
import { personKey } from "~/supporters/consent/email-hash.server";
import { suppress } from "./suppress.server";
import { mayComeBack } from "./suppression";

/**
 * Suppresses whoever Resend itself no longer writes to, where the webhook that told of the bounce or the complaint never
 * came. Whoever may not be written to already is left as they are.
 * @returns the id of each at Resend
 */
export async function* hearSuppressions(): AsyncGenerator<string> {
  for await (const page of suppressedPages()) {
    const known = await db.suppression.findMany({ where: { person: { in: page.map(({ email }) => personKey(email)) } } });
    const out = new Set(known.filter(({ reason }) => !mayComeBack[reason]).map(({ person }) => person));
    for (const { id, email, reason } of page) {
      if (out.has(personKey(email))) continue;
      await inTransaction((tx) => suppress(tx, email, reason));
      yield id;
    }
  }
}
