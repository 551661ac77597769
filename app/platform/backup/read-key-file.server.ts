import { readFileSync } from "node:fs";
import { BackupRefused } from "./entries.server";

/**
 * The secret key of `--key KEYFILE`. It is read from a file, since everybody on a machine can see what a command was called with.
 * @throws BackupRefused in words
 */
export function readKeyFile(options: readonly string[]): string {
  const path = options[0] === "--key" ? options[1] : undefined;
  if (!path) throw new BackupRefused("Say where the secret key is: --key KEYFILE, a file with the line that begins with AGE-SECRET-KEY-1.");
  const lines = readFileSync(path, "utf8").split(/\s+/);
  const identity = lines.find((line) => line.startsWith("AGE-SECRET-KEY-1"));
  if (!identity) throw new BackupRefused(`There is no line in ${path} that begins with AGE-SECRET-KEY-1.`);
  return identity;
}
