import type { NewsletterSubscription } from "~/../prisma/client/client";
import { createContact, type NewContact } from "~/platform/mail/resend/contacts.server";
import { ResendError } from "~/platform/mail/resend/request.server";
import { preferenceToken } from "../link-tokens.server";
import { topics, type Topic } from "../subscription";
import { clearResendIds, getResendIds, preferencesProperty, type ResendIds, type SegmentName } from "./resend-ids.server";

export type DesiredState = { segments: SegmentName[]; topics: Topic[]; isSubscribed: boolean };

/** Opted in to what is wanted, out of all else. */
export const topicSubscriptionsOf = (wanted: readonly Topic[], resendIds: ResendIds) =>
  topics.map((topic) => ({
    id: resendIds.topic(topic),
    subscription: wanted.includes(topic) ? ("opt_in" as const) : ("opt_out" as const),
  }));

/**
 * What is gone at Resend (a segment, the property) is refused like an address that it does not take: so the labels are
 * learnt anew first, and only an address that is refused again is wrong.
 */
export async function createOrRefuse(
  subscription: NewsletterSubscription,
  wanted: DesiredState,
  resendIds: ResendIds,
): Promise<{ id: string } | "refused"> {
  try {
    return { id: await createContact(toNewContact(subscription, wanted, resendIds)) };
  } catch (error) {
    if (!isRefused(error, ["validation_error", "not_found"])) throw error;
  }
  await clearResendIds();
  try {
    return { id: await createContact(toNewContact(subscription, wanted, await getResendIds())) };
  } catch (error) {
    if (!isRefused(error, ["validation_error"])) throw error;
    return "refused";
  }
}

const toNewContact = ({ id, linkVersion, email }: NewsletterSubscription, wanted: DesiredState, resendIds: ResendIds): NewContact => ({
  email,
  properties: { [preferencesProperty]: preferenceToken(id, linkVersion) },
  segments: wanted.segments.map((name) => resendIds.segment(name)),
  topics: topicSubscriptionsOf(wanted.topics, resendIds),
});

const isRefused = (error: unknown, reasons: ResendError["code"][]) => error instanceof ResendError && reasons.includes(error.code);
