import { z } from "zod";
import type { JobPayloads } from "~/platform/jobs/job-types";

const issue = z.object({ issueId: z.string() });
const subscriberImport = z.object({ importId: z.string() });

export const newsletterJobs = {
  "answer-sign-up-request": z.object({ requestId: z.string() }),
  "sync-contact": z.object({ subscriptionId: z.string() }),
  "match-contacts": z.object({}),
  "start-issue": issue,
  "send-issue": issue,
  "render-share-image": issue,
  "unsuppress-at-resend": z.object({ suppressionRemovalId: z.string() }),
  "process-import": subscriberImport,
  "discard-import": subscriberImport,
  "reconcile-audience": z.object({}),
};

declare module "~/platform/jobs/job-types" {
  interface Jobs extends JobPayloads<typeof newsletterJobs> {}
}
