import { z } from "zod";
import type { JobPayloads } from "~/platform/jobs/job-types";

export const supporterJobs = {
  "sync-customer-email": z.object({ emailChangeId: z.string() }),
  "erase-supporter": z.object({ erasureId: z.string() }),
};

declare module "~/platform/jobs/job-types" {
  interface Jobs extends JobPayloads<typeof supporterJobs> {}
}
