import { newsletterConfirm } from "emails/newsletter/confirm-subscription";
import { newsletterAlreadySubscribed } from "emails/newsletter/already-subscribed";
import { newsletterAddressChanged } from "emails/newsletter/address-changed";
import { newsletterWelcome } from "emails/newsletter/welcome";
import type { NewsletterRequest } from "~/../prisma/client/client";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { formatDate } from "~/platform/london-dates";
import { composeEmail } from "~/platform/mail/compose";
import type { ComposedEmail, EmailComposers } from "~/platform/mail/send-email.server";
import { sender } from "~/platform/mail/sender.server";
import { topicWordings } from "~/supporters/consent/consent";
import { preferenceToken, requestToken } from "../link-tokens.server";
import { emailFrequencyPhrases } from "../subscription";

const newsletterUrl = (path: string) => `${config.baseUrl}/newsletter/${path}`;

type LinkedSubscription = { id: string; linkVersion: number };

/** The page where a subscription is changed, without signing in. */
export const preferencesUrl = ({ id, linkVersion }: LinkedSubscription): string =>
  newsletterUrl(`preferences/${preferenceToken(id, linkVersion)}`);
/** Where a subscription is ended: a page with a button, and by POST the one-click target of RFC 8058. */
export const unsubscribeUrl = ({ id, linkVersion }: LinkedSubscription): string =>
  newsletterUrl(`leave/${preferenceToken(id, linkVersion)}`);

/** The headers by which mail programs show their own button to leave: https://www.rfc-editor.org/rfc/rfc8058 */
export const unsubscribeHeaders = (subscription: LinkedSubscription): Record<string, string> => ({
  "List-Unsubscribe": `<${unsubscribeUrl(subscription)}>`,
  "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
});

const topicLabelsOf = ({ topics }: Pick<NewsletterRequest, "topics">) => topics.map((topic) => topicWordings[topic].text);

declare module "~/platform/mail/email-kinds" {
  interface EmailKinds {
    "newsletter-confirm": { requestId: string };
    "newsletter-confirm-address-change": { requestId: string };
    "newsletter-already-subscribed": { requestId: string };
    "newsletter-welcome": { requestId: string };
    "newsletter-address-changed": { requestId: string };
  }
}

/** The emails about subscriptions themselves; each is about a request. Null: there is nothing to say any more. */
const composersByKind = {
  "newsletter-confirm": composeConfirmationEmail,
  "newsletter-confirm-address-change": composeConfirmationEmail,
  async "newsletter-already-subscribed"(request: NewsletterRequest) {
    const subscription = await findSubscriptionByPerson(request.emailHash);
    if (subscription?.status !== "subscribed") return null;
    return composeEmail(request.email, newsletterAlreadySubscribed, { sender: sender(), preferencesUrl: preferencesUrl(subscription) });
  },
  async "newsletter-welcome"(request: NewsletterRequest) {
    const subscription = await findSubscriptionByPerson(request.emailHash);
    if (subscription?.status !== "subscribed") return null;
    const emailFrequency = emailFrequencyPhrases[subscription.emailFrequency];
    const links = { preferencesUrl: preferencesUrl(subscription), unsubscribeUrl: unsubscribeUrl(subscription) };
    return composeEmail(
      request.email,
      newsletterWelcome,
      { sender: sender(), topics: topicLabelsOf(subscription), emailFrequency, ...links },
      unsubscribeHeaders(subscription),
    );
  },
  async "newsletter-address-changed"(request: NewsletterRequest) {
    const before = request.subscriptionId && (await db.newsletterSubscription.findUnique({ where: { id: request.subscriptionId } }));
    if (!before || !request.confirmedAt) return null;
    return composeEmail(before.email, newsletterAddressChanged, { sender: sender(), date: formatDate(request.confirmedAt) });
  },
};

const composeAbout =
  (kind: keyof typeof composersByKind) =>
  async ({ requestId }: { requestId: string }) => {
    const request = await db.newsletterRequest.findUnique({ where: { id: requestId } });
    return request && (await composersByKind[kind](request));
  };

/** The same, by the id of the request. */
export const subscriptionEmails = {
  "newsletter-confirm": composeAbout("newsletter-confirm"),
  "newsletter-confirm-address-change": composeAbout("newsletter-confirm-address-change"),
  "newsletter-already-subscribed": composeAbout("newsletter-already-subscribed"),
  "newsletter-welcome": composeAbout("newsletter-welcome"),
  "newsletter-address-changed": composeAbout("newsletter-address-changed"),
} satisfies Partial<EmailComposers>;

const findSubscriptionByPerson = (emailHash: string) => db.newsletterSubscription.findUnique({ where: { emailHash } });

async function composeConfirmationEmail(request: NewsletterRequest): Promise<ComposedEmail | null> {
  if (request.status !== "waiting") return null;
  return composeEmail(request.email, newsletterConfirm, {
    sender: sender(),
    kind: request.kind,
    topics: topicLabelsOf(request),
    confirmUrl: newsletterUrl(`confirm/${requestToken(request.id)}`),
    expiryDate: formatDate(request.expiresAt),
  });
}
