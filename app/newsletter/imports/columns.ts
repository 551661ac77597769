import { parseEmail } from "~/platform/email-address";
import type { CsvRow } from "~/platform/spreadsheets/read-csv.server";
import { cleanValue, toSingleLine, truncateText } from "~/platform/text";
import type { DateOrder } from "~/platform/typed-date";
import { parseConsentDate } from "./consent-date";
import { emailFrequencies, topics, type EmailFrequency, type Topic } from "../subscription";

/** What an imported list must have: whose address, which topics, and the evidence of consent. The frequency may be left out. */
export const requiredColumns = ["email", "topics", "consented_at", "consent_words", "consent_source"] as const;

/** What each column holds, in words for whoever makes a list. */
export const columnHelp: { name: string; description: string; example: string }[] = [
  {
    name: "email",
    description: "The address. The column may be called Email address too, with or without a hyphen.",
    example: "ada@example.org",
  },
  { name: "topics", description: `What they asked for: one or more of ${topics.join(", ")}.`, example: "news events" },
  { name: "consented_at", description: "The day on which they said yes: 2026-03-01, 01/03/2026 or 1 March 2026.", example: "2026-03-01" },
  {
    name: "consent_words",
    description: "The words that they said yes to, as they stood on the form.",
    example: "Send me news of your work by email",
  },
  { name: "consent_source", description: "Where that was.", example: "Sign-up sheet at the summer fair" },
  {
    name: "frequency",
    description: `May be left out. How often at most: ${emailFrequencies.join(", ")}. Else monthly.`,
    example: "monthly",
  },
];

/** A list with one person, to begin from. The mark at its start tells Excel that it is UTF-8. */
export const exampleCsv = `\uFEFF${columnHelp.map(({ name }) => name).join(",")}\r\n${columnHelp.map(({ example }) => example).join(",")}\r\n`;

export type ImportedPerson = {
  /** In lower case. */
  email: string;
  topics: Topic[];
  emailFrequency: EmailFrequency;
  /** In which words and where it was agreed to, for the ledger. Names nobody. */
  evidence: string;
  /** Start of the day in UTC, or the instant that was written. */
  agreedAt: Date;
};

const emailNames = ["e_mail", "mail", "email_address", "e_mail_address", "mail_address"];

/** Header names as people and their programs write them: "Consented at" is consented_at, "E-mail address:" is email. */
export function normalizeColumnName(text: string): string {
  const name = cleanValue(text)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, "_")
    .replaceAll(/^_|_$/g, "");
  return emailNames.includes(name) ? "email" : name;
}

/** Columns that a list lacks, in their order. */
export const missingColumns = (names: readonly string[]): string[] => requiredColumns.filter((name) => !names.includes(name));

const maxLengths = { consent_words: 1000, consent_source: 200 } as const;

function parseTopics(text: string | undefined): Topic[] | { wrong: string } {
  const words = cleanValue(text)
    .toLowerCase()
    .split(/[\s,;|/]+/)
    .filter(Boolean);
  const unknown = words.find((word) => !topics.some((topic) => topic === word));
  if (words.length === 0) return { wrong: `topics: write at least one of ${topics.join(", ")}` };
  if (unknown?.includes("@")) return { wrong: `topics: an address stands there; write ${topics.join(", ")}` };
  if (unknown !== undefined) return { wrong: `topics: "${truncateText(unknown, 20, "")}" is none; write ${topics.join(", ")}` };
  return topics.filter((topic) => words.includes(topic));
}

function parseEvidence(line: CsvRow): string | { wrong: string } {
  const [words, source] = (["consent_words", "consent_source"] as const).map((name) => toSingleLine(line[name] ?? ""));
  for (const [name, text] of [
    ["consent_words", words],
    ["consent_source", source],
  ] as const) {
    if (!text)
      return {
        wrong: `${name}: without ${name === "consent_words" ? "the words that were agreed to" : "where it was agreed to"}, nobody may be written to`,
      };
    if (text.length > maxLengths[name]) return { wrong: `${name}: longer than ${maxLengths[name]} characters` };
    // The ledger is for ever, so it names nobody.
    if (text.includes("@")) return { wrong: `${name}: leave addresses out: this is kept for ever` };
  }
  return `“${words}” (${source})`;
}

