/** PostgreSQL's "serialization failure" and "deadlock detected": one of several ends, so that the others can go on. */
const conflictCodes = ["40001", "40P01"];

/** Prisma's errors carry PostgreSQL's code at different depths, by what was asked: a query of its own, raw SQL, or a commit. */
export function codesIn(error: unknown, depth = 0): string[] {
  if (typeof error !== "object" || error === null || depth > 5) return [];
  const { code, originalCode, kind, meta, cause, driverAdapterError } = error as Record<string, unknown>;
  const own = [code, originalCode, kind].filter((each): each is string => typeof each === "string");
  return [...own, ...[meta, cause, driverAdapterError].flatMap((each) => codesIn(each, depth + 1))];
}

/**
 * Whether a transaction failed only because another was in its way: nothing of it was kept, and the same work may pass
 * when it is done again. P2034 is Prisma's name for both.
 */
export const isTransactionConflict = (error: unknown): boolean =>
  codesIn(error).some((code) => code === "P2034" || code === "TransactionWriteConflict" || conflictCodes.includes(code));

const outageCodes = ["P1001", "P1002", "P1008", "P1017", "P2024", "P2028", "ECONNREFUSED", "ECONNRESET", "ENOENT", "57P01", "57P03"];

/** Whether no connection was to be had, or it was lost: where nothing was asked yet, asking again can do nothing twice. */
export const isOutage = (error: unknown): boolean =>
  codesIn(error).some((code) => outageCodes.includes(code)) ||
  (error instanceof Error && /Connection terminated|Unable to start a transaction/.test(error.message));

/**
 * PostgreSQL's names for a disk that is full or broken, memory and connections used up, a lock or a statement that took too long, a
 * server that only reads, and one that goes: https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const unavailableCodes = ["53100", "53200", "53300", "58030", "55P03", "57014", "25006", "57P02", "08000", "08003", "08006"];

/** Whether something failed because the database could not do it now, and not because of what was asked. */
export const isDatabaseUnavailable = (error: unknown): boolean =>
  isOutage(error) || isTransactionConflict(error) || codesIn(error).some((code) => unavailableCodes.includes(code));
