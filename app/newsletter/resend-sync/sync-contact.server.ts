import type { ResendContact, Subscription } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import {
  changeContact,
  chooseTopics,
  createContact,
  findContact,
  removeContact,
  segmentsOf,
  setMembership,
  topicsOf,
  type Contact,
  type NewContact,
} from "~/platform/mail/resend/contacts.server";
import { ResendFailed } from "~/platform/mail/resend/request.server";
import { consentsOf } from "~/supporters/consent/ledger.server";
import { topicsAllowed } from "../audience.server";
import { leaveNewsletter } from "../unsubscribe.server";
import { leaveTopics } from "../unsubscribe-topics.server";
import { preferenceToken } from "../link-tokens.server";
import { noteAskedFor, takeAbsence } from "./match-contacts.server";
import { forgetLabels, linkProperty, resendLabels, segmentNames, segmentsFor, type Labels, type SegmentName } from "./resend-ids.server";
import { isPaused, topics, type Topic } from "../subscription";
import { suppress } from "../suppressions/suppress.server";
import { syncAgain } from "../queue-sync.server";

type Outcome =
  /** Resend says what the ledger says. */
  | "in-step"
  /** A change came meanwhile: another job looks. */
  | "overtaken"
  /** The person opted out at Resend, and the ledger did not know yet: now it does. */
  | "left-at-resend"
  /** It was erased, and Resend's contact is gone too. */
  | "forgotten"
  | "not-there";

type Wanted = { segments: SegmentName[]; topics: Topic[]; isSubscribed: boolean };

/**
 * Brings Resend's contact in step with a subscription; the work of the job "sync-contact". It looks first and changes
 * only what differs, so it may be repeated, killed anywhere, or run for nothing. The ledger says who gets what; but an
 * opt-out that happened at Resend, and that we hear of here, goes into the ledger first.
 * @throws ResendFailed for the queue to try again
 */
export async function syncContact(id: string): Promise<Outcome> {
  const subscription = await db.subscription.findUnique({ where: { id } });
  if (!subscription) return "not-there";
  if (subscription.state === "erasing") return await forget(subscription, await currentContact(subscription));

  const wanted = await wantedFor(subscription);
  const labels = await resendLabels();
  const isAbsent = await takeAbsence(subscription);
  const contact = isAbsent ? null : await currentContact(subscription);
  if (!contact) {
    if (!isAbsent) await noteAskedFor(subscription);
    const created = wanted.segments.length > 0 ? await create(subscription, wanted, labels) : null;
    if (created === "refused") return await giveUp(subscription);
    return await save(subscription, created?.id ?? null, { ...wanted, unsubscribed: false });
  }
  const found = await lookAt(contact, wanted, labels);
  if (subscription.state === "subscribed" && (await honourOptOut(subscription, contact, found, wanted))) return "left-at-resend";
  await bringInStep(subscription, contact, found, wanted, labels);
  return await save(subscription, contact.id, { ...wanted, unsubscribed: !wanted.isSubscribed });
}

/** The contact of the subscription's present address. One of an earlier address is removed: Resend can't change addresses. */
async function currentContact({ contactId, email }: Subscription): Promise<Contact | null> {
  const known = contactId ? await findContact({ id: contactId }) : null;
  if (known && known.email.toLowerCase() === email) return known;
  if (known) {
    await removeContact(known.id);
    await db.resendContact.deleteMany({ where: { id: known.id } });
  }
  return await findContact({ email });
}

/** Whoever pauses is in no segment, and in their topics all the same: so one that is left at Resend meanwhile is told. */
async function wantedFor(subscription: Subscription): Promise<Wanted> {
  const { id, rhythm, state, pausedUntil } = subscription;
  const allowed = await topicsAllowed(db, id, pausedUntil ?? now());
  const segments = isPaused(subscription, now()) ? [] : segmentsFor(allowed, rhythm);
  return { segments, topics: allowed, isSubscribed: state === "subscribed" };
}

const choices = (wanted: readonly Topic[], labels: Labels) =>
  topics.map((topic) => ({ id: labels.topic(topic), subscription: wanted.includes(topic) ? ("opt_in" as const) : ("opt_out" as const) }));

/**
 * What is gone at Resend (a segment, the property) is refused like an address that it does not take: so the labels are
 * learnt anew first, and only an address that is refused again is wrong.
 */
async function create(subscription: Subscription, wanted: Wanted, labels: Labels): Promise<{ id: string } | "refused"> {
  try {
    return { id: await createContact(contactOf(subscription, wanted, labels)) };
  } catch (error) {
    if (!isRefused(error, ["validation_error", "not_found"])) throw error;
  }
  await forgetLabels();
  try {
    return { id: await createContact(contactOf(subscription, wanted, await resendLabels())) };
  } catch (error) {
    if (!isRefused(error, ["validation_error"])) throw error;
    return "refused";
  }
}

const contactOf = ({ id, email }: Subscription, wanted: Wanted, labels: Labels): NewContact => ({
  email,
  properties: { [linkProperty]: preferenceToken(id) },
  segments: wanted.segments.map((name) => labels.segment(name)),
  topics: choices(wanted.topics, labels),
});

const isRefused = (error: unknown, reasons: ResendFailed["reason"][]) => error instanceof ResendFailed && reasons.includes(error.reason);

