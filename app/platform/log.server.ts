import { pino } from "pino";
import { config } from "./config/config.server";
import { isMissingMigration, missingMigrationAdvice } from "./database/missing-migrations";

/** The log: JSON lines. Never a name, an address, an email or a token. */
export const log = pino({ level: config.logLevel, base: undefined });

const stackFrames = (error: Error): string[] =>
  (error.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim());

/**
 * Logs a failure by its kind, code and place. The message stays out: a library's message may quote what a person
 * typed. Our own errors name no person, so those that say so (`publicMessage`) are logged in full.
 */
export function logError(where: string, error: unknown, context: Record<string, string | number> = {}): void {
  if (!(error instanceof Error)) {
    log.error({ where, ...context, kind: typeof error }, "failure");
    return;
  }
  const { code, type, statusCode, publicMessage } = error as {
    code?: unknown;
    type?: unknown;
    statusCode?: unknown;
    publicMessage?: unknown;
  };
  const what = isMissingMigration(error) ? missingMigrationAdvice : publicMessage;
  log.error({ where, ...context, kind: error.name, code, type, statusCode, what, at: stackFrames(error) }, "failure");
}
