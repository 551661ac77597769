import { join } from "node:path";
import { startHmrcSandbox } from "./hmrc/start-hmrc-sandbox";
import type { EmailSample } from "./resend/pages/sample-pages";
import { startResendSandbox } from "./resend/start-resend-sandbox";
import type { WebhookTarget } from "./resend/webhooks";
import type { RunDueJobs } from "./stripe/control";
import { startStripeSandbox } from "./stripe/server";

export type SandboxOptions = {
  stripe: {
    /** 0: any free port. */
    port: number;
    /** The name on the hosted payment page. */
    merchant?: string;
    /** Where events are sent, the secret that signs them, and which (all, unless said); null: nowhere. */
    webhook: { url: string; secret: string; events?: readonly string[] } | null;
    /** Does the site's own work while the clock is moved. */
    runDueJobs?: RunDueJobs;
  };
  resend: { port: number; webhook: WebhookTarget | null; samples?: EmailSample[]; domains?: readonly string[] };
  /** Absent: no pretend HMRC. */
  hmrc?: { port: number; account: { senderId: string; password: string } };
  /** Where what happened is kept; null: in memory only. */
  folder: string | null;
};

export type Sandbox = {
  /** Base URL of the pretend Stripe, which is its control page as well. */
  stripe: string;
  /** Base URL of the pretend Resend, which is the outbox as well. */
  resend: string;
  /** Base URL of the pretend HMRC, which is its control page as well; null where there is none. */
  hmrc: string | null;
  /** The time by the pretend Stripe's clock. */
  now(): Date;
  stop(): Promise<void>;
};

/** Starts the pretend Stripe, Resend and HMRC on this machine. @throws Error of a port that is taken */
export async function startSandbox({ stripe, resend, hmrc, folder }: SandboxOptions): Promise<Sandbox> {
  const file = (name: string) => (folder === null ? {} : { stateFile: join(folder, name) });
  const started: { stop(): Promise<void> }[] = [];
  const start = async <Part extends { stop(): Promise<void> }>(part: Promise<Part>): Promise<Part> => {
    const ready = await part;
    started.push(ready);
    return ready;
  };
  const stop = async () => void (await Promise.all(started.map((part) => part.stop())));
  try {
    const payments = await start(startStripeSandbox({ ...stripe, ...file("stripe.json") }));
    const mail = await start(startResendSandbox({ ...resend, ...file("resend.json") }));
    const now = () => payments.control.now();
    const tax = hmrc ? await start(startHmrcSandbox({ ...hmrc, ...file("hmrc.json"), now })) : null;
    return { stripe: payments.url, resend: mail.url, hmrc: tax?.url ?? null, now, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
