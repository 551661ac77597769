/** What people agree to. Consent is asked for each purpose by itself, by a box that nobody ticked beforehand (UK GDPR art. 7, PECR reg. 22). */
export type ConsentWording = { version: string; purpose: "news"; words: string; hint: string };

/** The words next to the box. A version, once shown to anybody, is never changed: the next one is added. */
export const consentWordings: readonly ConsentWording[] = [
  {
    version: "news-2026-1",
    purpose: "news",
    words: "Send me the monthly letter by e-mail.",
    hint: "We write first to check that it is really you. You can stop it in any letter.",
  },
];

export const newsWording = consentWordings[consentWordings.length - 1] as ConsentWording;
