import type { Charity } from "./charity";
import type { Environment } from "./environment.server";
import { exampleValueErrors, isAtNobodysDomain } from "./example-charity.server";
import { isRehearsal, mayBeLoopback } from "./rehearsal.server";
import { sandboxValues } from "./sandbox-values";
import { isLoopback, publishedSecretErrors, secretInstructions } from "./secret-checks.server";

/** What a site that takes real money must not do. */
export function liveModeErrors(env: Environment, invalidNames: Set<PropertyKey | undefined>, charity: Charity): string[] {
  const errors: string[] = [];
  const requireSetting = (name: keyof typeof env, instruction: string) => {
    if (env[name] === undefined && !invalidNames.has(name)) errors.push(`${name}: missing: ${instruction}`);
  };
  requireSetting("SITE_URL", "write the site's public address, such as https://www.example.org");
  requireSetting("STRIPE_SECRET_KEY", "write the secret key from Stripe's dashboard (to try the site without Stripe: npm run try)");
  requireSetting("STRIPE_WEBHOOK_SECRET", secretInstructions.STRIPE_WEBHOOK_SECRET);
  requireSetting("RESEND_API_KEY", "write the key from Resend's dashboard");
  requireSetting("RESEND_WEBHOOK_SECRET", secretInstructions.RESEND_WEBHOOK_SECRET);
  requireSetting("MAIL_FROM", "write the sender of emails, such as Roomlight <hello@example.org>");
  requireSetting("STAFF_EMAIL", "write the address that reads alerts about money");
  requireSetting("SESSION_SECRET", secretInstructions.SESSION_SECRET);
  requireSetting("LASTING_SECRET", secretInstructions.LASTING_SECRET);
  requireSetting("CHARITY_FILE", "write the path of the file that says who the charity is; docs/charity.example.json is a start");
  // Not known, a proxy's address would stand for all visitors, and they would share one rate limit.
  requireSetting("TRUSTED_PROXIES", "write how many proxies stand in front of the site and add to X-Forwarded-For; 0 if there is none");

  if (env.SITE_URL && !mayBeLoopback(env, env.SITE_URL)) {
    if (!env.SITE_URL.startsWith("https:"))
      errors.push("SITE_URL: names and payments must not travel in the clear: write an https:// address");
    if (isLoopback(env.SITE_URL))
      errors.push("SITE_URL: this address is only reachable from this machine: write the site's public address");
  }
  const sender = env.MAIL_FROM?.replace(/^.*<|>$/g, "");
  for (const [name, value] of [
    ["SITE_URL", env.SITE_URL],
    ["MAIL_FROM", sender],
    ["STAFF_EMAIL", env.STAFF_EMAIL],
  ] as const) {
    if (value && isAtNobodysDomain(value)) errors.push(`${name}: ${value} is at a domain that is there for examples alone: write your own`);
  }
  if (env.STRIPE_SECRET_KEY === sandboxValues.stripeKey) errors.push("STRIPE_SECRET_KEY: this is the sandbox's key: write a live key");
  else if (env.STRIPE_SECRET_KEY?.includes("_test_"))
    errors.push("STRIPE_SECRET_KEY: a test key takes no real money: write the live key, or use SITE_MODE=try");
  if (env.RESEND_API_KEY === sandboxValues.resendKey)
    errors.push("RESEND_API_KEY: this is the sandbox's key: write the one from Resend's dashboard");
  for (const [name, value] of [
    ["STRIPE_API_URL", env.STRIPE_API_URL],
    ["RESEND_BASE_URL", env.RESEND_BASE_URL],
    ["HMRC_BASE_URL", env.HMRC_BASE_URL],
  ] as const) {
    if (value && isLoopback(value) && !isRehearsal(env))
      errors.push(`${name}: ${value} is a sandbox or a proxy on this machine: leave it out on a live site`);
  }
  errors.push(...publishedSecretErrors(env));
  if (env.HMRC_SENDER_ID === sandboxValues.hmrcSenderId && !isRehearsal(env))
    errors.push("HMRC_SENDER_ID: this is the sandbox's user: write the charity's own Government Gateway user ID");
  if (env.HMRC_SENDER_ID && env.HMRC_BASE_URL && new URL(env.HMRC_BASE_URL).protocol !== "https:" && !mayBeLoopback(env, env.HMRC_BASE_URL))
    errors.push("HMRC_BASE_URL: names, homes and a password must not travel in the clear: write an https:// address, or leave it out");
  if (env.CHARITY_FILE && charity.demonstration)
    errors.push('CHARITY_FILE: this is the demonstration charity: write your charity\'s own details and `"demonstration": false`');
  if (env.CHARITY_FILE && !charity.demonstration) errors.push(...exampleValueErrors(charity));
  if (env.CHARITY_FILE && !charity.demonstration && !charity.registration)
    errors.push(
      "CHARITY_FILE: registration: the law asks for the charity's number where donations are asked for: write regulator, number and url",
    );
  return errors;
}
