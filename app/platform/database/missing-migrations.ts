import { codesIn } from "./retryable-errors";

/** Prisma's and PostgreSQL's codes for a table, a column or a schema that is not there. */
const missingCodes = ["P2021", "P2022", "42P01", "42703", "3F000"];

/** Whether something is not in the database that a migration makes: it was not migrated, or not far enough. */
export const isMissingMigration = (error: unknown): boolean => codesIn(error).some((code) => missingCodes.includes(code));

/** What to do then, for the log and the terminal. */
export const missingMigrationAdvice = "a table or column is missing in the database: run `npm run migrate`";
