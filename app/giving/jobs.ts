import { z } from "zod";
import type { JobPayloads } from "~/platform/jobs/job-types";

const donation = z.object({ donationId: z.string() });

/** The pages that came from one form, but for one that stays open. */
export const pagesOfForm = z.object({ formId: z.string(), exceptId: z.string().nullable() });

export const givingJobs = {
  "sync-donation": z.union([donation, z.object({ stripeCheckoutSessionId: z.string() }), z.object({ stripePaymentIntentId: z.string() })]),
  "close-donation-checkout": donation,
  "carry-out-refund": z.object({ refundRequestId: z.string() }),
  "close-donation-checkouts": pagesOfForm,
  "process-gift-import": z.object({ importId: z.string() }),
  "reconcile-donations": z.object({}),
  "merge-daily-totals": z.object({}),
  /** A donation whose donor ticked the newsletter has arrived. */
  "newsletter-with-donation": donation,
};

declare module "~/platform/jobs/job-types" {
  interface Jobs extends JobPayloads<typeof givingJobs> {}
}
