import { Logger, runOnce } from "graphile-worker";
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from "vitest";
import type { Donation } from "~/../prisma/client/client";
import { newFormId } from "~/giving/checkout/form-id.server";
import type { DonationForm } from "~/giving/checkout/donation-form";
import type { FormOrigin } from "~/giving/checkout/form-origin";
import { startDonation } from "~/giving/checkout/start-donation.server";
import { tasks } from "~/jobs.server";
import { config } from "~/platform/config/config.server";
import { db, pool } from "~/platform/database/db.server";
import { log } from "~/platform/log.server";
import { newToken } from "~/platform/ids.server";
import { enqueueEventJobs } from "~/platform/payments/events/enqueue-event-jobs.server";
import { runJob } from "~/platform/jobs/run-job.server";
import { pence } from "~/platform/money";
import { startResendSandbox, type ResendSandbox } from "~/sandbox/resend/start-resend-sandbox";
import type { Completion } from "~/sandbox/stripe/control";
import { startStripeSandbox, type StripeSandbox } from "~/sandbox/stripe/server";
import { handleStripeWebhook } from "~/webhooks/stripe.server";
import { stripeEventTypes } from "~/webhooks/stripe-events";
import { useDatabase } from "../database";
import { startWebhookReceiver, type WebhookReceiver } from "../sandbox/webhook-receiver";

/** One webhook as it arrived. */
export type ReceivedWebhook = { body: Buffer; signature: string; type: string };

export const daySeconds = 86_400;
const silent = new Logger(() => () => {});

let stripeSandbox: StripeSandbox;
let resendSandbox: ResendSandbox;
let webhookReceiver: WebhookReceiver;
let receivedWebhooks: ReceivedWebhook[] = [];
let holdsWebhooks = false;
let loggedLines: string[] = [];

/**
 * Gives a test file the whole of giving: a database, the pretend Stripe and Resend, and a receiver of webhooks. Call
 * it at the top of the file. After each test, nothing that was said to Stripe may have been against its contract, and
 * no log line or waiting job may name a person.
 */
export function useDonationHarness(): void {
  useDatabase();
  beforeAll(async () => {
    // Large: loaded here, so that it does not count as the first test's time.
    await import("react-email");
    webhookReceiver = await startWebhookReceiver(async (body, { headers }) => {
      const signature = String(headers["stripe-signature"]);
      receivedWebhooks.push({ body, signature, type: (JSON.parse(body.toString()) as { type: string }).type });
      return holdsWebhooks ? 200 : (await handleStripeWebhook(body, signature)).status;
    });
    stripeSandbox = await startStripeSandbox({
      port: 0,
      // What a site registers, and nothing else: what needs another event shows here.
      webhook: { url: `${webhookReceiver.url}/webhooks/stripe`, secret: config.stripe.webhookSecret, events: stripeEventTypes },
      retryDelays: [20, 40, 80],
      // Longer than any test takes: a fee is known once days pass, and not in the midst of something else.
      feeDelaySeconds: 3600,
      // Tests of payouts say when there is one.
      payouts: "manual",
    });
    resendSandbox = await startResendSandbox({ port: 0, webhook: null, requestsPerSecond: 1000 });
  });
  beforeEach(() => {
    config.stripe.apiUrl = stripeSandbox.url;
    config.resend.baseUrl = resendSandbox.url;
    stripeSandbox.control.reset();
    stripeSandbox.control.chaos({
      seed: 1,
      duplicate: 0,
      shuffle: 0,
      delayUpTo: 0,
      drop: 0,
      errorAfterCommit: 0,
      lostReply: 0,
      tooManyRequests: 0,
      slowReply: 0,
    });
    resendSandbox.control.clear();
    resendSandbox.control.empty();
    [receivedWebhooks, holdsWebhooks, loggedLines] = [[], false, []];
    const record = (...words: unknown[]) => void loggedLines.push(JSON.stringify(words, serializeError));
    for (const level of ["debug", "info", "warn", "error"] as const) vi.spyOn(log, level).mockImplementation(record);
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await stripeSandbox.control.idle();
    expect(webhookReceiver.takeErrors()).toEqual([]);
    expect(stripeSandbox.control.violations()).toEqual([]);
    expectNoPersonalData([...loggedLines, ...(await waitingJobs()).map((job) => JSON.stringify(job))]);
  });
  afterAll(async () => {
    await stripeSandbox.stop();
    await resendSandbox.stop();
    await webhookReceiver.stop();
  });
}

/** A log writes an error with all that it says. */
const serializeError = (_key: string, value: unknown): unknown =>
  value instanceof Error ? { ...value, name: value.name, message: value.message, stack: value.stack } : value;

/** The donor of `aDonationForm`, and every other email address, stay out. */
export function expectNoPersonalData(texts: string[]): void {
  for (const text of texts) expect(text).not.toMatch(/Adaline|Lovelamp|Candle Street|EX1 1AA|[\w.+-]+@[\w-]+\.\w/i);
}

/** The pretend Stripe's control. */
export const stripeControl = (): StripeSandbox["control"] => stripeSandbox.control;
/** The pretend Resend's control. */
export const mailControl = (): ResendSandbox["control"] => resendSandbox.control;
/** What the log was told, a line each. */
export const logLines = (): string[] => loggedLines;

