import { z } from "zod";
import type { JobPayloads } from "~/platform/jobs/job-types";

const donation = z.object({ donationId: z.string() });

export const givingJobs = {
  "sync-donation": z.union([donation, z.object({ stripeCheckoutSessionId: z.string() }), z.object({ stripePaymentIntentId: z.string() })]),
  "close-donation-checkout": donation,
  "carry-out-refund": z.object({ refundRequestId: z.string() }),
  "reconcile-donations": z.object({}),
  /** A donation whose donor ticked the newsletter has arrived. */
  "newsletter-with-donation": donation,
};

declare module "~/platform/jobs/job-types" {
  interface Jobs extends JobPayloads<typeof givingJobs> {}
}
