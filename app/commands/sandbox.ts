import { parseArgs } from "node:util";
import { startSandbox } from "../sandbox/start";

const help = `npm run sandbox -- [options]

The pretend Stripe, Resend and HMRC by themselves, for any client of theirs.

  --stripe-port 4010            also SANDBOX_STRIPE_PORT; 0: any free port
  --resend-port 4020            also SANDBOX_RESEND_PORT
  --hmrc-port 4030              also SANDBOX_HMRC_PORT
  --stripe-webhook URL          where Stripe's events are sent; without it, to endpoints made through the API only
  --resend-webhook URL          where Resend's events are sent; without it, nowhere
  --stripe-webhook-secret S     what signs Stripe's events; also STRIPE_WEBHOOK_SECRET
  --resend-webhook-secret S     what signs Resend's events: whsec_ and base64; also RESEND_WEBHOOK_SECRET
  --sender-domain lamp.org      what the pretend Resend calls verified; also the domain of MAIL_FROM
  --folder FOLDER               keeps everything there; without it, it is gone at the end
`;

const { env } = process;
/** Of the pretend HMRC: whoever reads this may know it. */
const hmrcAccount = { senderId: "000000000000", password: "sandbox-nothing-is-real" };
const text = (value?: string) => ({ type: "string", ...(value && { default: value }) }) as const;

/** @throws Error naming what is wrong with an option */
function options(words: string[]) {
  const { values } = parseArgs({
    args: words,
    options: {
      "stripe-port": text(env.SANDBOX_STRIPE_PORT || "4010"),
      "resend-port": text(env.SANDBOX_RESEND_PORT || "4020"),
      "hmrc-port": text(env.SANDBOX_HMRC_PORT || "4030"),
      "stripe-webhook": text(),
      "resend-webhook": text(),
      "stripe-webhook-secret": text(env.STRIPE_WEBHOOK_SECRET || "whsec_sandbox_nothing_is_real"),
      "resend-webhook-secret": text(env.RESEND_WEBHOOK_SECRET || "whsec_c2FuZGJveF9ub3RoaW5nX2lzX3JlYWw="),
      "sender-domain": text(/@([^\s@>]+)>?$/.exec(env.MAIL_FROM ?? "")?.[1]),
      folder: text(),
      help: { type: "boolean" },
    },
  });
  return values;
}

function portOf(name: string, value = ""): number {
  if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535) throw new Error(`--${name}: ${value} is not a port: write a number up to 65535`);
  return Number(value);
}

function webhookOf(name: string, url: string | undefined, secret = ""): { url: string; secret: string } | null {
  if (url === undefined) return null;
  if (!/^https?:/.test(url) || !URL.canParse(url))
    throw new Error(`--${name}: ${url} is not an address such as http://127.0.0.1:3000/webhooks`);
  return { url, secret };
}

async function open(): Promise<void> {
  const given = options(process.argv.slice(2));
  if (given.help) return console.log(help);
  const stripeWebhook = webhookOf("stripe-webhook", given["stripe-webhook"], given["stripe-webhook-secret"]);
  const resendWebhook = webhookOf("resend-webhook", given["resend-webhook"], given["resend-webhook-secret"]);
  const sandbox = await startSandbox({
    stripe: { port: portOf("stripe-port", given["stripe-port"]), webhook: stripeWebhook },
    resend: {
      port: portOf("resend-port", given["resend-port"]),
      webhook: resendWebhook,
      domains: given["sender-domain"] ? [given["sender-domain"]] : [],
    },
    hmrc: { port: portOf("hmrc-port", given["hmrc-port"]), account: hmrcAccount },
    folder: given.folder ?? null,
  });
  const sent = (webhook: typeof stripeWebhook) => (webhook ? `${webhook.url}, signed with ${webhook.secret}` : "nowhere");
  console.log(`
  Stripe   base URL      ${sandbox.stripe}
           key           any that starts with sk_test_, or with sk_live_rehearsal_ (REHEARSAL in .env.example)
           webhooks to   ${sent(stripeWebhook)}
           control page  ${sandbox.stripe}/
  Resend   base URL      ${sandbox.resend}
           key           any that starts with re_test, re_sandbox or re_rehearsal
           webhooks to   ${sent(resendWebhook)}
           outbox        ${sandbox.resend}/
  HMRC     base URL      ${sandbox.hmrc}
           sender        ${hmrcAccount.senderId}, password ${hmrcAccount.password}
           control page  ${sandbox.hmrc}/

  ${given.folder ? `Everything is kept in ${given.folder}.` : "Nothing is kept after the end."} Ctrl-C ends it; --help names the options.
`);
  const end = () => void sandbox.stop().then(() => process.exit(0));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, end);
}

open().catch((error: NodeJS.ErrnoException & { port?: number }) => {
  const taken = error.code === "EADDRINUSE" ? `Port ${error.port} is taken by another program: choose others, or end that one.` : null;
  console.error(`${taken ?? error.message}\n\n${help}`);
  process.exit(1);
});