/** A spreadsheet, and our own export, put ' before what looks like a formula. */
export const unescapeFormula = (cell: string): string => cell.replace(/^'(?='*[=+\-@\t])/, "");
/** An address that itself begins like a cell so guarded has one ' more, so that it comes back as it was. */
export const escapeFormula = (email: string): string => (/^'+[=+\-@\t]/.test(email) ? `'${email}` : email);

/**
 * Reads one line of a list.
 * @param dateOrder how the list writes its days; null: none of them needs it
 * @returns the person, or the first thing that is wrong, in words that name the column
 */
export function parseRow(line: CsvRow, now: Date, dateOrder: DateOrder | null): ImportedPerson | { wrong: string } {
  const address = parseEmail(unescapeFormula(cleanValue(line["email"])), "email: there is none");
  if ("wrong" in address)
    return {
      wrong: address.wrong.startsWith("email:") ? address.wrong : `email: ${address.wrong.replace(/^Check the email address: /, "")}`,
    };
  const chosen = parseTopics(line["topics"]);
  if ("wrong" in chosen) return chosen;
  const agreedAt = parseConsentDate(line["consented_at"] ?? "", dateOrder, now);
  if ("wrong" in agreedAt) return agreedAt;
  const evidence = parseEvidence(line);
  if (typeof evidence !== "string") return evidence;
  const wanted = cleanValue(line["frequency"]).toLowerCase() || "monthly";
  const emailFrequency = emailFrequencies.find((each) => each === wanted);
  if (!emailFrequency) return { wrong: `frequency: write ${emailFrequencies.join(", ")}, or leave it empty` };
  return { email: address.email.toLowerCase(), topics: chosen, emailFrequency, evidence, agreedAt };
}

/** What happens, or would happen, with a line. */
export type RowResult =
  | { outcome: "subscribe"; topics: Topic[] }
  | { outcome: "unchanged"; reason: keyof typeof unchangedReasonTexts; line?: number }
  | { outcome: "refuse"; reason: string };

/** What is known of the address of a line. */
export type KnownPerson = {
  state: "subscribed" | "unsubscribed" | "erasing" | null;
  suppressed: boolean;
  /** Topics whose last word in the ledger is a no. */
  withdrawnTopics: readonly Topic[];
};

/** What an import does with a person. It never brings anybody back, and never changes what somebody chose themselves. */
export function evaluateRow(person: Pick<ImportedPerson, "topics">, known: KnownPerson): RowResult {
  if (known.suppressed) return { outcome: "unchanged", reason: "suppressed" };
  if (known.state === "erasing") return { outcome: "unchanged", reason: "being-erased" };
  if (known.state === "unsubscribed") return { outcome: "unchanged", reason: "unsubscribed-before" };
  if (known.state === "subscribed") return { outcome: "unchanged", reason: "already-subscribed" };
  const open = person.topics.filter((topic) => !known.withdrawnTopics.includes(topic));
  return open.length === 0 ? { outcome: "unchanged", reason: "consent-withdrawn" } : { outcome: "subscribe", topics: open };
}

/** Why a line leaves everything as it is. */
export const unchangedReasonTexts = {
  "already-subscribed": "has the newsletter already",
  "unsubscribed-before": "left before, and only that person can come back",
  "consent-withdrawn": "took this consent back before",
  suppressed: "must not be written to",
  "being-erased": "asked to be forgotten",
  duplicate: "stands in the list twice",
} as const;

/** Why a line subscribes nobody; null: it does. */
export function skipReason(result: RowResult): string | null {
  if (result.outcome === "subscribe") return null;
  if (result.outcome === "refuse") return result.reason;
  return result.reason === "duplicate" ? `stands in line ${result.line ?? "?"} already` : unchangedReasonTexts[result.reason];
}

/** The verdict in words for whoever imports. */
export function formatRowResult(result: RowResult): string {
  if (result.outcome === "subscribe") return `subscribe to ${result.topics.join(", ")}`;
  return `${result.outcome === "refuse" ? "NOT TAKEN" : "nothing"}: ${skipReason(result)}`;
}
