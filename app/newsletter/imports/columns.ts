import { readEmail } from "~/platform/email-address";
import { rhythms, topics, type Rhythm, type Topic } from "../subscription";

/** What an imported list must have: whose address, which topics, and the evidence of consent. The rhythm may be left out. */
export const requiredColumns = ["email", "topics", "consented_at", "consent_words", "consent_source"] as const;

/** What each column holds, in words for whoever makes a list. */
export const columnHelp: { name: string; words: string; example: string }[] = [
  { name: "email", words: "The address.", example: "ada@example.org" },
  { name: "topics", words: `What they asked for: one or more of ${topics.join(", ")}.`, example: "news events" },
  { name: "consented_at", words: "The day on which they said yes, year first.", example: "2026-03-01" },
  {
    name: "consent_words",
    words: "The words that they said yes to, as they stood on the form.",
    example: "Send me news of your work by e-mail",
  },
  { name: "consent_source", words: "Where that was.", example: "Sign-up sheet at the summer fair" },
  { name: "rhythm", words: `May be left out. How often at most: ${rhythms.join(", ")}. Else monthly.`, example: "monthly" },
];

/** A list with one person, to begin from. The mark at its start tells Excel that it is UTF-8. */
export const exampleList = `\uFEFF${columnHelp.map(({ name }) => name).join(",")}\r\n${columnHelp.map(({ example }) => example).join(",")}\r\n`;

/** One line of a list, as it stands in the file. */
export type ListLine = Partial<Record<string, string>>;

export type ListedPerson = {
  /** In lower case. */
  email: string;
  topics: Topic[];
  rhythm: Rhythm;
  /** In which words and where it was agreed to, for the ledger. Names nobody. */
  evidence: string;
  /** Start of the day in UTC, or the instant that was written. */
  agreedAt: Date;
};

/** Header names as people write them: "Consented at" is consented_at. */
export const columnName = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, "_");

/** Columns that a list lacks, in their order. */
export const missingColumns = (names: readonly string[]): string[] => requiredColumns.filter((name) => !names.includes(name));

const longest = { consent_words: 1000, consent_source: 200 } as const;

function readTopics(text: string): Topic[] | { wrong: string } {
  const words = text
    .toLowerCase()
    .split(/[\s,;|/]+/)
    .filter(Boolean);
  const unknown = words.find((word) => !topics.some((topic) => topic === word));
  if (words.length === 0) return { wrong: `topics: write at least one of ${topics.join(", ")}` };
  if (unknown?.includes("@")) return { wrong: `topics: an address stands there; write ${topics.join(", ")}` };
  if (unknown !== undefined) return { wrong: `topics: "${unknown.slice(0, 20)}" is none; write ${topics.join(", ")}` };
  return topics.filter((topic) => words.includes(topic));
}

/** A day written year first, or an instant with its zone. Days written the other way round can't be told apart. */
function readDay(text: string, now: Date): Date | { wrong: string } {
  const shape = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;
  const day = shape.test(text) ? new Date(text) : null;
  const rolledOver = day !== null && !text.includes("T") && !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) !== text;
  if (day === null || Number.isNaN(day.getTime()) || rolledOver) return { wrong: "consented_at: write the day as 2026-08-31" };
  return day > now ? { wrong: "consented_at: this day has not come yet" } : day;
}

function readEvidence(line: ListLine): string | { wrong: string } {
  const [words, source] = (["consent_words", "consent_source"] as const).map((name) => (line[name] ?? "").replaceAll(/\s+/g, " ").trim());
  for (const [name, text] of [
    ["consent_words", words],
    ["consent_source", source],
  ] as const) {
    if (!text)
      return {
        wrong: `${name}: without ${name === "consent_words" ? "the words that were agreed to" : "where it was agreed to"}, nobody may be written to`,
      };
    if (text.length > longest[name]) return { wrong: `${name}: longer than ${longest[name]} characters` };
    // The ledger is for ever, so it names nobody.
    if (text.includes("@")) return { wrong: `${name}: leave addresses out: this is kept for ever` };
  }
  return `“${words}” (${source})`;
}

