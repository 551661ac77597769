/** The first migration that may meet a site that is live: those before it are as they are. */
export const firstLinted = "20261129000000";

type Rule = { refuses: RegExp; because: string; instead: string };

const identifier = String.raw`(?:"?\w+"?\.)?"?(\w+)"?`;

/** Of a table that was there before. Each is tried on one statement, in upper case but for names in quotation marks. */
const rules: Rule[] = [
  {
    refuses: /^CREATE (UNIQUE )?INDEX (?!CONCURRENTLY)/i,
    because: "nobody can write to the table while the index is made",
    instead: "CREATE INDEX CONCURRENTLY, alone in a migration that begins with `-- no transaction`",
  },
  {
    refuses: /^DROP INDEX (?!CONCURRENTLY)/i,
    because: "it waits for, and holds up, everybody who reads the table",
    instead: "DROP INDEX CONCURRENTLY, in the same way",
  },
  {
    refuses: /\bADD (COLUMN )?(?!CONSTRAINT)\S+ (?!.*\bDEFAULT\b).*\bNOT NULL\b/i,
    because: "the version that still runs does not fill it in",
    instead: "a column that may be empty, or has a DEFAULT",
  },
  {
    refuses: /\bADD (COLUMN )?\S+ .*\bDEFAULT (?:.*\b)?(random|gen_random_uuid|uuid_generate_v4|clock_timestamp|nextval)\b/i,
    because: "every row is written anew while nobody can read the table",
    instead: "the column without a default first, and the rows by a job",
  },
  {
    refuses: /\bALTER (COLUMN )?\S+ (SET DATA )?TYPE\b/i,
    because: "every row is written anew while nobody can read the table",
    instead: "a new column, written beside the old one",
  },
  {
    refuses: /\bALTER (COLUMN )?\S+ SET NOT NULL\b/i,
    because: "the whole table is read while nobody can use it",
    instead: "a CHECK (… IS NOT NULL) NOT VALID, and VALIDATE CONSTRAINT in the next migration",
  },
  {
    refuses: /\bADD CONSTRAINT\b(?=.*\b(FOREIGN KEY|CHECK)\b)(?!.*\bNOT VALID\b)/i,
    because: "the whole table is read while nobody can write to it",
    instead: "NOT VALID, and VALIDATE CONSTRAINT in the next migration",
  },
  {
    refuses: /\bADD CONSTRAINT\b(?=.*\b(UNIQUE|PRIMARY KEY|EXCLUDE)\b)(?!.*\bUSING INDEX\b)/i,
    because: "nobody can use the table while its index is made",
    instead: "CREATE UNIQUE INDEX CONCURRENTLY, and ADD CONSTRAINT … USING INDEX in the next migration",
  },
  {
    refuses: /\bDROP COLUMN\b|^DROP (TABLE|VIEW|TYPE|FUNCTION)\b|\bRENAME\b/i,
    because: "the version that still runs reads it by this name",
    instead: "a release that does not read it first",
  },
  {
    refuses: /^(LOCK|TRUNCATE|CLUSTER|VACUUM FULL|REINDEX (?!.*CONCURRENTLY))\b/i,
    because: "nobody can use the table meanwhile",
    instead: "a way without a lock",
  },
  {
    refuses: /^(UPDATE|DELETE)\b(?!.*\bWHERE\b)/i,
    because: "every row is locked until all are done",
    instead: "a job that does some at a time",
  },
];

/**
 * What of a migration would hold up, or break, the version of the site that runs while it is applied: a line each, with what to write
 * instead. Tables that the migration itself makes are nobody's yet. A statement under a line `-- safe: why` is let pass.
 */
export function lintMigration(sql: string): string[] {
  const statements = splitStatements(sql);
  const made = new Set(
    statements.flatMap(({ text }) => new RegExp(`^CREATE TABLE (?:IF NOT EXISTS )?${identifier}`, "i").exec(text)?.[1] ?? []),
  );
  const found = statements.flatMap(({ text, isSafe }) => {
    if (isSafe || made.has(tableOf(text))) return [];
    return rules
      .filter(({ refuses }) => refuses.test(text))
      .map(({ because, instead }) => `${text.slice(0, 80)}: ${because}. Instead: ${instead}, or a line \`-- safe: why\` above it`);
  });
  const isConcurrent = ({ text }: Statement) => /\bCONCURRENTLY\b/i.test(text);
  if (statements.length > 1 && statements.some(isConcurrent))
    found.push("CONCURRENTLY: it can't be part of a transaction. Instead: one such statement alone in its migration");
  return found;
}

const tableOf = (statement: string): string =>
  new RegExp(
    `^(?:ALTER TABLE (?:IF EXISTS )?(?:ONLY )?|UPDATE |DELETE FROM |TRUNCATE (?:TABLE )?|CREATE (?:UNIQUE )?INDEX (?:IF NOT EXISTS )?\\S+ ON )${identifier}`,
    "i",
  ).exec(statement)?.[1] ?? "";

type Statement = { text: string; isSafe: boolean };

/** Statements in one line each, without comments and without what stands between quotation marks or dollars. */
function splitStatements(sql: string): Statement[] {
  const parts = sql.matchAll(/--([^\n]*)|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"[^"]*"|(\$\w*\$)[\s\S]*?\2|;|\s+|[^\s;'"$/-]+|./g);
  const statements: Statement[] = [];
  let text = "";
  let isSafe = false;
  const end = () => {
    if (text.trim() !== "") statements.push({ text: text.trim(), isSafe });
    text = "";
    isSafe = false;
  };
  for (const [part, comment, dollar] of parts) {
    if (comment !== undefined) isSafe ||= /^\s*safe: \S/.test(comment);
    else if (part === ";") end();
    else if (/^\s+$/.test(part) || part.startsWith("/*")) text += text === "" ? "" : " ";
    else text += part.startsWith("'") ? "''" : dollar === undefined ? part : "$$";
  }
  end();
  return statements;
}
