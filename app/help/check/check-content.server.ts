import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { isOverdue, isLinkable, type Contact } from "../contacts/contact";
import { contactFiles } from "../contacts/contacts.server";
import { parseContacts } from "../contacts/parse-contacts.server";
import { type Language, type Page, pageOrder, translatedLanguages } from "../page";
import { parsePage } from "../parse/parse-page.server";
import { getMessages } from "../messages";

/** error: the site must not be built like this. overdue: it is time for somebody to check again; nothing else is broken. */
export type Finding = { kind: "error" | "overdue"; file: string; line: number; message: string };

export type ContentFiles = {
  /** Every page: its path, and its text. */
  pages: { file: string; text: string }[];
  /** Every file of contacts: its path, its text, and the records in it. */
  contacts: { file: string; text: string; records: unknown }[];
};

const folder = "app/help";

/** The help half's content as it stands in the files of a checkout. */
export function contentFiles(root = process.cwd()): ContentFiles {
  const pagesFolder = join(root, folder, "pages");
  const pages = readdirSync(pagesFolder, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll(sep, "/"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => ({ file: `${folder}/pages/${name}`, text: readFileSync(join(pagesFolder, name), "utf8") }));
  const contacts = Object.keys(contactFiles).map((name) => {
    const text = readFileSync(join(root, folder, "contacts", name), "utf8");
    return { file: `${folder}/contacts/${name}`, text, records: JSON.parse(text) as unknown };
  });
  return { pages, contacts };
}

/**
 * Everything that is wrong with the content of the help half, and everything that is due to be checked again.
 * @param today a London date; what was to be checked before it is due
 */
export function checkContent(files: ContentFiles, today: string): Finding[] {
  const parsedContacts = parseContacts(Object.fromEntries(files.contacts.map(({ file, records }) => [file, records])));
  const records = new Map(parsedContacts.contacts.map((each) => [each.id, each]));
  return [
    ...parsedContacts.errors.map(({ file, id, message }) => error(file, lineOfRecord(files, id), `${id ?? "a record"}: ${message}`)),
    ...files.pages.flatMap((page) => checkPage(page, records, today)),
    ...missingPages(files),
    ...parsedContacts.contacts.flatMap((each) => checkContact(each, files, today)),
    ...translatedLanguages.flatMap((language) => checkMessages(language, records)),
  ];
}

const error = (file: string, line: number, message: string): Finding => ({ kind: "error", file, line, message });
const overdue = (file: string, line: number, message: string): Finding => ({ kind: "overdue", file, line, message });

function lineOfRecord(files: ContentFiles, id: string | null): number {
  for (const { text } of files.contacts) {
    const line = text.split("\n").findIndex((each) => id !== null && new RegExp(`"id": *"${id}"`).test(each));
    if (line >= 0) return line + 1;
  }
  return 1;
}

// Anything that could be dialled: a long run of digits, or one of the short numbers of the emergency services.
const dialable = /(?<![\d,.])(?:(?:\+\s?44|0)[\d ()-]{6,}\d|999|112|101|111|18000|18001)(?![\d,]|\.\d)/g;

function checkPage({ file, text }: ContentFiles["pages"][number], records: Map<string, Contact>, today: string): Finding[] {
  const findings: Finding[] = [];
  const lines = text.split("\n");
  const bodyStart = lines.indexOf("---", 1) + 1;
  for (const [index, line] of lines.entries()) {
    if (index < bodyStart) continue;
    for (const [number] of line.replaceAll(/\{\{[^}]*\}\}|https?:\S+/g, "").matchAll(dialable))
      findings.push(error(file, index + 1, `"${number}" is typed into the words: numbers come only from contact records, as {{number:…}}`));
    if (/\]\((?:tel|sms):/.test(line))
      findings.push(error(file, index + 1, "a number is linked by hand: write {{number:…}} or {{contact:…}}"));
  }
  const parsed = parsePage(text, file, (id) => records.get(id) ?? null);
  if ("errors" in parsed) return [...findings, ...parsed.errors.map(({ line, message }) => error(file, line, message))];
  return [...findings, ...checkDates(parsed.page, file, lines, today)];
}

function checkDates(page: Page, file: string, lines: string[], today: string): Finding[] {
  const lineOf = (start: string) => lines.findIndex((line) => line.trim().startsWith(start)) + 1;
  const findings: Finding[] = [];
  if (page.reviewedOn > today)
    findings.push(error(file, lineOf("reviewedOn"), `reviewedOn ${page.reviewedOn} is a day that has not come yet`));
  if (page.nextReview < today)
    findings.push(
      overdue(
        file,
        lineOf("nextReview"),
        `the review was due by ${page.nextReview}: check the facts against the sources, then write the new dates`,
      ),
    );
  for (const { name, checkedOn } of page.sources)
    if (checkedOn > today) findings.push(error(file, lineOf("sources"), `the source "${name}" was checked on a day that has not come yet`));
  return findings;
}

function missingPages(files: ContentFiles): Finding[] {
  const there = new Set(files.pages.map(({ file }) => file));
  const needed = [
    ...pageOrder.map((slug) => `${folder}/pages/${slug}.md`),
    ...translatedLanguages.flatMap((language) => ["get-help-now", "card"].map((slug) => `${folder}/pages/${language}/${slug}.md`)),
  ];
  return needed.filter((file) => !there.has(file)).map((file) => error(file, 1, "this page is missing"));
}

function checkContact(record: Contact, files: ContentFiles, today: string): Finding[] {
  const file = files.contacts.find(({ text }) => text.includes(`"${record.id}"`))?.file ?? folder;
  const line = lineOfRecord(files, record.id);
  const findings: Finding[] = [];
  const police = /police/i.test(`${record.id} ${record.name} ${record.organisation}`) || record.needs.includes("danger");
  if (police && isLinkable(record) && record.phones.some(({ shown }) => shown.replaceAll(" ", "") === "111"))
    findings.push(error(file, line, `${record.id}: 111 is the NHS. The police are 999, and 101 when it is not urgent`));
  if (record.checkedOn && record.checkedOn > today)
    findings.push(error(file, line, `${record.id}: checkedOn is a day that has not come yet`));
  if (isOverdue(record, today))
    findings.push(
      overdue(
        file,
        line,
        `${record.id}: the check was due by ${record.nextCheck}: call or look at ${record.url ?? record.source.name}, then write the new dates`,
      ),
    );
  return findings;
}

/** A translated name or fact may be older than the record that it was translated from. */
function checkMessages(language: Language, records: Map<string, Contact>): Finding[] {
  const { contactsAsOf, contacts } = getMessages(language);
  const file = `${folder}/languages/${language}.json`;
  return Object.keys(contacts).flatMap((id) => {
    const record = records.get(id);
    if (!record) return [error(file, 1, `"${id}" is not a contact`)];
    if ((record.checkedOn ?? "") > (contactsAsOf ?? ""))
      return [overdue(file, 1, `${id}: the record was checked after its words were translated: compare them, then write contactsAsOf`)];
    return [];
  });
}
