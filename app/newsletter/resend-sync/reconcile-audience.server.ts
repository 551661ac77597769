import type { Reconciliation } from "~/../prisma/client/client";
import { db, inTransaction } from "~/platform/database/db.server";
import { ResendError } from "~/platform/mail/resend/request.server";
import { streamContactPages, deleteContact, setSegmentMembership, type Contact } from "~/platform/mail/resend/contacts.server";
import { definePass, reconcile, type Compared, type Finding } from "~/platform/reconciliation/reconcile.server";
import { compareSegment, type SegmentDifferences } from "./compare-segment.server";
import { pullSuppressions } from "../suppressions/pull-suppressions.server";
import { queueContactSync } from "../queue-sync.server";
import { clearResendIds, getResendIds, segmentNames, type ResendIds, type SegmentName } from "./resend-ids.server";
import { listSuppressionReasons } from "../suppressions/suppressions.server";
import { endPauses } from "./end-pauses.server";

/**
 * Compares the ledger with Resend: its own list of suppressions, every contact, then every segment. Heals what is ours to
 * heal (the ledger decides who gets what; an opt-out at Resend is honoured; an erased person's contact goes) and leaves the
 * rest for a person.
 * @returns the run; null: one is under way elsewhere
 */
export async function reconcileAudience(): Promise<Reconciliation | null> {
  await endPauses();
  await requeueStaleSyncs();
  return await reconcile({
    kind: "audience",
    passes: {
      suppressions: definePass(() => pullSuppressions(), describeSuppressions),
      contacts: definePass((_run, after) => streamContactPages(undefined, after), compareContacts),
      segments: definePass((_run, after) => listSegments(after), compareSegments),
    },
  });
}

const describeSuppressions = (suppressed: { id: string }[]): Promise<Compared> =>
  Promise.resolve({
    checked: 0,
    findings: suppressed.map(({ id }) => ({
      about: id,
      message: "Resend no longer writes to somebody, and its webhook never came. Neither do we now.",
      healed: true,
    })),
  });

async function* listSegments(after: string | null): AsyncGenerator<{ id: SegmentName }[]> {
  for (const name of segmentNames.slice(segmentNames.findIndex((known) => known === after) + 1))
    yield await Promise.resolve([{ id: name }]);
}

async function compareSegments(segments: { id: SegmentName }[]): Promise<Compared> {
  const findings: Finding[] = [];
  for (const { id: name } of segments) {
    let resendIds = await getResendIds();
    const compared = await compareSegment(name, resendIds).catch(goneIfNotFound);
    if (compared === "gone") {
      await clearResendIds();
      resendIds = await getResendIds();
      findings.push({ about: name, message: "A segment was gone at Resend. It is made again, and filled.", healed: true });
    }
    const differences = compared === "gone" ? await compareSegment(name, resendIds) : compared;
    findings.push(...(await healSegment(name, differences, resendIds)));
  }
  return { checked: 0, findings };
}

function goneIfNotFound(error: unknown): "gone" {
  if (error instanceof ResendError && error.code === "not_found") return "gone";
  throw error;
}

/** Changes that Resend did not hear of within an hour: their job failed for good, or was lost. */
async function requeueStaleSyncs(): Promise<void> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM newsletter_subscription WHERE version <> synced_version AND coalesce(synced_at, created_at) < now() - interval '1 hour' LIMIT 10000`;
  for (const { id } of rows) await inTransaction((tx) => queueContactSync(tx, id));
}

/** Contacts that we do not know by their ids, and those whose opt-out differs from what we know. */
async function compareContacts(page: Contact[]): Promise<Compared> {
  const rows = await db.resendContact.findMany({ where: { id: { in: page.map(({ id }) => id) } } });
  const known = new Map(rows.map((row) => [row.id, row]));
  const findings: Finding[] = [];
  for (const contact of page) {
    const row = known.get(contact.id);
    if (row && row.unsubscribed === contact.unsubscribed) continue;
    if (row) findings.push(await queueResync(row.subscriptionId, contact.id, "Somebody opted out or back in at Resend."));
    else findings.push(await checkUnknownContact(contact));
  }
  return { checked: page.length, findings };
}

async function checkUnknownContact({ id, email }: Contact): Promise<Finding> {
  const subscription = await db.newsletterSubscription.findUnique({ where: { email: email.toLowerCase() } });
  if (subscription) return await queueResync(subscription.id, id, "A contact of a subscriber was not known by its id.");
  if ((await listSuppressionReasons(db, email)).includes("erasure")) {
    await deleteContact(id);
    return { about: id, message: "The contact of an erased person was still at Resend. It is removed.", healed: true };
  }
  return { about: id, message: "A contact at Resend that the ledger does not know. Our issues do not go to it.", healed: false };
}

/** Looks at a contact again, and brings it in step. */
async function queueResync(subscriptionId: string, about: string, message: string): Promise<Finding> {
  await inTransaction((tx) => queueContactSync(tx, subscriptionId));
  return { about, message, healed: true };
}

/** Corrects what we believed of a segment, so that it is put right. What we know of opt-outs stays: a new one is told by it. */
async function correctLocalMembership(
  subscriptionId: string,
  { segment, isMember }: { segment: SegmentName; isMember: boolean },
): Promise<void> {
  const row = await db.resendContact.findUnique({ where: { subscriptionId } });
  const others = row?.segments.filter((name) => name !== segment) ?? [];
  if (row) await db.resendContact.update({ where: { id: row.id }, data: { segments: isMember ? [...others, segment] : others } });
}

async function healSegment(name: SegmentName, differences: SegmentDifferences, resendIds: ResendIds): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const id of differences.missing) {
    await correctLocalMembership(id, { segment: name, isMember: false });
    findings.push(await queueResync(id, id, `Missing from the segment ${name}. It is put in.`));
  }
  for (const id of differences.optedOut) findings.push(await queueResync(id, id, "Somebody opted out at Resend."));
  for (const contact of differences.unexpected) {
    const row = await db.newsletterSubscription.findUnique({ where: { resendContactId: contact } });
    const message = `In the segment ${name} without a yes in the ledger. It is taken out.`;
    if (row) {
      await correctLocalMembership(row.id, { segment: name, isMember: true });
      findings.push(await queueResync(row.id, contact, message));
    } else {
      await setSegmentMembership(contact, resendIds.segment(name), false);
      findings.push({ about: contact, message, healed: true });
    }
  }
  return findings;
}
