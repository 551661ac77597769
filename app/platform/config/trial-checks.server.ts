import type { Environment } from "./environment.server";
import { sandboxValues } from "./sandbox-values";
import { isLoopback, publishedSecretErrors, secretInstructions } from "./secret-checks.server";

type RealSetting = "STRIPE_SECRET_KEY" | "STRIPE_API_URL" | "RESEND_API_KEY" | "RESEND_BASE_URL";

/** The setting by which a site speaks to the real Stripe, and to the real Resend; null: it speaks to the sandbox. */
export function findRealSettings(env: Environment): { stripe: RealSetting | null; resend: RealSetting | null } {
  const isOther = (key: string | undefined, sandboxKey: string) => key !== undefined && key !== sandboxKey;
  const isElsewhere = (url: string | undefined) => url !== undefined && !isLoopback(url);
  return {
    stripe: isOther(env.STRIPE_SECRET_KEY, sandboxValues.stripeKey)
      ? "STRIPE_SECRET_KEY"
      : isElsewhere(env.STRIPE_API_URL)
        ? "STRIPE_API_URL"
        : null,
    resend: isOther(env.RESEND_API_KEY, sandboxValues.resendKey)
      ? "RESEND_API_KEY"
      : isElsewhere(env.RESEND_BASE_URL)
        ? "RESEND_BASE_URL"
        : null,
  };
}

/**
 * What a site that is tried must not do. Either nothing about it is real, and it is a demonstration: its desk is open to
 * everybody and its secrets are published. Or it speaks to the real Stripe and the real Resend, with secrets of its own.
 */
export function trialModeErrors(env: Environment, invalidNames: Set<PropertyKey | undefined>): string[] {
  if (env.STRIPE_SECRET_KEY?.includes("_live_"))
    return [
      `STRIPE_SECRET_KEY: a live key takes real money, and SITE_MODE is ${env.SITE_MODE}: write a test key, or leave it out to use the sandbox`,
    ];
  const { stripe, resend } = findRealSettings(env);
  const real = stripe ?? resend;
  if (real === null) return [];
  const errors: string[] = [];
  const refuse = (name: keyof Environment, instruction: string) => {
    if (!invalidNames.has(name))
      errors.push(`${name}: ${real} is real, and a demonstration, which is open to everybody, may have nothing real: ${instruction}`);
  };
  if (stripe === null) refuse("STRIPE_SECRET_KEY", `write a test key from Stripe's dashboard, or leave ${real} out`);
  if (resend === null) refuse("RESEND_API_KEY", `write the key from Resend's dashboard, or leave ${real} out`);
  for (const name of Object.keys(secretInstructions) as (keyof typeof secretInstructions)[])
    if (env[name] === undefined) refuse(name, secretInstructions[name]);
  return [...errors, ...publishedSecretErrors(env)];
}
