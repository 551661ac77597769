import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Charity } from "./charity";
import { environmentSchema, type SiteMode } from "./environment.server";
import { liveModeErrors } from "./live-checks.server";
import { loadCharity } from "./load-charity.server";
import { sandboxValues } from "./sandbox-values";

/**
 * The sole reader of the environment. A site that starts has a whole, checked configuration; one that does not
 * start names every mistake at once, with what to write instead.
 */
export type Config = {
  mode: SiteMode;
  port: number;
  host: string;
  /** The site's public address, without a slash at the end. */
  baseUrl: string;
  dataDir: string;
  /** null: the embedded PostgreSQL in dataDir. */
  databaseUrl: string | null;
  stripe: { key: string; webhookSecret: string; apiUrl: string | null; readsPerSecond: number };
  resend: { key: string; webhookSecret: string; baseUrl: string | null; from: string };
  staffEmail: string;
  /** The first signs; all are accepted, so that a secret can be changed without signing people out. */
  sessionSecrets: string[];
  /** Never changes: on it hang the hashes of addresses that must not be written to, the links in newsletters, and what staff sign in with. */
  lastingSecret: string;
  charity: Charity;
  trustedProxies: number;
  logLevel: string;
  sandbox: { stripePort: number; resendPort: number } | null;
};

/** Thrown with every mistake of the configuration, each on its line. */
export class ConfigurationError extends Error {
  constructor(readonly errors: string[]) {
    super(
      `The configuration has ${errors.length === 1 ? "a mistake" : `${errors.length} mistakes`}:\n${errors.map((line) => `  - ${line}`).join("\n")}\n.env.example explains each setting.`,
    );
    this.name = "ConfigurationError";
  }
}

/**
 * Makes the configuration from environment variables. Empty variables count as not set.
 * @throws ConfigurationError naming every mistake at once
 */
export function parseConfig(
  variables: Record<string, string | undefined>,
  readFile = (path: string) => readFileSync(path, "utf8"),
): Config {
  const errors: string[] = [];
  const nonEmpty = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value.trim() !== ""));
  const parsed = environmentSchema.safeParse(nonEmpty);
  if (!parsed.success) errors.push(...parsed.error.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}`));
  // What could be read is checked further, so that one start shows all that is wrong.
  const invalidNames = new Set(parsed.error?.issues.map((issue) => issue.path[0]));
  const env = parsed.success
    ? parsed.data
    : environmentSchema.parse(Object.fromEntries(Object.entries(nonEmpty).filter(([name]) => !invalidNames.has(name))));
  const live = env.SITE_MODE === "live";

  const charity = loadCharity(env.CHARITY_FILE, readFile, errors);
  // With SITE_MODE misspelt, nothing can be said of what a live site would lack.
  if (invalidNames.has("SITE_MODE")) throw new ConfigurationError(errors);
  if (live) errors.push(...liveModeErrors(env, invalidNames, charity));
  else if (env.STRIPE_SECRET_KEY?.includes("_live_")) {
    errors.push(
      `STRIPE_SECRET_KEY: a live key takes real money, and SITE_MODE is ${env.SITE_MODE}: write a test key, or leave it out to use the sandbox`,
    );
  }
  if (env.STRIPE_SECRET_KEY?.includes("_live_") && env.STRIPE_API_URL) {
    errors.push("STRIPE_API_URL: a live key is never sent to another address than Stripe's: leave it out");
  }
  if (errors.length > 0) throw new ConfigurationError(errors);

  // A real test key in try or dev speaks to the real Stripe; without one, the sandbox stands in.
  const stripeIsReal = env.STRIPE_SECRET_KEY !== undefined && env.STRIPE_SECRET_KEY !== sandboxValues.stripeKey && !env.STRIPE_API_URL;
  const resendIsReal = env.RESEND_API_KEY !== undefined && env.RESEND_API_KEY !== sandboxValues.resendKey && !env.RESEND_BASE_URL;
  const usesSandbox = (env.SITE_MODE === "try" || env.SITE_MODE === "dev") && !(stripeIsReal && resendIsReal);
  const loopbackUrl = (number: number) => `http://127.0.0.1:${number}`;
  return {
    mode: env.SITE_MODE,
    port: env.PORT,
    host: env.HOST,
    baseUrl: env.SITE_URL ?? loopbackUrl(env.PORT),
    dataDir: resolve(env.DATA_DIR),
    databaseUrl: env.DATABASE_URL ?? null,
    stripe: {
      key: env.STRIPE_SECRET_KEY ?? sandboxValues.stripeKey,
      webhookSecret: env.STRIPE_WEBHOOK_SECRET ?? sandboxValues.stripeWebhookSecret,
      readsPerSecond: env.STRIPE_READS_PER_SECOND,
      apiUrl: env.STRIPE_API_URL ?? (live || stripeIsReal ? null : loopbackUrl(env.SANDBOX_STRIPE_PORT)),
    },
    resend: {
      key: env.RESEND_API_KEY ?? sandboxValues.resendKey,
      webhookSecret: env.RESEND_WEBHOOK_SECRET ?? sandboxValues.resendWebhookSecret,
      baseUrl: env.RESEND_BASE_URL ?? (live || resendIsReal ? null : loopbackUrl(env.SANDBOX_RESEND_PORT)),
      from: env.MAIL_FROM ?? `${charity.name} <${charity.email}>`,
    },
    staffEmail: env.STAFF_EMAIL ?? charity.email,
    sessionSecrets: env.SESSION_SECRET ?? [sandboxValues.sessionSecret],
    lastingSecret: env.LASTING_SECRET ?? sandboxValues.lastingSecret,
    charity,
    trustedProxies: env.TRUSTED_PROXIES ?? 0,
    logLevel: env.LOG_LEVEL,
    sandbox: usesSandbox ? { stripePort: env.SANDBOX_STRIPE_PORT, resendPort: env.SANDBOX_RESEND_PORT } : null,
  };
}

/** Reads the configuration of this process, with the file .env where there is one. Mistakes end the process, in words. */
function loadConfig(): Config {
  if (process.env.SITE_MODE !== "test" && existsSync(".env")) process.loadEnvFile(".env");
  try {
    return parseConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/** The configuration of this process. */
export const config: Config = loadConfig();
