import { z } from "zod";
import type { JobPayloads } from "~/platform/jobs/job-types";

export const supporterJobs = {
  "sync-customer-email": z.object({ emailChangeId: z.string() }),
  /** `cause`: what calls for it; the key by which Stripe does it once. */
  "sync-plan-customers": z.object({ supporterId: z.string(), cause: z.string() }),
  "erase-supporter": z.object({ erasureId: z.string() }),
};

declare module "~/platform/jobs/job-types" {
  interface Jobs extends JobPayloads<typeof supporterJobs> {}
}
