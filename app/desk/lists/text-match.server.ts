import { Prisma } from "~/../prisma/client/client";
import { db } from "~/platform/database/db.server";
import type { SearchTerm } from "./search-term";

/**
 * Whom a searched text may mean: the ids of people whose name or address holds it, or words much like it. A text that more hold than are looked
 * through is not misspelt: then it is looked for as it stands, and nobody is listed.
 */
export type People = { ids: string[] } | "very many";
/** A search with the people whom its text means; null: it has no text. */
export type Search = SearchTerm & { people: People | null };

const maxPeople = 1000;

/** A row in whose name and address a text is looked for, by its alias: indexed by trigrams on exactly this expression. A person may have no address. */
type Row = "supporter s" | "donation d" | "plan p";
const haystacks: Record<Row, Prisma.Sql> = {
  "supporter s": Prisma.sql`lower(s.first_name || ' ' || s.last_name || ' ' || coalesce(s.email, ''))`,
  "donation d": Prisma.sql`lower(d.first_name || ' ' || d.last_name || ' ' || d.email)`,
  "plan p": Prisma.sql`lower(p.first_name || ' ' || p.last_name || ' ' || p.email)`,
};
const patternOf = (text: string): string => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

/** Whether a row's name or email address holds a text. @param text in lower case */
export const holdsText = (row: Row, text: string): Prisma.Sql => Prisma.sql`${haystacks[row]} LIKE ${patternOf(text)}`;

/** The same, or words much like it. An address is looked for as it stands; names may be misspelt. */
export const resemblesText = (row: Row, text: string): Prisma.Sql =>
  text.includes("@") ? holdsText(row, text) : Prisma.sql`(${holdsText(row, text)} OR ${text} <% ${haystacks[row]})`;

/** Whether the index on names helps to find a text: it knows it by three letters in a row. */
export const isIndexed = (text: string): boolean => /[a-z0-9]{3}/.test(text);

/** Finds the people whom a search means, once for a page with its sums, or for a whole file. */
export async function findSearched(term: SearchTerm): Promise<Search>;
export async function findSearched(term: SearchTerm | null): Promise<Search | null>;
export async function findSearched(term: SearchTerm | null): Promise<Search | null> {
  if (!term) return null;
  return { ...term, people: term.text === null ? null : await findPeople(term.text) };
}

async function findPeople(text: string): Promise<People> {
  const name = haystacks["supporter s"];
  const exact = await db.$queryRaw<
    { id: string }[]
  >`SELECT s.id FROM supporter s WHERE ${holdsText("supporter s", text)} LIMIT ${maxPeople + 1}`;
  if (exact.length > maxPeople) return "very many";
  const alike = text.includes("@")
    ? []
    : await db.$queryRaw<{ id: string }[]>`
        SELECT s.id FROM supporter s WHERE ${text} <% ${name}
        ORDER BY word_similarity(${text}, ${name}) DESC, s.id LIMIT ${maxPeople}`;
  return { ids: [...new Set([...exact, ...alike].map(({ id }) => id))] };
}
