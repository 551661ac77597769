import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { keyedHash } from "~/platform/secrets/keyed-hash.server";
import type { HealthFacts } from "./checks";

const lasting = "LASTING_SECRET";

/** The keys of the configuration whose age is worth knowing. HMRC's password is left out: of a short one even a hash is too much. */
const keysInUse = (): Record<string, string> => ({
  STRIPE_SECRET_KEY: config.stripe.key,
  STRIPE_WEBHOOK_SECRET: config.stripe.webhookSecret,
  RESEND_API_KEY: config.resend.key,
  RESEND_WEBHOOK_SECRET: config.resend.webhookSecret,
  // The first is the one that signs.
  SESSION_SECRET: config.sessionSecrets[0] ?? "",
  [lasting]: config.lastingSecret,
});

const fingerprint = (name: string, key: string) => keyedHash("key sighting", `${name} ${key}`);

/** Writes down which keys are in use now, where that is new. */
export async function noteKeysInUse(): Promise<void> {
  const data = Object.entries(keysInUse()).map(([name, key]) => ({ name, fingerprint: fingerprint(name, key), firstSeenAt: now() }));
  await db.keySighting.createMany({ data, skipDuplicates: true });
}

/** Since when each key is in use, and whether the lasting secret is still the first that was seen. */
export async function getKeyFacts(): Promise<HealthFacts["keys"]> {
  const rows = await db.keySighting.findMany({ orderBy: { firstSeenAt: "asc" } });
  const inUse = Object.entries(keysInUse()).flatMap(([name, key]) => {
    const found = rows.find((row) => row.name === name && row.fingerprint === fingerprint(name, key));
    return found && name !== lasting ? [{ name, since: found.firstSeenAt }] : [];
  });
  const first = rows.find(({ name }) => name === lasting);
  return { inUse, isLastingChanged: first !== undefined && first.fingerprint !== fingerprint(lasting, config.lastingSecret) };
}
