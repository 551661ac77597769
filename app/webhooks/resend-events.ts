/** The types of event that a site registers at Resend. */
export const resendEventTypes = [
  "email.sent",
  "email.delivered",
  "email.delivery_delayed",
  "email.complained",
  "email.bounced",
  "email.failed",
  "email.suppressed",
  "contact.updated",
  "contact.deleted",
  "contact.topics.updated",
  "suppression.added",
] as const;
