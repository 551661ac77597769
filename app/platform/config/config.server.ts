import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { charitySchema, demonstrationCharity, type Charity } from "./charity";

/**
 * The sole reader of the environment. A site that starts has a whole, checked configuration; one that does not
 * start names every mistake at once, with what to write instead.
 */

const loopback = /^(localhost|127(\.\d+){3}|\[?::1\]?)$/;
const modes = ["live", "try", "dev", "test"] as const;
const placeholder = /change.?me|^(example|placeholder|your|xxx)/i;

/** Values that the sandboxes use. A live site refuses them by name. */
export const sandboxValues = {
  stripeKey: "sk_test_sandbox_nothing_is_real",
  stripeWebhookSecret: "whsec_sandbox_nothing_is_real",
  resendKey: "re_sandbox_nothing_is_real",
  resendWebhookSecret: "whsec_c2FuZGJveF9ub3RoaW5nX2lzX3JlYWw=",
  sessionSecret: "sandbox-session-secret-nothing-is-real",
  lastingSecret: "sandbox-lasting-secret-nothing-is-real",
} as const;

const url = (example: string) =>
  z.url({ protocol: /^https?$/, error: `write a full address, such as ${example}` }).transform((text) => text.replace(/\/+$/, ""));
const port = z.coerce.number().int().min(0).max(65_535, "write a port from 0 to 65535");
const secret = z.string().min(32, "write at least 32 random characters, such as the output of `openssl rand -base64 32`");

const environmentSchema = z.object({
  SITE_MODE: z.enum(modes, { error: `write one of ${modes.join(", ")}` }).default("live"),
  PORT: port.default(3000),
  HOST: z.string().default("127.0.0.1"),
  SITE_URL: url("https://www.example.org").optional(),
  DATA_DIR: z.string().min(1).default("data"),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "write an address such as postgresql://user:password@host:5432/roomlight")
    .optional(),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^[sr]k_(live|test)_\w{10,}$/, "write the secret key from Stripe's dashboard: it starts with sk_live_ or sk_test_")
    .optional(),
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_\w{10,}$/, "write the webhook's signing secret from Stripe's dashboard: it starts with whsec_")
    .optional(),
  STRIPE_API_URL: url("http://127.0.0.1:4010").optional(),
  STRIPE_READS_PER_SECOND: z.coerce
    .number()
    .int()
    .min(1)
    .max(100, "write how many questions a second the nightly comparison may ask, from 1 to 100")
    .default(25),
  RESEND_API_KEY: z
    .string()
    .regex(/^re_\w{6,}$/, "write the key from Resend's dashboard: it starts with re_")
    .optional(),
  RESEND_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[\w+/=]{10,}$/, "write the webhook's signing secret from Resend's dashboard: it starts with whsec_")
    .optional(),
  RESEND_BASE_URL: url("http://127.0.0.1:4020").optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^<>\r\n]+ <[^<>\s@]+@[^<>\s@]+>$/, "write a sender such as Roomlight <hello@example.org>")
    .optional(),
  STAFF_EMAIL: z.email("write the address that reads alerts about money, such as finance@example.org").optional(),
  SESSION_SECRET: z
    .string()
    .transform((text) => text.split(",").map((part) => part.trim()))
    .pipe(z.array(secret).min(1))
    .optional(),
  LASTING_SECRET: secret.optional(),
  CHARITY_FILE: z.string().min(1).optional(),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5, "write how many proxies stand in front of the site, from 0 to 5").optional(),
  LOG_LEVEL: z
    .enum(["fatal", "error", "warn", "info", "debug", "silent"], { error: "write one of fatal, error, warn, info, debug, silent" })
    .default("info"),
  SANDBOX_STRIPE_PORT: port.default(4010),
  SANDBOX_RESEND_PORT: port.default(4020),
});

export type SiteMode = (typeof modes)[number];

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
  /** Never changes: on it hang the hashes of addresses that must not be written to, and the links in newsletters. */
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