/** A spreadsheet, and our own export, put ' before what looks like a formula. */
export const unguarded = (cell: string): string => cell.replace(/^'(?='*[=+\-@\t])/, "");
/** An address that itself begins like a cell so guarded has one ' more, so that it comes back as it was. */
export const guarded = (email: string): string => (/^'+[=+\-@\t]/.test(email) ? `'${email}` : email);

/**
 * Reads one line of a list.
 * @returns the person, or the first thing that is wrong, in words that name the column
 */
export function readListLine(line: ListLine, now: Date): ListedPerson | { wrong: string } {
  const address = readEmail(unguarded(line["email"] ?? ""), "email: there is none");
  if ("wrong" in address)
    return {
      wrong: address.wrong.startsWith("email:") ? address.wrong : `email: ${address.wrong.replace(/^Check the e-mail address: /, "")}`,
    };
  const chosen = readTopics(line["topics"] ?? "");
  if ("wrong" in chosen) return chosen;
  const agreedAt = readDay((line["consented_at"] ?? "").trim(), now);
  if ("wrong" in agreedAt) return agreedAt;
  const evidence = readEvidence(line);
  if (typeof evidence !== "string") return evidence;
  const wanted = (line["rhythm"] ?? "").trim().toLowerCase() || "monthly";
  const rhythm = rhythms.find((each) => each === wanted);
  if (!rhythm) return { wrong: `rhythm: write ${rhythms.join(", ")}, or leave it empty` };
  return { email: address.email.toLowerCase(), topics: chosen, rhythm, evidence, agreedAt };
}

/** What happens, or would happen, with a line. */
export type Verdict =
  | { does: "subscribe"; topics: Topic[] }
  | { does: "nothing"; because: keyof typeof nothingWords; line?: number }
  | { does: "refuse"; because: string };

/** What is known of the address of a line. */
export type Known = {
  state: "subscribed" | "left" | "erasing" | null;
  suppressed: boolean;
  /** Topics whose last word in the ledger is a no. */
  takenBack: readonly Topic[];
};

/** What an import does with a person. It never brings anybody back, and never changes what somebody chose themselves. */
export function verdictOf(person: Pick<ListedPerson, "topics">, known: Known): Verdict {
  if (known.suppressed) return { does: "nothing", because: "suppressed" };
  if (known.state === "erasing") return { does: "nothing", because: "being-erased" };
  if (known.state === "left") return { does: "nothing", because: "left-before" };
  if (known.state === "subscribed") return { does: "nothing", because: "has-it-already" };
  const open = person.topics.filter((topic) => !known.takenBack.includes(topic));
  return open.length === 0 ? { does: "nothing", because: "took-it-back" } : { does: "subscribe", topics: open };
}

/** Why a line leaves everything as it is. */
export const nothingWords = {
  "has-it-already": "has the newsletter already",
  "left-before": "left before, and only that person can come back",
  "took-it-back": "took this consent back before",
  suppressed: "must not be written to",
  "being-erased": "asked to be forgotten",
  twice: "stands in the list twice",
} as const;

/** Why a line subscribes nobody; null: it does. */
export function whyNot(verdict: Verdict): string | null {
  if (verdict.does === "subscribe") return null;
  if (verdict.does === "refuse") return verdict.because;
  return verdict.because === "twice" ? `stands in line ${verdict.line ?? "?"} already` : nothingWords[verdict.because];
}

/** The verdict in words for whoever imports. */
export function verdictInWords(verdict: Verdict): string {
  if (verdict.does === "subscribe") return `subscribe to ${verdict.topics.join(", ")}`;
  return `${verdict.does === "refuse" ? "NOT TAKEN" : "nothing"}: ${whyNot(verdict)}`;
}