/** From now on webhooks are answered with 200 and put aside; each call gives those that were. */
export async function holdWebhooks(): Promise<ReceivedWebhook[]> {
  holdsWebhooks = true;
  await stripeSandbox.control.idle();
  return receivedWebhooks.splice(0);
}
/** What webhooks failed with, for a test that brings it about: it is then no failure of the test. */
export const takeWebhookErrors = (): unknown[] => webhookReceiver.takeErrors();
/** From now on webhooks are taken again. */
export const resumeWebhooks = (): void => void (holdsWebhooks = false);

export const aDonationForm = (change: Partial<DonationForm> = {}): DonationForm => ({
  gift: pence(3000),
  coversFee: false,
  firstName: "Adaline",
  lastName: "Lovelamp",
  email: "Adaline@Example.org",
  message: null,
  anonymous: false,
  wantsNews: false,
  declaration: null,
  source: {},
  ...change,
});

/** A form with a Gift Aid declaration. */
export const aDonationFormWithGiftAid = (change: Partial<DonationForm> = {}): DonationForm =>
  aDonationForm({ declaration: { scope: "this_gift", house: "1 Candle Street", postcode: "EX1 1AA" }, ...change });

/** A form just opened in a browser, at a network address of its own. */
export const aDonorOrigin = (change: Partial<FormOrigin> = {}): FormOrigin => ({
  formId: newFormId(new Date()),
  browserId: newToken(),
  ip: newToken(),
  ...change,
});

/** Sends a form and gives the gift whose payment page it leads to. */
export async function startTestDonation(
  form: DonationForm = aDonationForm(),
  origin: FormOrigin = aDonorOrigin(),
): Promise<Donation & { stripeCheckoutSessionId: string }> {
  const started = await startDonation(form, origin);
  if (!("goTo" in started)) throw new Error(`refused: ${started.refused}`);
  return withSession(await db.donation.findFirstOrThrow({ where: { stripeCheckoutUrl: started.goTo } }));
}

function withSession(donation: Donation): Donation & { stripeCheckoutSessionId: string } {
  if (!donation.stripeCheckoutSessionId) throw new Error("the donation has no payment page");
  return { ...donation, stripeCheckoutSessionId: donation.stripeCheckoutSessionId };
}

/** Gives by a test card or account, and lets everything follow that follows by itself. */
export async function completeDonation(
  completion: Completion,
  form: DonationForm = aDonationForm(),
  origin: FormOrigin = aDonorOrigin(),
): Promise<Donation> {
  const { id, stripeCheckoutSessionId } = await startTestDonation(form, origin);
  stripeSandbox.control.completeSession(stripeCheckoutSessionId, completion);
  return await getDonationAfterJobs(id);
}

/** Lets webhooks arrive and jobs be done, and gives the gift as it then stands. */
export async function getDonationAfterJobs(id: string): Promise<Donation> {
  await stripeSandbox.control.idle();
  await runJobs();
  return await getDonation(id);
}

export const getDonation = (id: string): Promise<Donation> => db.donation.findUniqueOrThrow({ where: { id } });

/** The payment behind a gift, by Stripe's id. */
export async function getPaymentIntentId(id: string): Promise<string> {
  const { stripePaymentIntentId } = await getDonation(id);
  if (!stripePaymentIntentId) throw new Error("the donation has no payment yet");
  return stripePaymentIntentId;
}

/** Lets days pass at the pretend Stripe. */
export async function advanceDays(days: number): Promise<void> {
  await stripeSandbox.control.advance({ seconds: days * daySeconds });
}

/** Does every job that waits, those that they add and those that failed before included. */
export async function runJobs(): Promise<void> {
  await enqueueEventJobs();
  const taskList = Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, runJob(name, task, log)]));
  await pool.query("SELECT graphile_worker.reschedule_jobs(array_agg(id), run_at := now()) FROM graphile_worker.jobs HAVING count(*) > 0");
  await runOnce({ pgPool: pool, taskList, noHandleSignals: true, concurrency: 4, logger: silent });
}

type WaitingJob = { task: string; key: string | null; payload: unknown; lastError: string | null; attempts: number };

/** Every job in the queue, once kept events have been taken up. */
export async function waitingJobs(): Promise<WaitingJob[]> {
  await enqueueEventJobs();
  const { rows } = await pool.query<WaitingJob>(
    `SELECT tasks.identifier AS task, jobs.key, jobs.payload, jobs.last_error AS "lastError", jobs.attempts
     FROM graphile_worker._private_jobs AS jobs JOIN graphile_worker._private_tasks AS tasks ON tasks.id = jobs.task_id`,
  );
  return rows;
}

/** The kinds of all emails that were posted, in the order of the alphabet. */
export const listQueuedEmailKinds = async (): Promise<string[]> => (await db.outgoingEmail.findMany()).map(({ kind }) => kind).toSorted();
/** The subjects of all emails that Resend was given, oldest first. */
export const listSentSubjects = (): string[] =>
  resendSandbox.control
    .messages()
    .map(({ subject }) => subject)
    .toReversed();