/** What a site that takes real money must not do. */
function liveModeErrors(env: z.infer<typeof environmentSchema>, invalidNames: Set<PropertyKey | undefined>, charity: Charity): string[] {
  const errors: string[] = [];
  const requireSetting = (name: keyof typeof env, instruction: string) => {
    if (env[name] === undefined && !invalidNames.has(name)) errors.push(`${name}: missing: ${instruction}`);
  };
  requireSetting("SITE_URL", "write the site's public address, such as https://www.example.org");
  requireSetting("STRIPE_SECRET_KEY", "write the secret key from Stripe's dashboard (to try the site without Stripe: npm run try)");
  requireSetting("STRIPE_WEBHOOK_SECRET", "write the signing secret of the webhook <SITE_URL>/webhooks/stripe");
  requireSetting("RESEND_API_KEY", "write the key from Resend's dashboard");
  requireSetting("RESEND_WEBHOOK_SECRET", "write the signing secret of the webhook <SITE_URL>/webhooks/resend");
  requireSetting("MAIL_FROM", "write the sender of letters, such as Roomlight <hello@example.org>");
  requireSetting("STAFF_EMAIL", "write the address that reads alerts about money");
  requireSetting("SESSION_SECRET", "write at least 32 random characters, such as the output of `openssl rand -base64 32`");
  requireSetting(
    "LASTING_SECRET",
    "write another 32 random characters, keep a copy where you keep backups, and never change them: who must not be written to is known by it",
  );
  requireSetting("CHARITY_FILE", "write the path of the file that says who the charity is; docs/charity.example.json is a start");
  // Not known, a proxy's address would stand for all visitors, and they would share one rate limit.
  requireSetting("TRUSTED_PROXIES", "write how many proxies stand in front of the site and add to X-Forwarded-For; 0 if there is none");

  if (env.SITE_URL) {
    const { protocol, hostname } = new URL(env.SITE_URL);
    if (protocol !== "https:") errors.push("SITE_URL: names and payments must not travel in the clear: write an https:// address");
    if (loopback.test(hostname)) errors.push("SITE_URL: this address is only reachable from this machine: write the site's public address");
  }
  if (env.STRIPE_SECRET_KEY === sandboxValues.stripeKey) errors.push("STRIPE_SECRET_KEY: this is the sandbox's key: write a live key");
  else if (env.STRIPE_SECRET_KEY?.includes("_test_"))
    errors.push("STRIPE_SECRET_KEY: a test key takes no real money: write the live key, or use SITE_MODE=try");
  if (env.STRIPE_WEBHOOK_SECRET === sandboxValues.stripeWebhookSecret)
    errors.push("STRIPE_WEBHOOK_SECRET: this is the sandbox's secret, which everybody knows: write the one from Stripe's dashboard");
  if (env.RESEND_API_KEY === sandboxValues.resendKey)
    errors.push("RESEND_API_KEY: this is the sandbox's key: write the one from Resend's dashboard");
  if (env.RESEND_WEBHOOK_SECRET === sandboxValues.resendWebhookSecret)
    errors.push("RESEND_WEBHOOK_SECRET: this is the sandbox's secret, which everybody knows: write the one from Resend's dashboard");
  for (const [name, value] of [
    ["STRIPE_API_URL", env.STRIPE_API_URL],
    ["RESEND_BASE_URL", env.RESEND_BASE_URL],
  ] as const) {
    if (value && loopback.test(new URL(value).hostname))
      errors.push(`${name}: ${value} is a sandbox or a proxy on this machine: leave it out on a live site`);
  }
  for (const value of env.SESSION_SECRET ?? []) {
    if (value === sandboxValues.sessionSecret || placeholder.test(value))
      errors.push("SESSION_SECRET: this is an example value: write your own, such as the output of `openssl rand -base64 32`");
  }
  if (env.LASTING_SECRET !== undefined && (env.LASTING_SECRET === sandboxValues.lastingSecret || placeholder.test(env.LASTING_SECRET)))
    errors.push("LASTING_SECRET: this is an example value: write your own, such as the output of `openssl rand -base64 32`");
  if (env.LASTING_SECRET !== undefined && env.SESSION_SECRET?.includes(env.LASTING_SECRET))
    errors.push("LASTING_SECRET: SESSION_SECRET is changed now and then and this one never: write another");
  if (env.CHARITY_FILE && charity.demonstration)
    errors.push('CHARITY_FILE: this is the demonstration charity: write your charity\'s own details and `"demonstration": false`');
  if (env.CHARITY_FILE && !charity.demonstration && !charity.registration)
    errors.push(
      "CHARITY_FILE: registration: the law asks for the charity's number where gifts are asked for: write regulator, number and url",
    );
  return errors;
}

function loadCharity(file: string | undefined, readFile: (path: string) => string, errors: string[]): Charity {
  if (!file) return demonstrationCharity;
  try {
    const parsed = charitySchema.safeParse(JSON.parse(readFile(resolve(file))));
    if (parsed.success) return parsed.data;
    errors.push(...parsed.error.issues.map((issue) => `CHARITY_FILE: ${issue.path.join(".") || "the file"}: ${issue.message}`));
  } catch (error) {
    errors.push(
      `CHARITY_FILE: ${file} can't be read (${error instanceof Error ? error.message : String(error)}): write the path of a JSON file; docs/charity.example.json is a start`,
    );
  }
  return demonstrationCharity;
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
