import { join } from "node:path";
import type { Config } from "~/platform/config/config.server";
import { startResendSandbox } from "./resend/start-resend-sandbox";
import { startStripeSandbox } from "./stripe/server";

export type Sandbox = {
  stripe: string;
  outbox: string;
  /** The time in the pretend world. */
  now(): Date;
  stop(): Promise<void>;
};

/**
 * Starts the pretend outside world beside a site on which nothing is to be real. What happened in it is kept in dataDir.
 * @param liveThrough does the site's own work while time is moved
 */
export async function startSandbox(
  { sandbox, dataDir, baseUrl, stripe, resend, port, charity }: Config,
  liveThrough: () => Promise<number>,
): Promise<Sandbox> {
  if (!sandbox) throw new Error("this site speaks to the real Stripe and Resend");
  // Webhooks take the short way on this machine, whatever name visitors know the site by.
  const site = new URL(baseUrl).hostname === "127.0.0.1" ? baseUrl : `http://127.0.0.1:${port}`;
  const payments = await startStripeSandbox({
    port: sandbox.stripePort,
    merchant: charity.name,
    webhook: { url: `${site}/webhooks/stripe`, secret: stripe.webhookSecret },
    liveThrough,
    stateFile: join(dataDir, "sandbox", "stripe.json"),
  });
  const mail = await startResendSandbox({
    port: sandbox.resendPort,
    webhook: {
      url: `${site}/webhooks/resend`,
      secret: resend.webhookSecret,
      events: ["email.", "contact.updated", "contact.deleted", "contact.topics.updated", "suppression.added"],
    },
    stateFile: join(dataDir, "sandbox", "resend.json"),
  });
  return {
    stripe: payments.url,
    outbox: mail.url,
    now: () => payments.control.now(),
    stop: async () => void (await Promise.all([payments.stop(), mail.stop()])),
  };
}
