import type { ResendContact, NewsletterSubscription } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import {
  updateContact,
  setContactTopics,
  findContact,
  deleteContact,
  listContactSegmentIds,
  setSegmentMembership,
  listContactTopicIds,
  type Contact,
} from "~/platform/mail/resend/contacts.server";
import { listConsents } from "~/supporters/consent/ledger.server";
import { listAllowedTopics } from "../audience.server";
import { unsubscribe } from "../unsubscribe.server";
import { unsubscribeTopics } from "../unsubscribe-topics.server";
import { preferenceToken } from "../link-tokens.server";
import { createOrRefuse, topicSubscriptionsOf, type DesiredState } from "./create-contact.server";
import { markContactRequested, consumeAbsence } from "./match-contacts.server";
import { preferencesProperty, getResendIds, segmentNames, segmentsFor, type ResendIds } from "./resend-ids.server";
import { isPaused, topics } from "../subscription";
import { suppress } from "../suppressions/suppress.server";
import { requeueContactSync } from "../queue-sync.server";

type SyncOutcome =
  /** Resend says what the ledger says. */
  | "synced"
  /** A change came meanwhile: another job looks. */
  | "outdated"
  /** The person opted out at Resend, and the ledger did not know yet: now it does. */
  | "opted-out-at-resend"
  /** It was erased, and Resend's contact is gone too. */
  | "erased"
  | "not-found";

/**
 * Brings Resend's contact in step with a subscription; the work of the job "sync-contact". It looks first and changes
 * only what differs, so it may be repeated, killed anywhere, or run for nothing. The ledger says who gets what; but an
 * opt-out that happened at Resend, and that we hear of here, goes into the ledger first.
 * @throws ResendError for the queue to try again
 */
export async function syncContact(id: string): Promise<SyncOutcome> {
  const subscription = await db.newsletterSubscription.findUnique({ where: { id } });
  if (!subscription) return "not-found";
  if (subscription.status === "erasing") return await eraseContact(subscription, await currentContact(subscription));

  const wanted = await getDesiredState(subscription);
  const resendIds = await getResendIds();
  const isAbsent = await consumeAbsence(subscription);
  const contact = isAbsent ? null : await currentContact(subscription);
  if (!contact) {
    if (!isAbsent) await markContactRequested(subscription);
    const created = wanted.segments.length > 0 ? await createOrRefuse(subscription, wanted, resendIds) : null;
    if (created === "refused") return await suppressRefused(subscription);
    return await saveState(subscription, created?.id ?? null, { ...wanted, unsubscribed: false });
  }
  const found = await fetchActualState(contact, wanted, resendIds);
  if (subscription.status === "subscribed" && (await honourOptOut(subscription, contact, found, wanted))) return "opted-out-at-resend";
  await applyDifferences(subscription, contact, found, wanted, resendIds);
  return await saveState(subscription, contact.id, { ...wanted, unsubscribed: !wanted.isSubscribed });
}

/** The contact of the subscription's present address. One of an earlier address is removed: Resend can't change addresses. */
async function currentContact({ resendContactId, email }: NewsletterSubscription): Promise<Contact | null> {
  const known = resendContactId ? await findContact({ id: resendContactId }) : null;
  if (known && known.email.toLowerCase() === email) return known;
  if (known) {
    await deleteContact(known.id);
    await db.resendContact.deleteMany({ where: { id: known.id } });
  }
  return await findContact({ email });
}

/** Whoever pauses is in no segment, and in their topics all the same: so one that is left at Resend meanwhile is told. */
async function getDesiredState(subscription: NewsletterSubscription): Promise<DesiredState> {
  const { id, emailFrequency, status, pausedUntil } = subscription;
  const allowedTopics = await listAllowedTopics(db, id, pausedUntil ?? now());
  const segments = isPaused(subscription, now()) ? [] : segmentsFor(allowedTopics, emailFrequency);
  return { segments, topics: allowedTopics, isSubscribed: status === "subscribed" };
}

/** An address that Resend will never write to counts like a mailbox that does not exist: it must not hold up the others. */
async function suppressRefused({ id, email, version }: NewsletterSubscription): Promise<"not-found"> {
  await inTransaction(async (tx) => {
    await suppress(tx, email, "bounce");
    await tx.newsletterSubscription.updateMany({ where: { id }, data: { syncedVersion: version } });
  });
  return "not-found";
}

/** What there is at Resend. `lastKnown`: what we last knew of it; null: somebody else made it, or a reply of ours was lost. */
type ActualState = { segments: readonly string[]; topics: readonly string[]; lastKnown: ResendContact | null };

async function fetchActualState({ id }: Contact, wanted: DesiredState, resendIds: ResendIds): Promise<ActualState> {
  const lastKnown = await db.resendContact.findUnique({ where: { id } });
  // Before topics are changed they are looked at: news of one that was left at Resend may have been lost.
  if (lastKnown && !lastKnown.needsRefresh && isSameSet(lastKnown.topics, wanted.topics))
    return { segments: lastKnown.segments, topics: lastKnown.topics, lastKnown };
  const inTopics = await listContactTopicIds(id);
  const chosen = topics.filter((topic) => inTopics.includes(resendIds.topic(topic)));
  if (lastKnown && !lastKnown.needsRefresh) return { segments: lastKnown.segments, topics: chosen, lastKnown };
  const inSegments = await listContactSegmentIds(id);
  return { segments: segmentNames.filter((name) => inSegments.includes(resendIds.segment(name))), topics: chosen, lastKnown };
}

