import { join, resolve } from "node:path";
import type { Environment } from "./environment.server";
import { isLoopback } from "./secret-checks.server";

/**
 * Backups: the public key that they are encrypted for, where they go, for how many days, and the store that each is copied to.
 * `store.url` leads to a bucket of any store that speaks S3; null: they are copied nowhere. Its secret is never logged.
 */
export type BackupSettings = {
  recipient: string;
  folder: string;
  keepDays: number;
  store: { url: string; region: string; keyId: string; secret: string } | null;
};

const storeNames = ["BACKUP_S3_URL", "BACKUP_S3_KEY_ID", "BACKUP_S3_SECRET"] as const;

/** What is missing beside what is given. What lies in the store is encrypted; a key on its way there would be signed for, but not secret. */
export function backupErrors(env: Environment, invalidNames: Set<PropertyKey | undefined>): string[] {
  if (storeNames.every((name) => env[name] === undefined)) return [];
  const errors = storeNames
    .filter((name) => env[name] === undefined && !invalidNames.has(name))
    .map((name) => `${name}: missing: backups are copied with ${storeNames.join(", ")} together, or nowhere with none of them`);
  if (env.BACKUP_RECIPIENT === undefined && !invalidNames.has("BACKUP_RECIPIENT"))
    errors.push("BACKUP_RECIPIENT: missing: only what is encrypted is copied elsewhere: `npm run backup -- key` makes it");
  if (env.BACKUP_S3_URL?.startsWith("http:") && !isLoopback(env.BACKUP_S3_URL))
    errors.push("BACKUP_S3_URL: what is sent in the clear can be changed on its way: write an https:// address");
  if (env.BACKUP_S3_URL && /^https?:\/\/[^/]*@|[?#]/.test(env.BACKUP_S3_URL))
    errors.push("BACKUP_S3_URL: write the bucket's address alone; the key goes into BACKUP_S3_KEY_ID and BACKUP_S3_SECRET");
  return errors;
}

export function backupSettings(env: Environment): BackupSettings | null {
  if (!env.BACKUP_RECIPIENT) return null;
  const { BACKUP_S3_URL: url, BACKUP_S3_KEY_ID: keyId, BACKUP_S3_SECRET: secret } = env;
  return {
    recipient: env.BACKUP_RECIPIENT,
    folder: resolve(env.BACKUP_DIR ?? join(env.DATA_DIR, "backups")),
    keepDays: env.BACKUP_KEEP_DAYS,
    store: url && keyId && secret ? { url, region: env.BACKUP_S3_REGION, keyId, secret } : null,
  };
}
