import { z } from "zod";
import type { JobPayloads } from "~/platform/jobs/job-types";

export const healthJobs = {
  /** Looks at the site's health, and tells administrators of what turned red, or green again. */
  "watch-health": z.object({}),
};

declare module "~/platform/jobs/job-types" {
  interface Jobs extends JobPayloads<typeof healthJobs> {}
}
