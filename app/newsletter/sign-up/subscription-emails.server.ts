import { newsletterConfirm } from "emails/newsletter-confirm";
import { newsletterKnown } from "emails/newsletter-known";
import { newsletterMoved } from "emails/newsletter-moved";
import { newsletterWelcome } from "emails/newsletter-welcome";
import type { NewsRequest } from "~/../prisma/client/client";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { inWords } from "~/platform/london-dates";
import { composed } from "~/platform/mail/compose";
import type { ComposedLetter, Letters } from "~/platform/mail/send-email.server";
import { sender } from "~/platform/mail/sender.server";
import { topicWordings } from "~/supporters/consent/consent";
import { preferenceToken, requestToken } from "../link-tokens.server";
import { rhythmInSentence } from "../subscription";

const url = (path: string) => `${config.baseUrl}/newsletter/${path}`;

/** The page where a subscription is changed, without signing in. */
export const preferencesUrl = (subscription: string): string => url(`preferences/${preferenceToken(subscription)}`);
/** Where a subscription is ended: a page with a button, and by POST the one-click target of RFC 8058. */
export const leaveUrl = (subscription: string): string => url(`leave/${preferenceToken(subscription)}`);

/** The headers by which mail programs show their own button to leave: https://www.rfc-editor.org/rfc/rfc8058 */
export const leaveHeaders = (subscription: string): Record<string, string> => ({
  "List-Unsubscribe": `<${leaveUrl(subscription)}>`,
  "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
});

const namesOf = ({ topics }: Pick<NewsRequest, "topics">) => topics.map((topic) => topicWordings[topic].words);

/** The letters about subscriptions themselves; each is about a request. Null: there is nothing to say any more. */
const composers: Record<string, (request: NewsRequest) => Promise<ComposedLetter | null>> = {
  "newsletter-confirm": confirmLetter,
  "newsletter-confirm-move": confirmLetter,
  async "newsletter-known"(request) {
    const subscription = await subscriptionOf(request.person);
    if (subscription?.state !== "subscribed") return null;
    return composed(request.email, newsletterKnown, { sender: sender(), preferencesUrl: preferencesUrl(subscription.id) });
  },
  async "newsletter-welcome"(request) {
    const subscription = await subscriptionOf(request.person);
    if (subscription?.state !== "subscribed") return null;
    const { id } = subscription;
    const rhythm = rhythmInSentence[subscription.rhythm];
    const links = { preferencesUrl: preferencesUrl(id), leaveUrl: leaveUrl(id) };
    return composed(
      request.email,
      newsletterWelcome,
      { sender: sender(), topics: namesOf(subscription), rhythm, ...links },
      leaveHeaders(id),
    );
  },
  async "newsletter-moved"(request) {
    const before = request.subscriptionId && (await db.subscription.findUnique({ where: { id: request.subscriptionId } }));
    if (!before || !request.confirmedAt) return null;
    return composed(before.email, newsletterMoved, { sender: sender(), date: inWords(request.confirmedAt) });
  },
};

/** The same, by the id of what they are about. */
export const newsletterLetters: Letters = Object.fromEntries(
  Object.entries(composers).map(([kind, compose]) => [
    kind,
    async (about: string) => {
      const request = await db.newsRequest.findUnique({ where: { id: about } });
      return request && (await compose(request));
    },
  ]),
);

const subscriptionOf = (person: string) => db.subscription.findUnique({ where: { person } });

async function confirmLetter(request: NewsRequest): Promise<ComposedLetter | null> {
  if (request.state !== "waiting") return null;
  return composed(request.email, newsletterConfirm, {
    sender: sender(),
    kind: request.kind,
    topics: namesOf(request),
    confirmUrl: url(`confirm/${requestToken(request.id)}`),
    until: inWords(request.expiresAt),
  });
}
