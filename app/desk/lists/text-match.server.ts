import { Prisma } from "~/../prisma/client/client";

/**
 * Whether a row's name or email address holds a text, or words much like it: indexed by trigrams on exactly this expression.
 * @param row the row's alias: it has first_name, last_name and email
 * @param email the address, where it may be null
 * @param text in lower case
 */
export function textMatches(row: Prisma.Sql, text: string, email = Prisma.sql`${row}.email`): Prisma.Sql {
  const haystack = Prisma.sql`lower(${row}.first_name || ' ' || ${row}.last_name || ' ' || ${email})`;
  const pattern = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  // An address is looked for as it stands; names may be misspelt.
  return text.includes("@") ? Prisma.sql`${haystack} LIKE ${pattern}` : Prisma.sql`(${haystack} LIKE ${pattern} OR ${text} <% ${haystack})`;
}
