/** Why an address gets no newsletter, whoever asks for it. */
export const suppressionReasons = ["bounce", "complaint", "erasure", "fps", "unsubscribed"] as const;
export type SuppressionReason = (typeof suppressionReasons)[number];

/**
 * Which reasons also take consent back. A mailbox that does not exist has withdrawn nothing.
 * https://www.fundraisingregulator.org.uk/fps (fps); a complaint is a no, said by the person's mail program.
 */
export const withdrawsConsent: Record<SuppressionReason, boolean> = {
  bounce: false,
  complaint: true,
  erasure: true,
  fps: true,
  unsubscribed: true,
};

/** Whoever left everything by themselves may come back by themselves. For the others, staff decide with the person. */
export const allowsOwnSignUp: Record<SuppressionReason, boolean> = {
  bounce: false,
  complaint: false,
  erasure: false,
  fps: false,
  unsubscribed: true,
};

/** Why, and whose word it was, for staff. */
export const suppressionReasonTexts: Record<SuppressionReason, string> = {
  bounce: "There is no such mailbox, said the mail service",
  complaint: "The person marked an email as spam",
  erasure: "The person asked to be forgotten",
  fps: "Asked for through the Fundraising Preference Service",
  unsubscribed: "The person left everything",
};

/** Which reasons staff may add: a request that reached them in another way than by a link in an email. */
export const staffReasons = ["unsubscribed", "fps"] as const satisfies readonly SuppressionReason[];

/**
 * What staff can do about each reason, once its person asks them for emails again. "resumes": emails go there as before,
 * since nobody took consent back. "becomes-unsubscribed": from then on the person may sign up again, and only they may; no list
 * brings them in. "own-sign-up": there is nothing to lift, as the person's own sign-up does it.
 * Contact recommences only "if the person proactively chooses to re-engage":
 * https://www.fundraisingregulator.org.uk/complaints/fundraising-preference-service (fps); people may change their mind:
 * https://ico.org.uk/for-organisations/direct-marketing-and-privacy-and-electronic-communications/direct-marketing-guidance/respect-peoples-preferences/
 */
export const unsuppressEffects: Record<SuppressionReason, "resumes" | "becomes-unsubscribed" | "own-sign-up"> = {
  bounce: "resumes",
  complaint: "becomes-unsubscribed",
  erasure: "becomes-unsubscribed",
  fps: "becomes-unsubscribed",
  unsubscribed: "own-sign-up",
};

/** Reasons for which the mail service keeps the address on a list of its own. */
export const reasonsAtResend: readonly SuppressionReason[] = ["bounce", "complaint"];
