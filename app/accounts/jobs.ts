import { z } from "zod";
import type { JobPayloads } from "~/platform/jobs/job-types";

export const accountsJobs = {
  "sync-payout": z.object({ stripePayoutId: z.string() }),
  "reconcile-payouts": z.object({}),
};

declare module "~/platform/jobs/job-types" {
  interface Jobs extends JobPayloads<typeof accountsJobs> {}
}
