import { join } from "node:path";
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
  resend: { port: number; webhook: WebhookTarget | null; samples?: EmailSample[] };
  /** Where what happened is kept; null: in memory only. */
  folder: string | null;
};

export type Sandbox = {
  /** Base URL of the pretend Stripe, which is its control page as well. */
  stripe: string;
  /** Base URL of the pretend Resend, which is the outbox as well. */
  resend: string;
  /** The time by the pretend Stripe's clock. */
  now(): Date;
  stop(): Promise<void>;
};

/** Starts the pretend Stripe and the pretend Resend on this machine. @throws Error of a port that is taken */
export async function startSandbox({ stripe, resend, folder }: SandboxOptions): Promise<Sandbox> {
  const file = (name: string) => (folder === null ? {} : { stateFile: join(folder, name) });
  const payments = await startStripeSandbox({ ...stripe, ...file("stripe.json") });
  try {
    const mail = await startResendSandbox({ ...resend, ...file("resend.json") });
    return {
      stripe: payments.url,
      resend: mail.url,
      now: () => payments.control.now(),
      stop: async () => void (await Promise.all([payments.stop(), mail.stop()])),
    };
  } catch (error) {
    await payments.stop();
    throw error;
  }
}
