/**
 * The one door to help contacts. Every number that the site shows comes through here.
 * It needs no database: the records are files, read into memory and validated when the process starts.
 */
import { type Contact } from "./contacts";
import { readContacts } from "./contacts/read-contacts.server";
import national from "./contacts/national.json";

const records: readonly Contact[] = readContacts({ "national.json": national });
const byId = new Map(records.map((contact) => [contact.id, contact]));
const urgentIds = [
  "police-emergency",
  "salvation-army",
  "modern-slavery-helpline",
  "police",
] as const;

/** Every record, in the order of the files: national lines first, then local services, then old numbers. */
export const contacts = (): readonly Contact[] => records;

/** One record by its id, or null. */
export const contact = (id: string): Contact | null => byId.get(id) ?? null;

/** The numbers that error pages and cards offer: emergency, two advice lines, police when not urgent. */
export const urgentContacts = (): readonly Contact[] =>
  urgentIds.map((id) => {
    const found = contact(id);
    if (!found) throw new Error(`app/help/contacts: the urgent contact "${id}" is missing`);
    return found;
  });
