import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Charity } from "./charity";
import { environmentSchema, type Environment, type SiteMode } from "./environment.server";
import { backupErrors, backupSettings, type BackupSettings } from "./backup.server";
import { hmrcErrors, hmrcSettings, type HmrcSettings } from "./hmrc.server";
import { liveModeErrors } from "./live-checks.server";
import { loadCharity } from "./load-charity.server";
import { isRehearsal, rehearsalErrors } from "./rehearsal.server";
import { sandboxValues } from "./sandbox-values";
import { findRealSettings, trialModeErrors } from "./trial-checks.server";

/**
 * The sole reader of the environment. A site that starts has a whole, checked configuration; one that does not
 * start names every mistake at once, with what to write instead.
 */
export type Config = {
  mode: SiteMode;
  /** A live site with nothing real behind it: it speaks to the sandboxes on this machine, and every page says so. */
  isRehearsal: boolean;
  port: number;
  host: string;
  /** What this process does: screens and jobs, jobs alone, or screens alone. */
  worker: "also" | "only" | "none";
  /** Where Prometheus reads what this process counts of itself, never where the public comes; null: nowhere. */
  metrics: { host: string; port: number } | null;
  /** The collector of OpenTelemetry that traces are sent to; null: there are none. */
  traces: { endpoint: string; serviceName: string } | null;
  /** The site's public address, without a slash at the end. */
  baseUrl: string;
  dataDir: string;
  /** null: the embedded PostgreSQL in dataDir. */
  databaseUrl: string | null;
  stripe: { key: string; webhookSecret: string; apiUrl: string | null; readsPerSecond: number };
  resend: { key: string; webhookSecret: string; baseUrl: string | null; from: string };
  /** How claims are handed in to HMRC; null: only by its own form. */
  hmrc: HmrcSettings | null;
  staffEmail: string;
  /** Backups; null: none are made. */
  backup: BackupSettings | null;
  /** The first signs; all are accepted, so that a secret can be changed without signing people out. */
  sessionSecrets: string[];
  /** Never changes: on it hang the hashes of addresses that must not be written to, the links in newsletters, and what staff sign in with. */
  lastingSecret: string;
  charity: Charity;
  /** Where the charity's own pages are, files of Markdown; null: it has none. */
  pagesFolder: string | null;
  trustedProxies: number;
  logLevel: string;
  /** Where the pretend Stripe, Resend and HMRC listen, of a demonstration: nothing about it is real. null: no demonstration. */
  sandbox: { stripePort: number; resendPort: number; hmrcPort: number } | null;
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
  errors.push(...hmrcErrors(env, invalidNames), ...rehearsalErrors(env, invalidNames), ...backupErrors(env, invalidNames));
  if (live) errors.push(...liveModeErrors(env, invalidNames, charity));
  else errors.push(...trialModeErrors(env, invalidNames));
  if (env.STRIPE_SECRET_KEY?.includes("_live_") && env.STRIPE_API_URL && !isRehearsal(env)) {
    errors.push("STRIPE_API_URL: a live key is never sent to another address than Stripe's: leave it out");
  }
  // Real test keys in try or dev speak to the real Stripe and Resend; without them, the sandbox stands in for both.
  const isReal = live || findRealSettings(env).stripe !== null;
  const usesSandbox = !isReal && env.SITE_MODE !== "test";
  errors.push(...workerErrors(env, usesSandbox));
  if (errors.length > 0) throw new ConfigurationError(errors);
  const loopbackUrl = (number: number) => `http://127.0.0.1:${number}`;
  return {
    mode: env.SITE_MODE,
    isRehearsal: isRehearsal(env),
    port: env.PORT,
    host: env.HOST,
    worker: env.WORKER,
    metrics: env.METRICS_PORT === undefined ? null : { host: env.METRICS_HOST, port: env.METRICS_PORT },
    traces: env.OTEL_EXPORTER_OTLP_ENDPOINT ? { endpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT, serviceName: env.OTEL_SERVICE_NAME } : null,
    baseUrl: env.SITE_URL ?? loopbackUrl(env.PORT),
    dataDir: resolve(env.DATA_DIR),
    databaseUrl: env.DATABASE_URL ?? null,
    stripe: {
      key: env.STRIPE_SECRET_KEY ?? sandboxValues.stripeKey,
      webhookSecret: env.STRIPE_WEBHOOK_SECRET ?? sandboxValues.stripeWebhookSecret,
      readsPerSecond: env.STRIPE_READS_PER_SECOND,
      apiUrl: env.STRIPE_API_URL ?? (isReal ? null : loopbackUrl(env.SANDBOX_STRIPE_PORT)),
    },
    resend: {
      key: env.RESEND_API_KEY ?? sandboxValues.resendKey,
      webhookSecret: env.RESEND_WEBHOOK_SECRET ?? sandboxValues.resendWebhookSecret,
      baseUrl: env.RESEND_BASE_URL ?? (isReal ? null : loopbackUrl(env.SANDBOX_RESEND_PORT)),
      from: env.MAIL_FROM ?? `${charity.name} <${charity.email}>`,
    },
    hmrc: hmrcSettings(env),
    staffEmail: env.STAFF_EMAIL ?? charity.email,
    backup: backupSettings(env),
    sessionSecrets: env.SESSION_SECRET ?? [sandboxValues.sessionSecret],
    lastingSecret: env.LASTING_SECRET ?? sandboxValues.lastingSecret,
    charity,
    pagesFolder: env.PAGES_FOLDER ? resolve(env.PAGES_FOLDER) : null,
    trustedProxies: env.TRUSTED_PROXIES ?? 0,
    logLevel: env.LOG_LEVEL,
    sandbox: usesSandbox
      ? { stripePort: env.SANDBOX_STRIPE_PORT, resendPort: env.SANDBOX_RESEND_PORT, hmrcPort: env.SANDBOX_HMRC_PORT }
      : null,
  };
}

/** A process that does half of the work needs others, which reach the same database. */
function workerErrors(env: Environment, usesSandbox: boolean): string[] {
  if (env.WORKER === "also") return [];
  if (usesSandbox) return ["WORKER: a demonstration is one process with all that it needs: leave it out"];
  if (!env.DATABASE_URL)
    return ["WORKER: the embedded database is for one process that does everything: set DATABASE_URL, or leave it out"];
  return [];
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
