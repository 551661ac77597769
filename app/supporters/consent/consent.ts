import appeals1 from "../wordings/appeals-2026-1.json";
import appeals2 from "../wordings/appeals-2026-2.json";
import events1 from "../wordings/events-2026-1.json";
import events2 from "../wordings/events-2026-2.json";
import news1 from "../wordings/news-2026-1.json";
import news2 from "../wordings/news-2026-2.json";
import news3 from "../wordings/news-2026-3.json";
import news4 from "../wordings/news-2026-4.json";

/** What people agree to. Consent is asked for each purpose by itself, by a box that nobody ticked beforehand (UK GDPR art. 7, PECR reg. 22). */
export const consentPurposes = ["news", "events", "appeals"] as const;
export type ConsentPurpose = (typeof consentPurposes)[number];

/** What a line of the ledger says happened. "asked" is a tick on a form: nothing is sent on it before the address has confirmed. */
export type ConsentAction = "asked" | "confirmed" | "withdrawn";

export type ConsentWording = { version: string; purpose: ConsentPurpose; text: string; hint: string };

/** The words next to boxes, a file for each version. A version, once shown to anybody, is never changed: the next one is added. */
export const consentWordings: readonly ConsentWording[] = [news1, news2, news3, news4, events1, events2, appeals1, appeals2].map(
  (wording) => ({
    ...wording,
    purpose: consentPurposes.find((purpose) => purpose === wording.purpose) ?? "news",
  }),
);

/** The one box on the giving forms. */
export const newsWording: ConsentWording = { ...news4, purpose: "news" };

/** The boxes of the newsletter's own form, one for each purpose. */
export const topicWordings: Record<ConsentPurpose, ConsentWording> = {
  news: { ...news3, purpose: "news" },
  events: { ...events2, purpose: "events" },
  appeals: { ...appeals2, purpose: "appeals" },
};
