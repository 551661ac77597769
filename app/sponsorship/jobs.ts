import { z } from "zod";
import { pagesOfForm } from "~/giving/jobs";
import type { JobPayloads } from "~/platform/jobs/job-types";

const plan = z.object({ planId: z.string() });
/** What becomes of a room, for its sponsors. `date`: the London date on which it closes; of "moved" the instant at which it was closed. */
const roomNews = z.object({ roomId: z.string(), news: z.enum(["closing", "stays", "moved"]), date: z.string() });
export type RoomNews = z.infer<typeof roomNews>;
const checkoutSession = z.object({ stripeCheckoutSessionId: z.string() });

export const sponsorshipJobs = {
  "sync-plan": z.union([plan, checkoutSession, z.object({ stripeSubscriptionId: z.string() }), z.object({ stripeCustomerId: z.string() })]),
  "close-plan-checkout": plan,
  "close-plan-checkouts": pagesOfForm,
  /** A first collection was refused. */
  "close-tested-plan-pages": z.object({ stripePaymentIntentId: z.string() }),
  "continue-plan-cancellation": plan,
  "attach-payment-method": checkoutSession,
  "check-mandate": z.object({ stripeMandateId: z.string() }),
  "maintain-plans": z.object({}),
  "reconcile-plans": z.object({}),
  "queue-summaries": z.object({}),
  "tell-room-sponsors": roomNews,
  "retire-due-rooms": z.object({}),
  /** A plan whose sponsor ticked the newsletter is agreed to. */
  "newsletter-with-plan": plan,
};

declare module "~/platform/jobs/job-types" {
  interface Jobs extends JobPayloads<typeof sponsorshipJobs> {}
}
