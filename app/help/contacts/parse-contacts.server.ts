import { z } from "zod";
import type { Contact } from "./contact";
import { contactSchema } from "./schema.server";

const withId = z.looseObject({ id: z.string() });

/** What is wrong with the record files, one sentence for each mistake, and the contacts where nothing is. */
export type ParsedContacts = {
  contacts: Contact[];
  errors: { file: string; id: string | null; message: string }[];
};

/**
 * Reads record files that are already JSON values.
 * @param files file name to its parsed content, in the order the records are to be listed
 */
export function parseContacts(files: Record<string, unknown>): ParsedContacts {
  const parsed: ParsedContacts = { contacts: [], errors: [] };
  for (const [file, content] of Object.entries(files)) {
    const list = z.array(z.unknown()).safeParse(content);
    if (!list.success) {
      parsed.errors.push({ file, id: null, message: "a contacts file is a list of records" });
      continue;
    }
    for (const record of list.data) parseRecord(file, record, parsed);
  }
  return { ...parsed, errors: [...parsed.errors, ...crossRecordErrors(files, parsed.contacts)] };
}

function parseRecord(file: string, record: unknown, parsed: ParsedContacts): void {
  const id = withId.safeParse(record).data?.id ?? null;
  const result = contactSchema.safeParse(record);
  if (result.success) {
    parsed.contacts.push(result.data);
    return;
  }
  for (const issue of result.error.issues) {
    const field = issue.path.join(".");
    parsed.errors.push({
      file,
      id,
      message: field ? `${field}: ${issue.message}` : issue.message,
    });
  }
}

/** Mistakes that only show when records are seen together: an id used twice, a replacement that cannot be called. */
function crossRecordErrors(files: Record<string, unknown>, contacts: Contact[]): ParsedContacts["errors"] {
  const fileOf = (id: string) => Object.keys(files).find((file) => JSON.stringify(files[file]).includes(`"id":"${id}"`)) ?? "";
  const seen = new Map<string, Contact>();
  const errors: ParsedContacts["errors"] = [];
  for (const contact of contacts) {
    if (seen.has(contact.id))
      errors.push({
        file: fileOf(contact.id),
        id: contact.id,
        message: "this id is used twice",
      });
    seen.set(contact.id, contact);
  }
  for (const { id, supersededBy } of contacts) {
    if (!supersededBy) continue;
    const replacement = seen.get(supersededBy);
    if (!replacement || replacement.status === "superseded" || replacement.status === "withdrawn")
      errors.push({
        file: fileOf(id),
        id,
        message: `supersededBy: "${supersededBy}" is not a contact that people can call`,
      });
  }
  return errors;
}

/** The contacts, or an error that names every mistake at once. */
export function parseContactsOrThrow(files: Record<string, unknown>): Contact[] {
  const { contacts, errors } = parseContacts(files);
  if (errors.length === 0) return contacts;
  const lines = errors.map(({ file, id, message }) => `  app/help/contacts/${file}: ${id ?? "(no id)"}: ${message}`);
  throw new Error(`Help contacts cannot be used:\n${lines.join("\n")}`);
}