/**
 * An opt-out at Resend that we neither made nor know of goes into the ledger. One that we knew of, and one of a contact
 * that was there before somebody pressed yes on our own pages, was followed by that yes. A list's word does not count so.
 */
async function honourOptOut(
  subscription: NewsletterSubscription,
  contact: Contact,
  found: ActualState,
  wanted: DesiredState,
): Promise<boolean> {
  const { topics: actualTopics, lastKnown } = found;
  if (contact.unsubscribed && !lastKnown?.unsubscribed && (lastKnown || !(await hasConsentedSince(subscription, contact.createdAt)))) {
    return await inTransaction(async (tx) => {
      const isEnded = await unsubscribe(tx, subscription.id, "resend");
      await tx.resendContact.updateMany({ where: { id: contact.id }, data: { unsubscribed: true } });
      return isEnded;
    });
  }
  // Topics that are not wanted may be gone by our own doing, whose reply was lost.
  const left = wanted.topics.filter((topic) => lastKnown?.topics.includes(topic) && !actualTopics.includes(topic));
  if (left.length === 0) return false;
  await inTransaction(async (tx) => {
    await unsubscribeTopics(tx, subscription.id, left, "resend");
    await tx.resendContact.updateMany({ where: { id: contact.id }, data: { topics: [...actualTopics], needsRefresh: false } });
  });
  return true;
}

async function hasConsentedSince({ email }: NewsletterSubscription, since: Date): Promise<boolean> {
  const lines = await listConsents(db, email);
  return lines.some(({ action, via, agreedAt }) => action === "confirmed" && via !== "import" && agreedAt > since);
}

async function applyDifferences(
  { id, linkVersion }: NewsletterSubscription,
  contact: Contact,
  found: ActualState,
  wanted: DesiredState,
  resendIds: ResendIds,
): Promise<void> {
  const linkToken = preferenceToken(id, linkVersion);
  const change = {
    ...(contact.unsubscribed === wanted.isSubscribed && { unsubscribed: !wanted.isSubscribed }),
    ...(contact.properties?.[preferencesProperty] !== linkToken && { properties: { [preferencesProperty]: linkToken } }),
  };
  if (Object.keys(change).length > 0) await updateContact(contact.id, change);
  if (!isSameSet(found.topics, wanted.topics)) await setContactTopics(contact.id, topicSubscriptionsOf(wanted.topics, resendIds));
  for (const name of segmentNames) {
    const member = wanted.segments.includes(name);
    if (found.segments.includes(name) !== member) await setSegmentMembership(contact.id, resendIds.segment(name), member);
  }
}

const isSameSet = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((each) => other.includes(each));

/**
 * A change that came meanwhile has a job of its own, which may have been done before this one: then nobody can tell what
 * Resend has now, and it is looked at once more. Whoever was forgotten meanwhile gets no contact.
 */
async function saveState(
  { id, version }: NewsletterSubscription,
  resendContactId: string | null,
  { segments, topics: chosen, unsubscribed }: Pick<DesiredState, "segments" | "topics"> & { unsubscribed: boolean },
): Promise<"synced" | "outdated" | "erased"> {
  const at = now();
  const outcome = await inTransaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ version: number }[]>`SELECT version FROM newsletter_subscription WHERE id = ${id} FOR UPDATE`;
    await tx.resendContact.deleteMany({ where: { subscriptionId: id, NOT: { id: row && resendContactId ? resendContactId : "" } } });
    if (!row) return "erased";
    const isOutdated = row.version !== version;
    if (resendContactId) {
      const facts = { subscriptionId: id, unsubscribed, segments, topics: chosen, needsRefresh: isOutdated, lastSeenAt: at };
      await tx.resendContact.upsert({ where: { id: resendContactId }, create: { id: resendContactId, ...facts }, update: facts });
    }
    await tx.newsletterSubscription.update({
      where: { id },
      data: { resendContactId, ...(!isOutdated && { syncedVersion: version, syncedAt: at }) },
    });
    if (isOutdated) await requeueContactSync(tx, id);
    return isOutdated ? "outdated" : "synced";
  });
  if (outcome === "erased" && resendContactId) await deleteContact(resendContactId);
  return outcome;
}

/** Erasure: the contact first, then the row. Ledger and suppression keep the keyed hash only. */
async function eraseContact({ id }: NewsletterSubscription, contact: Contact | null): Promise<"erased"> {
  if (contact) await deleteContact(contact.id);
  await inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM newsletter_subscription WHERE id = ${id} FOR UPDATE`;
    await tx.resendContact.deleteMany({ where: { subscriptionId: id } });
    await tx.newsletterSubscription.deleteMany({ where: { id, status: "erasing" } });
  });
  return "erased";
}
