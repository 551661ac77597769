import { now } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { ResendError } from "~/platform/mail/resend/request.server";
import { streamContactPages, deleteContact, setSegmentMembership, type Contact } from "~/platform/mail/resend/contacts.server";
import { queueEmail } from "~/platform/mail/queue-email.server";
import { compareSegment, type SegmentDifferences } from "./compare-segment.server";
import { pullSuppressions } from "../suppressions/pull-suppressions.server";
import { queueContactSync } from "../queue-sync.server";
import { clearResendIds, getResendIds, segmentNames, type ResendIds, type SegmentName } from "./resend-ids.server";
import { listSuppressionReasons } from "../suppressions/suppressions.server";
import { endPauses } from "./end-pauses.server";

type Finding = { about: string; message: string; healed: boolean };

/** So many findings of one run are written down: more would say that everything is wrong, which one sees. */
const maxFindings = 1000;

/**
 * Compares the ledger with Resend: every contact, then every segment. Heals what is ours to heal (the ledger decides who
 * gets what; an opt-out at Resend is honoured; an erased person's contact goes) and lists the rest for a person, whom a
 * email tells of it.
 * @returns how many things it found
 */
export async function reconcileAudience(): Promise<{ found: number; healed: number }> {
  const run = await db.audienceReconciliation.create({ data: { id: newId(), startedAt: now() } });
  let found = 0;
  let healed = 0;
  let contacts = 0;
  const recordFinding = async (finding: Finding) => {
    found += 1;
    healed += finding.healed ? 1 : 0;
    if (found <= maxFindings)
      await db.audienceReconciliationFinding.create({ data: { id: newId(), reconciliationId: run.id, ...finding } });
  };
  await endPauses();
  await requeueStaleSyncs();
  for await (const about of pullSuppressions())
    await recordFinding({
      about,
      message: "Resend no longer writes to somebody, and its webhook never came. Neither do we now.",
      healed: true,
    });
  for await (const page of streamContactPages()) {
    contacts += page.length;
    for (const finding of await checkContacts(page)) await recordFinding(finding);
  }
  let resendIds = await getResendIds();
  for (const name of segmentNames) {
    const compared = await compareSegment(name, resendIds).catch(goneIfNotFound);
    if (compared === "gone") {
      await clearResendIds();
      resendIds = await getResendIds();
      await recordFinding({ about: name, message: "A segment was gone at Resend. It is made again, and filled.", healed: true });
    }
    const differences = compared === "gone" ? await compareSegment(name, resendIds) : compared;
    for (const finding of await healSegment(name, differences, resendIds)) await recordFinding(finding);
  }
  await inTransaction(async (tx) => {
    await tx.audienceReconciliation.update({ where: { id: run.id }, data: { finishedAt: now(), contacts } });
    if (found > healed) await queueEmail(tx, { kind: "audience-reconciliation", about: { reconciliationId: run.id } });
  });
  return { found, healed };
}

/** Changes that Resend did not hear of within an hour: their job failed for good, or was lost. */
async function requeueStaleSyncs(): Promise<void> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM newsletter_subscription WHERE version <> synced_version AND coalesce(synced_at, created_at) < now() - interval '1 hour' LIMIT 10000`;
  for (const { id } of rows) await inTransaction((tx) => queueContactSync(tx, id));
}

function goneIfNotFound(error: unknown): "gone" {
  if (error instanceof ResendError && error.code === "not_found") return "gone";
  throw error;
}

/** Contacts that we do not know by their ids, and those whose opt-out differs from what we know. */
async function checkContacts(page: Contact[]): Promise<Finding[]> {
  const rows = await db.resendContact.findMany({ where: { id: { in: page.map(({ id }) => id) } } });
  const known = new Map(rows.map((row) => [row.id, row]));
  const findings: Finding[] = [];
  for (const contact of page) {
    const row = known.get(contact.id);
    if (row && row.unsubscribed === contact.unsubscribed) continue;
    if (row) findings.push(await queueResync(row.subscriptionId, contact.id, "Somebody opted out or back in at Resend."));
    else findings.push(await checkUnknownContact(contact));
  }
  return findings;
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
