import type { Environment } from "./environment.server";
import { sandboxValues } from "./sandbox-values";

const loopback = /^(localhost|127(\.\d+){3}|\[?::1\]?)$/;
const placeholder = /change.?me|^(example|placeholder|your|xxx)/i;

/** Whether an address leads to this machine. */
export const isLoopback = (url: string): boolean => loopback.test(new URL(url).hostname);

/** What to write where a secret is missing. */
export const secretInstructions = {
  STRIPE_WEBHOOK_SECRET: "write the signing secret of the webhook <SITE_URL>/webhooks/stripe",
  RESEND_WEBHOOK_SECRET: "write the signing secret of the webhook <SITE_URL>/webhooks/resend",
  SESSION_SECRET: "write at least 32 random characters, such as the output of `openssl rand -base64 32`",
  LASTING_SECRET:
    "write another 32 random characters, keep a copy where you keep backups, and never change them: who must not be written to is known by it",
} as const satisfies Partial<Record<keyof Environment, string>>;

/** Secrets that everybody can read in the source, or that are no secrets. */
export function publishedSecretErrors(env: Environment): string[] {
  const errors: string[] = [];
  if (env.STRIPE_WEBHOOK_SECRET === sandboxValues.stripeWebhookSecret)
    errors.push("STRIPE_WEBHOOK_SECRET: this is the sandbox's secret, which everybody knows: write the one from Stripe's dashboard");
  if (env.RESEND_WEBHOOK_SECRET === sandboxValues.resendWebhookSecret)
    errors.push("RESEND_WEBHOOK_SECRET: this is the sandbox's secret, which everybody knows: write the one from Resend's dashboard");
  for (const value of env.SESSION_SECRET ?? []) {
    if (value === sandboxValues.sessionSecret || placeholder.test(value))
      errors.push("SESSION_SECRET: this is an example value: write your own, such as the output of `openssl rand -base64 32`");
  }
  if (env.LASTING_SECRET !== undefined && (env.LASTING_SECRET === sandboxValues.lastingSecret || placeholder.test(env.LASTING_SECRET)))
    errors.push("LASTING_SECRET: this is an example value: write your own, such as the output of `openssl rand -base64 32`");
  if (env.LASTING_SECRET !== undefined && env.SESSION_SECRET?.includes(env.LASTING_SECRET))
    errors.push("LASTING_SECRET: SESSION_SECRET is changed now and then and this one never: write another");
  return errors;
}
