import { db } from "~/platform/database/db.server";
import { contactPages } from "~/platform/mail/resend/contacts.server";
import { audience, isInAudience } from "../audience.server";
import type { Labels, SegmentName } from "./resend-ids.server";
import type { Rhythm, Topic } from "../subscription";

export type SegmentDifferences = {
  /** How many Resend would send to. */
  members: number;
  /** Contacts in the segment whom the ledger does not want there: Resend's ids. */
  strangers: string[];
  /** Subscriptions that the ledger wants there, and that are not. */
  missing: string[];
  /** Subscriptions whose person opted out at Resend, which the ledger has not heard. */
  optedOut: string[];
  /** How many differ only because their change is still on its way to Resend. */
  onTheWay: number;
};

const partsOf = (name: SegmentName) => name.split(":") as [Topic, Rhythm];

/**
 * Compares a segment at Resend with whom the ledger says its issues may reach. What changed while both were read is
 * looked at again, so that only true differences are left.
 */
export async function compareSegment(name: SegmentName, labels: Labels): Promise<SegmentDifferences> {
  const [topic, reach] = partsOf(name);
  const expected = new Map<string, string>();
  const missing: string[] = [];
  for await (const { id, contactId } of audience({ topic, reach })) {
    if (contactId) expected.set(contactId, id);
    else missing.push(id);
  }
  const strangers: string[] = [];
  const optedOut: string[] = [];
  let members = 0;
  for await (const page of contactPages(labels.segment(name))) {
    for (const contact of page) {
      members += 1;
      const subscription = expected.get(contact.id);
      if (subscription === undefined) strangers.push(contact.id);
      else if (contact.unsubscribed) optedOut.push(subscription);
      expected.delete(contact.id);
    }
  }
  missing.push(...expected.values());
  const checked = [await stillMissing(missing, topic, reach), await stillStrange(strangers, topic, reach)];
  return {
    members,
    missing: checked[0]?.true ?? [],
    strangers: checked[1]?.true ?? [],
    optedOut,
    onTheWay: checked.reduce((sum, { onTheWay }) => sum + onTheWay, 0),
  };
}

type Checked = { true: string[]; onTheWay: number };

async function stillMissing(ids: string[], topic: Topic, reach: Rhythm): Promise<Checked> {
  const found: Checked = { true: [], onTheWay: 0 };
  for (const id of ids) {
    const row = await db.subscription.findUnique({ where: { id } });
    if (!row || !(await isInAudience(db, id, { topic, reach }))) continue;
    if (row.version !== row.syncedVersion) found.onTheWay += 1;
    else found.true.push(id);
  }
  return found;
}

async function stillStrange(contacts: string[], topic: Topic, reach: Rhythm): Promise<Checked> {
  const found: Checked = { true: [], onTheWay: 0 };
  for (const contact of contacts) {
    const row = await db.subscription.findUnique({ where: { contactId: contact } });
    if (!row) found.true.push(contact);
    else if (row.version !== row.syncedVersion) found.onTheWay += 1;
    else if (!(await isInAudience(db, row.id, { topic, reach }))) found.true.push(contact);
  }
  return found;
}
