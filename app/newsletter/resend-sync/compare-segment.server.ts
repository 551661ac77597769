import { db } from "~/platform/database/db.server";
import { streamContactPages } from "~/platform/mail/resend/contacts.server";
import { streamAudience, isInAudience } from "../audience.server";
import type { ResendIds, SegmentName } from "./resend-ids.server";
import type { EmailFrequency, Topic } from "../subscription";

export type SegmentDifferences = {
  /** How many Resend would send to. */
  memberCount: number;
  /** Contacts in the segment whom the ledger does not want there: Resend's ids. */
  unexpected: string[];
  /** Subscriptions that the ledger wants there, and that are not. */
  missing: string[];
  /** Subscriptions whose person opted out at Resend, which the ledger has not heard. */
  optedOut: string[];
  /** How many differ only because their change is still on its way to Resend. */
  pendingSyncs: number;
};

const parseSegmentName = (name: SegmentName) => name.split(":") as [Topic, EmailFrequency];

/**
 * Compares a segment at Resend with whom the ledger says its issues may reach. What changed while both were read is
 * looked at again, so that only true differences are left.
 */
export async function compareSegment(name: SegmentName, resendIds: ResendIds): Promise<SegmentDifferences> {
  const [topic, reach] = parseSegmentName(name);
  const expected = new Map<string, string>();
  const missing: string[] = [];
  for await (const { id, resendContactId } of streamAudience({ topic, reach })) {
    if (resendContactId) expected.set(resendContactId, id);
    else missing.push(id);
  }
  const unexpected: string[] = [];
  const optedOut: string[] = [];
  let memberCount = 0;
  for await (const page of streamContactPages(resendIds.segment(name))) {
    for (const contact of page) {
      memberCount += 1;
      const subscription = expected.get(contact.id);
      if (subscription === undefined) unexpected.push(contact.id);
      else if (contact.unsubscribed) optedOut.push(subscription);
      expected.delete(contact.id);
    }
  }
  missing.push(...expected.values());
  const checked = [await confirmMissing(missing, topic, reach), await confirmUnexpected(unexpected, topic, reach)];
  return {
    memberCount,
    missing: checked[0]?.confirmed ?? [],
    unexpected: checked[1]?.confirmed ?? [],
    optedOut,
    pendingSyncs: checked.reduce((sum, { pendingSyncs }) => sum + pendingSyncs, 0),
  };
}

type ConfirmedDifferences = { confirmed: string[]; pendingSyncs: number };

async function confirmMissing(ids: string[], topic: Topic, reach: EmailFrequency): Promise<ConfirmedDifferences> {
  const found: ConfirmedDifferences = { confirmed: [], pendingSyncs: 0 };
  for (const id of ids) {
    const row = await db.newsletterSubscription.findUnique({ where: { id } });
    if (!row || !(await isInAudience(db, id, { topic, reach }))) continue;
    if (row.version !== row.syncedVersion) found.pendingSyncs += 1;
    else found.confirmed.push(id);
  }
  return found;
}

async function confirmUnexpected(contacts: string[], topic: Topic, reach: EmailFrequency): Promise<ConfirmedDifferences> {
  const found: ConfirmedDifferences = { confirmed: [], pendingSyncs: 0 };
  for (const contact of contacts) {
    const row = await db.newsletterSubscription.findUnique({ where: { resendContactId: contact } });
    if (!row) found.confirmed.push(contact);
    else if (row.version !== row.syncedVersion) found.pendingSyncs += 1;
    else if (!(await isInAudience(db, row.id, { topic, reach }))) found.confirmed.push(contact);
  }
  return found;
}
