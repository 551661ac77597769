import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { takeGivenSettings } from "./given-settings";

const help = `npm run setup -- [options]

Asks what a live site needs, looks at each where it is (Stripe, Resend, the database), and writes it into .env. What the environment, the
answers or an earlier .env say is not asked again; nothing is asked where nobody sits at the terminal.

  --answers FILE   settings as lines NAME=value
  --webhooks       registers the webhooks at Stripe and Resend, or mends those that are there
  --overwrite      writes over an .env that is there already, keeping what it says and nothing else does
  --file FILE      another file than .env
`;

const questions = [
  ["SITE_URL", "The site's address, such as https://www.lamp.org"],
  ["TRUSTED_PROXIES", "How many proxies stand in front of it and add to X-Forwarded-For"],
  ["CHARITY_FILE", "The file that says who the charity is (docs/charity.example.json is a start)"],
  ["DATABASE_URL", "The PostgreSQL server; empty: one of the site's own, on this machine"],
  ["STRIPE_SECRET_KEY", "Stripe's secret key"],
  ["RESEND_API_KEY", "Resend's key, with full access"],
  ["MAIL_FROM", "Who emails come from, such as The Lamp Trust <hello@lamp.org>"],
  ["STAFF_EMAIL", "Who reads alerts about money"],
] as const;
const webhookQuestions = [
  ["STRIPE_WEBHOOK_SECRET", "The signing secret of the webhook at Stripe; empty: none is registered yet"],
  ["RESEND_WEBHOOK_SECRET", "The signing secret of the webhook at Resend; empty: none is registered yet"],
] as const;

const given = takeGivenSettings();
const { values: options } = parseArgs({
  options: {
    answers: { type: "string" },
    webhooks: { type: "boolean", default: false },
    overwrite: { type: "boolean", default: false },
    file: { type: "string", default: ".env" },
    help: { type: "boolean" },
  },
});
const { environmentSchema } = await import("~/platform/config/environment.server");
const { EnvFileExists, readEnvFile, renderEnvFile, writeEnvFile } = await import("~/platform/setup/env-file.server");
const { lineOf } = await import("~/platform/setup/finding");
const { inspectSettings, readSettings, registerWebhooks } = await import("./inspect-settings");

type Answers = Record<string, string | undefined>;
const terminal = process.stdin.isTTY ? createInterface({ input: process.stdin, output: process.stdout }) : null;

/** What a setting of this name refuses, with what to write instead; null: it takes it. */
function refusalOf(name: string, value: string): string | null {
  const field = environmentSchema.shape[name as keyof typeof environmentSchema.shape];
  const parsed = field.safeParse(value);
  return parsed.success ? null : (parsed.error.issues[0]?.message ?? "write something else");
}

async function ask(answers: Answers, list: readonly (readonly [string, string])[]): Promise<void> {
  for (const [name, question] of list) {
    while (terminal && answers[name] === undefined) {
      const answer = (await terminal.question(`${question}\n  ${name}: `)).trim();
      const refusal = answer === "" ? null : refusalOf(name, answer);
      if (refusal) console.log(`  ${refusal}`);
      else answers[name] = answer;
    }
  }
}

const agrees = async (question: string): Promise<boolean> =>
  terminal !== null && /^y(es)?$/i.test((await terminal.question(`${question} (y/n) `)).trim());

const secret = (): string => randomBytes(32).toString("base64");

async function setUp(): Promise<void> {
  const overwrite =
    options.overwrite ||
    (existsSync(options.file) && (await agrees(`${options.file} is there already. Write over it, keeping what it says?`)));
  // Before anything is made elsewhere: a webhook's secret is told once, and has to be kept.
  if (existsSync(options.file) && !overwrite) throw new EnvFileExists(`${options.file} is there already: add --overwrite to write over it`);
  if (options.answers && !existsSync(options.answers)) throw new Error(`${options.answers}: there is no such file`);
  const answers: Answers = { ...readEnvFile(options.file), ...(options.answers && readEnvFile(options.answers)), ...given };
  await ask(answers, questions);
  answers["SESSION_SECRET"] ||= secret();
  answers["LASTING_SECRET"] ||= secret();
  answers["SITE_MODE"] ||= "live";
  if (options.webhooks || (await agrees("Register the webhooks at Stripe and Resend, with the events that the site needs?")))
    Object.assign(answers, await registerWebhooks(answers));
  await ask(answers, webhookQuestions);

  const heading = "Settings of the site, written by `npm run setup`. .env.example explains each. Keep a copy beside your backups.";
  // In the order of the settings; what is there for others stays at the end.
  const known = { ...Object.fromEntries(Object.keys(environmentSchema.shape).map((name) => [name, answers[name]])), ...answers };
  await writeEnvFile(options.file, renderEnvFile(heading, known), { overwrite });
  console.log(`Wrote ${options.file}, which nobody but you can read.\n`);

  const findings = [...readSettings(known).errors, ...(await inspectSettings(known))];
  for (const finding of findings) console.log(lineOf(finding));
  const isDone = findings.every(({ isRight }) => isRight);
  console.log(
    isDone
      ? "\nNothing is left to do: build the site, migrate its database, and start it."
      : "\nWhat is WRONG is left to do. `npm run doctor` looks again.",
  );
}

try {
  if (options.help) console.log(help);
  else await setUp();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  terminal?.close();
}
