import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Logger, runOnce } from "graphile-worker";
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from "vitest";
import type { Donation } from "~/../prisma/client/client";
import { newAttempt } from "~/giving/checkout/form-id.server";
import type { DonationForm } from "~/giving/checkout/donation-form";
import { startDonation, type DonorOrigin } from "~/giving/checkout/start-donation.server";
import { tasks } from "~/jobs.server";
import { config } from "~/platform/config/config.server";
import { db, pool } from "~/platform/database/db.server";
import { log } from "~/platform/log.server";
import { newToken } from "~/platform/ids.server";
import { takeUpEvents } from "~/platform/payments/events/enqueue-event-jobs.server";
import { doJob } from "~/platform/jobs/run-job.server";
import { pence } from "~/platform/money";
import { startResendSandbox, type ResendSandbox } from "~/sandbox/resend/start-resend-sandbox";
import type { Completion } from "~/sandbox/stripe/control";
import { startStripeSandbox, type StripeSandbox } from "~/sandbox/stripe/server";
import { takeStripeWebhook } from "~/webhooks/stripe.server";
import { freshDatabase } from "./database";

/** One webhook as it arrived. */
export type Webhook = { body: Buffer; signature: string; type: string };

export const day = 86_400;
const silent = new Logger(() => () => {});

let payments: StripeSandbox;
let mail: ResendSandbox;
let receiver: Server;
let arrived: Webhook[] = [];
let hold = false;
let lines: string[] = [];

/**
 * Gives a test file the whole of giving: a database, the pretend Stripe and Resend, and a receiver of webhooks. Call
 * it at the top of the file. After each test, nothing that was said to Stripe may have been against its contract, and
 * no log line or waiting job may name a person.
 */