/** An address that Resend will never write to counts like a mailbox that does not exist: it must not hold up the others. */
async function giveUp({ id, email, version }: Subscription): Promise<"not-there"> {
  await inTransaction(async (tx) => {
    await suppress(tx, email, "bounce");
    await tx.subscription.updateMany({ where: { id }, data: { syncedVersion: version } });
  });
  return "not-there";
}

/** What there is at Resend. `before`: what we last knew of it; null: somebody else made it, or a reply of ours was lost. */
type Found = { segments: readonly string[]; topics: readonly string[]; before: ResendContact | null };

async function lookAt({ id }: Contact, wanted: Wanted, labels: Labels): Promise<Found> {
  const before = await db.resendContact.findUnique({ where: { id } });
  // Before topics are changed they are looked at: news of one that was left at Resend may have been lost.
  if (before && !before.lookAgain && sameSet(before.topics, wanted.topics))
    return { segments: before.segments, topics: before.topics, before };
  const inTopics = await topicsOf(id);
  const chosen = topics.filter((topic) => inTopics.includes(labels.topic(topic)));
  if (before && !before.lookAgain) return { segments: before.segments, topics: chosen, before };
  const inSegments = await segmentsOf(id);
  return { segments: segmentNames.filter((name) => inSegments.includes(labels.segment(name))), topics: chosen, before };
}

/**
 * An opt-out at Resend that we neither made nor know of goes into the ledger. One that we knew of, and one of a contact
 * that was there before somebody pressed yes on our own pages, was followed by that yes. A list's word does not count so.
 */
async function honourOptOut(subscription: Subscription, contact: Contact, found: Found, wanted: Wanted): Promise<boolean> {
  const { topics: present, before } = found;
  if (contact.unsubscribed && !before?.unsubscribed && (before || !(await saidYesSince(subscription, contact.createdAt)))) {
    return await inTransaction(async (tx) => {
      await tx.resendContact.updateMany({ where: { id: contact.id }, data: { unsubscribed: true } });
      return await leaveNewsletter(tx, subscription.id, "resend");
    });
  }
  // Topics that are not wanted may be gone by our own doing, whose reply was lost.
  const left = wanted.topics.filter((topic) => before?.topics.includes(topic) && !present.includes(topic));
  if (left.length === 0) return false;
  await inTransaction(async (tx) => {
    await leaveTopics(tx, subscription.id, left, "resend");
    await tx.resendContact.update({ where: { id: contact.id }, data: { topics: [...present], lookAgain: false } });
  });
  return true;
}

async function saidYesSince({ email }: Subscription, since: Date): Promise<boolean> {
  const lines = await consentsOf(db, email);
  return lines.some(({ action, via, agreedAt }) => action === "confirmed" && via !== "import" && agreedAt > since);
}

async function bringInStep({ id }: Subscription, contact: Contact, found: Found, wanted: Wanted, labels: Labels): Promise<void> {
  const link = preferenceToken(id);
  const change = {
    ...(contact.unsubscribed === wanted.isSubscribed && { unsubscribed: !wanted.isSubscribed }),
    ...(contact.properties?.[linkProperty] !== link && { properties: { [linkProperty]: link } }),
  };
  if (Object.keys(change).length > 0) await changeContact(contact.id, change);
  if (!sameSet(found.topics, wanted.topics)) await chooseTopics(contact.id, choices(wanted.topics, labels));
  for (const name of segmentNames) {
    const member = wanted.segments.includes(name);
    if (found.segments.includes(name) !== member) await setMembership(contact.id, labels.segment(name), member);
  }
}

const sameSet = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((each) => other.includes(each));

/**
 * A change that came meanwhile has a job of its own, which may have been done before this one: then nobody can tell what
 * Resend has now, and it is looked at once more. Whoever was forgotten meanwhile gets no contact.
 */
async function save(
  { id, version }: Subscription,
  contactId: string | null,
  { segments, topics: chosen, unsubscribed }: Pick<Wanted, "segments" | "topics"> & { unsubscribed: boolean },
): Promise<"in-step" | "overtaken" | "forgotten"> {
  const at = now();
  const outcome = await inTransaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ version: number }[]>`SELECT version FROM subscription WHERE id = ${id} FOR UPDATE`;
    await tx.resendContact.deleteMany({ where: { subscriptionId: id, NOT: { id: row && contactId ? contactId : "" } } });
    if (!row) return "forgotten";
    const isOvertaken = row.version !== version;
    if (contactId) {
      const facts = { subscriptionId: id, unsubscribed, segments, topics: chosen, lookAgain: isOvertaken, seenAt: at };
      await tx.resendContact.upsert({ where: { id: contactId }, create: { id: contactId, ...facts }, update: facts });
    }
    await tx.subscription.update({ where: { id }, data: { contactId, ...(!isOvertaken && { syncedVersion: version, syncedAt: at }) } });
    if (isOvertaken) await syncAgain(tx, id);
    return isOvertaken ? "overtaken" : "in-step";
  });
  if (outcome === "forgotten" && contactId) await removeContact(contactId);
  return outcome;
}

/** Erasure: the contact first, then the row. Ledger and suppression keep the keyed hash only. */
async function forget({ id }: Subscription, contact: Contact | null): Promise<"forgotten"> {
  if (contact) await removeContact(contact.id);
  await inTransaction(async (tx) => {
    await tx.resendContact.deleteMany({ where: { subscriptionId: id } });
    await tx.subscription.deleteMany({ where: { id, state: "erasing" } });
  });
  return "forgotten";
}
