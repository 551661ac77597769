import { z } from "zod";
import type { JobPayloads } from "~/platform/jobs/job-types";

export const claimJobs = {
  /** Asks HMRC what became of claims that are with it, and lets it delete answers that were read. */
  "follow-claims": z.object({}),
  /** Tells the treasurers when a claim is worth making, or a deadline is near. */
  "watch-claims": z.object({}),
  /** Looks again at gifts of which something changed, for the pages about Gift Aid. */
  "refresh-open-gifts": z.object({}),
  /** Has all gifts looked at again. */
  "mark-open-gifts": z.object({}),
};

declare module "~/platform/jobs/job-types" {
  interface Jobs extends JobPayloads<typeof claimJobs> {}
}
