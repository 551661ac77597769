import { join } from "node:path";
import { ConfigurationError, parseConfig, type Config } from "~/platform/config/config.server";
import { environmentSchema } from "~/platform/config/environment.server";
import { inspectResend, registerResendWebhook } from "~/platform/mail/resend/inspect-account.server";
import { inspectStripe, registerStripeWebhook } from "~/platform/payments/inspect-account.server";
import type { Variables } from "~/platform/setup/env-file.server";
import { inspectStore } from "~/platform/setup/inspect-store.server";
import { right, wrong, type Finding } from "~/platform/setup/finding";
import { inspectDatabase } from "~/platform/setup/inspect-database.server";
import { resendEventTypes } from "~/webhooks/resend-events";
import { stripeEventTypes } from "~/webhooks/stripe-events";

/** What is wrong with the settings as they are written, a line each; and what can be read of them. */
export function readSettings(variables: Variables): { errors: Finding[]; config: Config | null } {
  try {
    return { errors: [], config: parseConfig(variables) };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const errors = error.errors.map((line) => {
      const [about = "", ...says] = line.split(": ");
      return wrong(about, says.join(": "), "Change it in .env");
    });
    return { errors, config: null };
  }
}

/** A setting, where it is one. */
function valid<Name extends "STRIPE_SECRET_KEY" | "RESEND_API_KEY" | "SITE_URL" | "DATABASE_URL" | "MAIL_FROM" | "BACKUP_S3_URL">(
  variables: Variables,
  name: Name,
): string | null {
  const parsed = environmentSchema.shape[name].safeParse(variables[name] || undefined);
  return parsed.success ? (parsed.data ?? null) : null;
}

const webhooksOf = (siteUrl: string) => ({
  stripe: { url: `${siteUrl}/webhooks/stripe`, events: stripeEventTypes },
  resend: { url: `${siteUrl}/webhooks/resend`, events: resendEventTypes },
});
const accountsOf = (variables: Variables) => ({
  stripe: { key: valid(variables, "STRIPE_SECRET_KEY") ?? "", apiUrl: variables["STRIPE_API_URL"] || null },
  resend: { key: valid(variables, "RESEND_API_KEY") ?? "", baseUrl: variables["RESEND_BASE_URL"] || null },
});

/** Looks at everything that settings lead to: Stripe, Resend, the database. What is not set is not asked; nothing stays changed. */
export async function inspectSettings(variables: Variables): Promise<Finding[]> {
  const siteUrl = valid(variables, "SITE_URL");
  const { stripe, resend } = accountsOf(variables);
  const senderDomain = /@([^\s@>]+)>$/.exec(valid(variables, "MAIL_FROM") ?? "")?.[1];
  const databaseUrl = valid(variables, "DATABASE_URL");
  const asked = await Promise.all([
    siteUrl && stripe.key ? inspectStripe(stripe, webhooksOf(siteUrl).stripe) : Promise.resolve([]),
    siteUrl && resend.key && senderDomain ? inspectResend(resend, senderDomain, webhooksOf(siteUrl).resend) : Promise.resolve([]),
    databaseUrl
      ? inspectDatabase(databaseUrl)
      : Promise.resolve(right("Database", `the embedded PostgreSQL, in ${join(variables["DATA_DIR"] || "data", "postgres")}`)),
  ]);
  const backups = variables["BACKUP_RECIPIENT"]
    ? right("Backups", "one is made each night")
    : wrong("Backups", "none are made", "Run `npm run backup -- key`, and put BACKUP_RECIPIENT into .env");
  return [...asked.flat(), backups, ...(await inspectCopies(variables))];
}

async function inspectCopies(variables: Variables): Promise<Finding[]> {
  const [url, keyId, secret] = [valid(variables, "BACKUP_S3_URL"), variables["BACKUP_S3_KEY_ID"], variables["BACKUP_S3_SECRET"]];
  return url && keyId && secret ? [await inspectStore({ url, keyId, secret, region: variables["BACKUP_S3_REGION"] || "auto" })] : [];
}

/**
 * Registers the site's webhooks at Stripe and Resend, or mends those that are there.
 * @returns the settings that come of it: signing secrets, where they were told
 */
export async function registerWebhooks(variables: Variables): Promise<Variables> {
  const siteUrl = valid(variables, "SITE_URL");
  const { stripe, resend } = accountsOf(variables);
  const secrets: Variables = {};
  if (siteUrl && stripe.key) {
    const { secret } = await registerStripeWebhook(stripe, webhooksOf(siteUrl).stripe);
    if (secret) secrets["STRIPE_WEBHOOK_SECRET"] = secret;
  }
  if (siteUrl && resend.key) secrets["RESEND_WEBHOOK_SECRET"] = (await registerResendWebhook(resend, webhooksOf(siteUrl).resend)).secret;
  return secrets;
}
