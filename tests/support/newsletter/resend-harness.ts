import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { receiveResendWebhook } from "~/webhooks/resend.server";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { startResendSandbox, type ResendSandbox } from "~/sandbox/resend/start-resend-sandbox";
import { runJobs, waitingJobs } from "../giving/donation-harness";
import { startWebhookReceiver, type WebhookReceiver } from "../sandbox/webhook-receiver";

/** One webhook as it arrived. */
export type ReceivedResendWebhook = { body: Buffer; header: (name: string) => string | null };

let sandbox: ResendSandbox;
let receiver: WebhookReceiver;
let heldWebhooks: ReceivedResendWebhook[] | null = null;

/** The pretend Resend's control. */
export const resendControl = (): ResendSandbox["control"] => sandbox.control;
export const resendUrl = (): string => sandbox.url;

/**
 * Gives a test file the pretend Resend with its audience and its signed webhooks, which the site takes as it would. Call
 * it at the top, after freshDatabase. Each test has an audience of its own.
 */
export function useResendSandbox({ requestsPerSecond = 5000 } = {}): void {
  beforeAll(async () => {
    receiver = await startWebhookReceiver(async (body, { headers }) => {
      const webhook = { body, header: (name: string) => [headers[name] ?? null].flat()[0] ?? null };
      const status = heldWebhooks ? 200 : await deliverResendWebhook(webhook);
      heldWebhooks?.push(webhook);
      return status;
    });
  });
  beforeEach(() => restartResendSandbox(requestsPerSecond));
  afterEach(async () => {
    await sandbox.control.webhooksSettled();
    expect(receiver.takeErrors()).toEqual([]);
  });
  afterAll(async () => {
    await sandbox.stop();
    await receiver.stop();
  });
}

/** Starts a pretend Resend that knows nobody, in place of the one before. */
export async function restartResendSandbox(requestsPerSecond = 5000): Promise<void> {
  await sandbox?.stop();
  heldWebhooks = null;
  const url = `${receiver.url}/webhooks/resend`;
  sandbox = await startResendSandbox({
    port: 0,
    webhook: { url, secret: config.resend.webhookSecret },
    webhookRetries: [10, 20, 40, 80, 160],
    requestsPerSecond,
  });
  config.resend.baseUrl = sandbox.url;
}

/** The site takes a webhook in. @returns the status that it answers with */
export const deliverResendWebhook = async ({ body, header }: ReceivedResendWebhook): Promise<number> =>
  (await receiveResendWebhook(body, header)).status;

/** From now on webhooks are answered with 200 and put aside. */
export const holdResendWebhooks = (): void => void (heldWebhooks ??= []);
/** From now on webhooks are taken again. @returns those that were put aside: lost, if nobody takes them */
export async function releaseResendWebhooks(): Promise<ReceivedResendWebhook[]> {
  await sandbox.control.webhooksSettled();
  const all = heldWebhooks ?? [];
  heldWebhooks = null;
  return all;
}

/** Lets everything follow that follows by itself: jobs, broadcasts, webhooks, and what they call for. */
export async function runUntilIdle(): Promise<void> {
  for (let round = 0; round < 20; round += 1) {
    await runJobs();
    await sandbox.control.broadcastsSettled();
    await sandbox.control.webhooksSettled();
    // One that failed in the moment in which a newer one took its name is never tried again, and its work is done.
    const [jobs] = await db.$queryRaw<[{ count: bigint }]>`SELECT count(*) FROM graphile_worker.jobs WHERE attempts < max_attempts`;
    if (jobs.count === 0n) return;
  }
  throw new Error(`the jobs never come to rest: ${JSON.stringify({ jobs: await waitingJobs(), ...(await describeStanding()) })}`);
}

/** What jobs may wait for: one that a worker holds, a change that Resend has not heard of, an issue on its way. No address. */
async function describeStanding() {
  const [held, pending, issues] = await Promise.all([
    db.$queryRaw`SELECT id::text, task_identifier, locked_by, locked_at, attempts, run_at FROM graphile_worker.jobs WHERE locked_at IS NOT NULL`,
    db.$queryRaw`SELECT id, status, version, synced_version, resend_contact_id FROM newsletter_subscription WHERE version <> synced_version`,
    db.$queryRaw`SELECT id, status, resend_broadcast_id, stop_reason, send_requested_at FROM issue WHERE status IN ('sending', 'stopped')`,
  ]);
  return { held, pending, issues };
}
