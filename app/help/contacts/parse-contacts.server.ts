import { z } from "zod";
import type { Contact } from "./contact";
import { contactSchema } from "./schema.server";

const named = z.looseObject({ id: z.string() });

/** What is wrong with the record files, one sentence for each mistake, and the contacts where nothing is. */
export type ContactsRead = {
  contacts: Contact[];
  mistakes: { file: string; id: string | null; sentence: string }[];
};

/**
 * Reads record files that are already JSON values.
 * @param files file name to its parsed content, in the order the records are to be listed
 */
export function tryReadContacts(files: Record<string, unknown>): ContactsRead {
  const read: ContactsRead = { contacts: [], mistakes: [] };
  for (const [file, content] of Object.entries(files)) {
    const list = z.array(z.unknown()).safeParse(content);
    if (!list.success) {
      read.mistakes.push({ file, id: null, sentence: "a contacts file is a list of records" });
      continue;
    }
    for (const record of list.data) readOne(file, record, read);
  }
  return { ...read, mistakes: [...read.mistakes, ...mistakesBetween(files, read.contacts)] };
}

function readOne(file: string, record: unknown, read: ContactsRead): void {
  const id = named.safeParse(record).data?.id ?? null;
  const result = contactSchema.safeParse(record);
  if (result.success) {
    read.contacts.push(result.data);
    return;
  }
  for (const issue of result.error.issues) {
    const field = issue.path.join(".");
    read.mistakes.push({
      file,
      id,
      sentence: field ? `${field}: ${issue.message}` : issue.message,
    });
  }
}

/** Mistakes that only show when records are seen together: an id used twice, a replacement that cannot be called. */
function mistakesBetween(files: Record<string, unknown>, contacts: Contact[]): ContactsRead["mistakes"] {
  const fileOf = (id: string) => Object.keys(files).find((file) => JSON.stringify(files[file]).includes(`"id":"${id}"`)) ?? "";
  const seen = new Map<string, Contact>();
  const mistakes: ContactsRead["mistakes"] = [];
  for (const contact of contacts) {
    if (seen.has(contact.id))
      mistakes.push({
        file: fileOf(contact.id),
        id: contact.id,
        sentence: "this id is used twice",
      });
    seen.set(contact.id, contact);
  }
  for (const { id, supersededBy } of contacts) {
    if (!supersededBy) continue;
    const replacement = seen.get(supersededBy);
    if (!replacement || replacement.status === "superseded" || replacement.status === "withdrawn")
      mistakes.push({
        file: fileOf(id),
        id,
        sentence: `supersededBy: "${supersededBy}" is not a contact that people can call`,
      });
  }
  return mistakes;
}

/** The contacts, or an error that names every mistake at once. */
export function readContacts(files: Record<string, unknown>): Contact[] {
  const { contacts, mistakes } = tryReadContacts(files);
  if (mistakes.length === 0) return contacts;
  const lines = mistakes.map(({ file, id, sentence }) => `  app/help/contacts/${file}: ${id ?? "(no id)"}: ${sentence}`);
  throw new Error(`Help contacts cannot be used:\n${lines.join("\n")}`);
}
