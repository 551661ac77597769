import { z } from "zod";

const modes = ["live", "try", "dev", "test"] as const;
export type SiteMode = (typeof modes)[number];

const url = (example: string) =>
  z.url({ protocol: /^https?$/, error: `write a full address, such as ${example}` }).transform((text) => text.replace(/\/+$/, ""));
const port = z.coerce.number().int().min(0).max(65_535, "write a port from 0 to 65535");
const secret = z.string().min(32, "write at least 32 random characters, such as the output of `openssl rand -base64 32`");

/** The settings as environment variables, each with what to write instead of what it refuses. */
export const environmentSchema = z.object({
  SITE_MODE: z.enum(modes, { error: `write one of ${modes.join(", ")}` }).default("live"),
  REHEARSAL: z.enum(["true"], { error: "write true to rehearse a live site with the sandboxes, or leave it out" }).optional(),
  PORT: port.default(3000),
  HOST: z.string().default("127.0.0.1"),
  SITE_URL: url("https://www.example.org").optional(),
  DATA_DIR: z.string().min(1).default("data"),
  WORKER: z
    .enum(["also", "only", "none"], { error: "write also (screens and jobs), only (jobs alone) or none (screens alone)" })
    .default("also"),
  METRICS_PORT: port.optional(),
  METRICS_HOST: z.string().default("127.0.0.1"),
  OTEL_EXPORTER_OTLP_ENDPOINT: url("http://127.0.0.1:4318").optional(),
  OTEL_SERVICE_NAME: z
    .string()
    .regex(/^[\w.-]{1,60}$/, "write a name of letters, digits, dots and dashes, such as roomlight, or leave it out")
    .default("roomlight"),
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
  HMRC_SERVICE: z.enum(["live", "test"], { error: "write live for HMRC's live service, or test for its test service" }).optional(),
  HMRC_SENDER_ID: z
    .string()
    .regex(/^[A-Za-z0-9]{4,32}$/, "write the Government Gateway user ID, 12 digits without spaces")
    .optional(),
  HMRC_PASSWORD: z.string().min(1).optional(),
  HMRC_VENDOR_ID: z
    .string()
    .regex(/^\d{4}$/, "write the 4 digits that HMRC's software developer team gave you")
    .optional(),
  HMRC_BASE_URL: url("http://127.0.0.1:4030").optional(),
  STAFF_EMAIL: z.email("write the address that reads alerts about money, such as finance@example.org").optional(),
  SESSION_SECRET: z
    .string()
    .transform((text) => text.split(",").map((part) => part.trim()))
    .pipe(z.array(secret).min(1))
    .optional(),
  LASTING_SECRET: secret.optional(),
  BACKUP_RECIPIENT: z
    .string()
    .regex(/^age1[a-z0-9]{58}$/, "write the public key that `npm run backup -- key` makes: it starts with age1")
    .optional(),
  BACKUP_DIR: z.string().min(1).optional(),
  BACKUP_KEEP_DAYS: z.coerce.number().int().min(3).max(365, "write for how many days backups are kept, from 3 to 365").default(30),
  BACKUP_S3_URL: url("https://s3.eu-west-2.amazonaws.com/bucket").optional(),
  BACKUP_S3_REGION: z
    .string()
    .regex(/^[a-z0-9-]+$/, "write the store's region, such as eu-west-2, or leave it out")
    .default("auto"),
  BACKUP_S3_KEY_ID: z.string().min(1).optional(),
  BACKUP_S3_SECRET: z.string().min(1).optional(),
  CHARITY_FILE: z.string().min(1).optional(),
  PAGES_FOLDER: z.string().min(1).optional(),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5, "write how many proxies stand in front of the site, from 0 to 5").optional(),
  LOG_LEVEL: z
    .enum(["fatal", "error", "warn", "info", "debug", "silent"], { error: "write one of fatal, error, warn, info, debug, silent" })
    .default("info"),
  SANDBOX_STRIPE_PORT: port.default(4010),
  SANDBOX_RESEND_PORT: port.default(4020),
  SANDBOX_HMRC_PORT: port.default(4030),
});

export type Environment = z.infer<typeof environmentSchema>;
