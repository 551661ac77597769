import { now } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { ResendFailed } from "~/platform/mail/resend/request.server";
import { contactPages, removeContact, setMembership, type Contact } from "~/platform/mail/resend/contacts.server";
import { postLetter } from "~/platform/mail/queue-email.server";
import { compareSegment, type SegmentDifferences } from "./compare-segment.server";
import { hearSuppressions } from "../suppressions/pull-suppressions.server";
import { queueSync } from "../queue-sync.server";
import { forgetLabels, resendLabels, segmentNames, type Labels, type SegmentName } from "./resend-ids.server";
import { suppressionsOf } from "../suppressions/suppressions.server";
import { wakePaused } from "./end-pauses.server";

type Finding = { about: string; words: string; healed: boolean };

/** So many findings of one run are written down: more would say that everything is wrong, which one sees. */
const mostFindings = 1000;

/**
 * Compares the ledger with Resend: every contact, then every segment. Heals what is ours to heal (the ledger decides who
 * gets what; an opt-out at Resend is honoured; an erased person's contact goes) and lists the rest for a person, whom a
 * letter tells of it.
 * @returns how many things it found
 */
export async function compareAudience(): Promise<{ found: number; healed: number }> {
  const run = await db.audienceComparison.create({ data: { id: newId(), startedAt: now() } });
  let found = 0;
  let healed = 0;
  let contacts = 0;
  const note = async (finding: Finding) => {
    found += 1;
    healed += finding.healed ? 1 : 0;
    if (found <= mostFindings) await db.audienceFinding.create({ data: { id: newId(), comparisonId: run.id, ...finding } });
  };
  await wakePaused();
  await askAgain();
  for await (const about of hearSuppressions())
    await note({ about, words: "Resend no longer writes to somebody, and its webhook never came. Neither do we now.", healed: true });
  for await (const page of contactPages()) {
    contacts += page.length;
    for (const finding of await lookAtContacts(page)) await note(finding);
  }
  let labels = await resendLabels();
  for (const name of segmentNames) {
    const compared = await compareSegment(name, labels).catch(ifGone);
    if (compared === "gone") {
      await forgetLabels();
      labels = await resendLabels();
      await note({ about: name, words: "A segment was gone at Resend. It is made again, and filled.", healed: true });
    }
    const differences = compared === "gone" ? await compareSegment(name, labels) : compared;
    for (const finding of await heal(name, differences, labels)) await note(finding);
  }
  await inTransaction(async (tx) => {
    await tx.audienceComparison.update({ where: { id: run.id }, data: { finishedAt: now(), contacts } });
    if (found > healed) await postLetter(tx, { kind: "audience-comparison", about: run.id });
  });
  return { found, healed };
}

/** Changes that Resend did not hear of within an hour: their job failed for good, or was lost. */
async function askAgain(): Promise<void> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM subscription WHERE version <> "syncedVersion" AND coalesce("syncedAt", "createdAt") < now() - interval '1 hour' LIMIT 10000`;
  for (const { id } of rows) await inTransaction((tx) => queueSync(tx, id));
}

function ifGone(error: unknown): "gone" {
  if (error instanceof ResendFailed && error.reason === "not_found") return "gone";
  throw error;
}

/** Contacts that we do not know by their ids, and those whose opt-out differs from what we know. */
async function lookAtContacts(page: Contact[]): Promise<Finding[]> {
  const rows = await db.resendContact.findMany({ where: { id: { in: page.map(({ id }) => id) } } });
  const known = new Map(rows.map((row) => [row.id, row]));
  const findings: Finding[] = [];
  for (const contact of page) {
    const row = known.get(contact.id);
    if (row && row.unsubscribed === contact.unsubscribed) continue;
    if (row) findings.push(await again(row.subscriptionId, contact.id, "Somebody opted out or back in at Resend."));
    else findings.push(await lookAtUnknown(contact));
  }
  return findings;
}

async function lookAtUnknown({ id, email }: Contact): Promise<Finding> {
  const subscription = await db.subscription.findUnique({ where: { email: email.toLowerCase() } });
  if (subscription) return await again(subscription.id, id, "A contact of a subscriber was not known by its id.");
  if ((await suppressionsOf(db, email)).includes("erasure")) {
    await removeContact(id);
    return { about: id, words: "The contact of an erased person was still at Resend. It is removed.", healed: true };
  }
  return { about: id, words: "A contact at Resend that the ledger does not know. Our issues do not go to it.", healed: false };
}

/** Looks at a contact again, and brings it in step. */
async function again(subscription: string, about: string, words: string): Promise<Finding> {
  await inTransaction((tx) => queueSync(tx, subscription));
  return { about, words, healed: true };
}

/** Corrects what we believed of a segment, so that it is put right. What we know of opt-outs stays: a new one is told by it. */
async function believe(subscription: string, { segment, member }: { segment: SegmentName; member: boolean }): Promise<void> {
  const row = await db.resendContact.findUnique({ where: { subscriptionId: subscription } });
  const others = row?.segments.filter((name) => name !== segment) ?? [];
  if (row) await db.resendContact.update({ where: { id: row.id }, data: { segments: member ? [...others, segment] : others } });
}

async function heal(name: SegmentName, differences: SegmentDifferences, labels: Labels): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const id of differences.missing) {
    await believe(id, { segment: name, member: false });
    findings.push(await again(id, id, `Missing from the segment ${name}. It is put in.`));
  }
  for (const id of differences.optedOut) findings.push(await again(id, id, "Somebody opted out at Resend."));
  for (const contact of differences.strangers) {
    const row = await db.subscription.findUnique({ where: { contactId: contact } });
    const words = `In the segment ${name} without a yes in the ledger. It is taken out.`;
    if (row) {
      await believe(row.id, { segment: name, member: true });
      findings.push(await again(row.id, contact, words));
    } else {
      await setMembership(contact, labels.segment(name), false);
      findings.push({ about: contact, words, healed: true });
    }
  }
  return findings;
}
