import type { Environment } from "./environment.server";
import { isLoopback } from "./secret-checks.server";

/** Keys in the shape of live ones that nobody has: a rehearsal takes no others, and nothing but a rehearsal takes them. */
const rehearsalKeys = { STRIPE_SECRET_KEY: /^[sr]k_live_rehearsal_/, RESEND_API_KEY: /^re_rehearsal_/ } as const;
const madeUp = { STRIPE_SECRET_KEY: "sk_live_rehearsal_1", RESEND_API_KEY: "re_rehearsal_1" } as const;
const sandboxPorts = { STRIPE_API_URL: 4010, RESEND_BASE_URL: 4020, HMRC_BASE_URL: 4030 } as const;
const keyNames = Object.keys(rehearsalKeys) as (keyof typeof rehearsalKeys)[];

/** Whether everything is set as on a live site, and nothing behind it is real. */
export const isRehearsal = (env: Environment): boolean => env.REHEARSAL === "true";

/** Whether a site may speak to an address that leads to this machine, or be at one. */
export const mayBeLoopback = (env: Environment, url: string): boolean => isRehearsal(env) && isLoopback(url);

/**
 * What a rehearsal must hold to. It speaks to the sandboxes on this machine and to nothing else, with keys that are none: so no setting
 * that is forgotten can take money, write to anybody or hand a real key over.
 */
export function rehearsalErrors(env: Environment, invalidNames: Set<PropertyKey | undefined>): string[] {
  const isKey = (name: (typeof keyNames)[number]) => rehearsalKeys[name].test(env[name] ?? "");
  if (!isRehearsal(env))
    return keyNames.filter(isKey).map((name) => `${name}: this key is made up for a rehearsal: write the one that you were given`);
  if (env.SITE_MODE !== "live") return [`REHEARSAL: what is rehearsed is a live site, and SITE_MODE is ${env.SITE_MODE}: leave it out`];
  const addresses = (Object.keys(sandboxPorts) as (keyof typeof sandboxPorts)[]).filter(
    (name) => name !== "HMRC_BASE_URL" || env.HMRC_SENDER_ID !== undefined || env[name] !== undefined,
  );
  return [
    ...keyNames
      .filter((name) => env[name] !== undefined && !isKey(name))
      .map((name) => `${name}: a rehearsal never takes a real key: make one up, such as ${madeUp[name]}`),
    ...addresses
      .filter((name) => !isLoopback(env[name] ?? "http://nowhere") && !invalidNames.has(name))
      .map(
        (name) =>
          `${name}: a rehearsal speaks to the sandbox on this machine and to nothing else: write its address, such as http://127.0.0.1:${sandboxPorts[name]} (npm run sandbox starts it)`,
      ),
  ];
}
