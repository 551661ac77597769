/**
 * The one door to help contacts. Every number that the site shows comes through here.
 * It needs no database: the records are files, read into memory and validated when the process starts.
 */
import type { Contact } from "./contact";
import { parseContactsOrThrow } from "./parse-contacts.server";
import local from "./local.json";
import national from "./national.json";
import oldNumbers from "./old-numbers.json";

/** The record files as they stand, by name, in the order the records are listed. */
export const contactFiles = {
  "national.json": national,
  "local.json": local,
  "old-numbers.json": oldNumbers,
};

const records: readonly Contact[] = parseContactsOrThrow(contactFiles);
const byId = new Map(records.map((contact) => [contact.id, contact]));
const urgentIds = ["police-emergency", "salvation-army", "modern-slavery-helpline", "police"] as const;

/** Every record, in the order of the files: national lines first, then local services, then old numbers. */
export const listContacts = (): readonly Contact[] => records;

/** One record by its id, or null. */
export const findContact = (id: string): Contact | null => byId.get(id) ?? null;

/** The numbers that error pages and cards offer: emergency, two advice lines, police when not urgent. */
export const listUrgentContacts = (): readonly Contact[] =>
  urgentIds.map((id) => {
    const found = findContact(id);
    if (!found) throw new Error(`app/help/contacts: the urgent contact "${id}" is missing`);
    return found;
  });