export function giftWorld(): void {
  freshDatabase();
  vi.setConfig({ testTimeout: 60_000 });
  beforeAll(async () => {
    // Large: loaded here, so that it does not count as the first test's time.
    await import("react-email");
    receiver = createServer((request, response) => {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
        const body = Buffer.concat(chunks);
        const signature = String(request.headers["stripe-signature"]);
        arrived.push({ body, signature, type: (JSON.parse(body.toString()) as { type: string }).type });
        const { status } = hold ? { status: 200 } : await takeStripeWebhook(body, signature).catch(() => ({ status: 500 }));
        response.writeHead(status).end();
      })();
    });
    await new Promise<void>((opened) => receiver.listen(0, "127.0.0.1", opened));
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/webhooks/stripe`;
    payments = await startStripeSandbox({
      port: 0,
      webhook: { url, secret: config.stripe.webhookSecret },
      retryDelays: [20, 40, 80],
      // Longer than any test takes: a fee is known once days pass, and not in the midst of something else.
      feeDelaySeconds: 3600,
    });
    mail = await startResendSandbox({ port: 0, webhook: null, requestsPerSecond: 1000 });
  });
  beforeEach(() => {
    config.stripe.apiUrl = payments.url;
    config.resend.baseUrl = mail.url;
    payments.control.reset();
    payments.control.chaos({
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
    mail.control.clear();
    mail.control.empty();
    [arrived, hold, lines] = [[], false, []];
    const hear = (...words: unknown[]) => void lines.push(JSON.stringify(words, asWritten));
    for (const level of ["debug", "info", "warn", "error"] as const) vi.spyOn(log, level).mockImplementation(hear);
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await payments.control.idle();
    expect(payments.control.violations()).toEqual([]);
    expectNobodyNamed([...lines, ...(await waitingJobs()).map((job) => JSON.stringify(job))]);
  });
  afterAll(async () => {
    await payments.stop();
    await mail.stop();
    receiver.closeAllConnections();
    await new Promise((closed) => receiver.close(closed));
  });
}

/** A log writes an error with all that it says. */
const asWritten = (_key: string, value: unknown): unknown =>
  value instanceof Error ? { ...value, name: value.name, message: value.message, stack: value.stack } : value;

/** The donor of `aForm`, and every other e-mail address, stay out. */
export function expectNobodyNamed(texts: string[]): void {
  for (const text of texts) expect(text).not.toMatch(/Adaline|Lovelamp|Candle Street|EX1 1AA|[\w.+-]+@[\w-]+\.\w/i);
}

/** The pretend Stripe's control. */
export const stripeControl = (): StripeSandbox["control"] => payments.control;
/** The pretend Resend's control. */
export const mailControl = (): ResendSandbox["control"] => mail.control;
/** What the log was told, a line each. */
export const logLines = (): string[] => lines;

/** From now on webhooks are answered with 200 and put aside; each call gives those that were. */
export async function putAsideWebhooks(): Promise<Webhook[]> {
  hold = true;
  await payments.control.idle();
  return arrived.splice(0);
}
/** From now on webhooks are taken again. */
export const takeWebhooks = (): void => void (hold = false);

export const aForm = (change: Partial<DonationForm> = {}): DonationForm => ({
  gift: pence(3000),
  cover: false,
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
export const aDeclaredForm = (change: Partial<DonationForm> = {}): DonationForm =>
  aForm({ declaration: { scope: "this_gift", house: "1 Candle Street", postcode: "EX1 1AA" }, ...change });

/** A form just opened in a browser, at a network address of its own. */
export const anOrigin = (change: Partial<DonorOrigin> = {}): DonorOrigin => ({
  attempt: newAttempt(new Date()),
  browser: newToken(),
  address: newToken(),
  ...change,
});

/** Sends a form and gives the gift whose payment page it leads to. */
export async function startGift(form: DonationForm = aForm(), origin: DonorOrigin = anOrigin()): Promise<Donation & { sessionId: string }> {
  const started = await startDonation(form, origin);
  if (!("goTo" in started)) throw new Error(`refused: ${started.refused}`);
  return withSession(await db.donation.findFirstOrThrow({ where: { sessionUrl: started.goTo } }));
}

function withSession(donation: Donation): Donation & { sessionId: string } {
  if (!donation.sessionId) throw new Error("the gift has no payment page");
  return { ...donation, sessionId: donation.sessionId };
}

/** Gives by a test card or account, and lets everything follow that follows by itself. */
export async function giveBy(how: Completion, form: DonationForm = aForm(), origin: DonorOrigin = anOrigin()): Promise<Donation> {
  const { id, sessionId } = await startGift(form, origin);
  payments.control.completeSession(sessionId, how);
  return await settled(id);
}

/** Lets webhooks arrive and jobs be done, and gives the gift as it then stands. */
export async function settled(id: string): Promise<Donation> {
  await payments.control.idle();
  await doJobs();
  return await giftOf(id);
}

export const giftOf = (id: string): Promise<Donation> => db.donation.findUniqueOrThrow({ where: { id } });

/** The payment behind a gift, by Stripe's id. */
export async function paymentOf(id: string): Promise<string> {
  const { paymentIntent } = await giftOf(id);
  if (!paymentIntent) throw new Error("the gift has no payment yet");
  return paymentIntent;
}

/** Lets days pass at the pretend Stripe. */
export async function daysPass(days: number): Promise<void> {
  await payments.control.advance({ seconds: days * day });
}

/** Does every job that waits, those that they add and those that failed before included. */
export async function doJobs(): Promise<void> {
  await takeUpEvents();
  const taskList = Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, doJob(name, task, log)]));
  await pool.query("SELECT graphile_worker.reschedule_jobs(array_agg(id), run_at := now()) FROM graphile_worker.jobs HAVING count(*) > 0");
  await runOnce({ pgPool: pool, taskList, noHandleSignals: true, concurrency: 4, logger: silent });
}

type WaitingJob = { task: string; key: string | null; payload: unknown; lastError: string | null; attempts: number };

/** Every job in the queue, once kept events have been taken up. */
export async function waitingJobs(): Promise<WaitingJob[]> {
  await takeUpEvents();
  const { rows } = await pool.query<WaitingJob>(
    `SELECT tasks.identifier AS task, jobs.key, jobs.payload, jobs.last_error AS "lastError", jobs.attempts
     FROM graphile_worker._private_jobs AS jobs JOIN graphile_worker._private_tasks AS tasks ON tasks.id = jobs.task_id`,
  );
  return rows;
}

/** The kinds of all letters that were posted, in the order of the alphabet. */
export const lettersPosted = async (): Promise<string[]> => (await db.letter.findMany()).map(({ kind }) => kind).toSorted();
/** The subjects of all letters that Resend was given, oldest first. */
export const lettersSent = (): string[] =>
  mail.control
    .messages()
    .map(({ subject }) => subject)
    .toReversed();
