import { type Contact, isOverdue, mainPhone, mayLink, phoneHref } from "./contact";
import { factsOf, siteName, standingOf } from "./contact-text";
import type { Words } from "../messages";

/** One number (or website) to call, as a row of a page. */
export type ContactRow = {
  id: string;
  name: string;
  /** The number or the website's name, as people read it. */
  shown: string;
  href: string;
  isSite: boolean;
  facts: string;
  /** Said only where the number is not known to be right today. */
  doubt: string | null;
  /** Whether the name is the organisation's own, in English. */
  nameInEnglish: boolean;
  /** Whether name and facts are in English on a page in another language. */
  inEnglish: boolean;
};

/** A contact as a row. Throws for a contact that may not be offered, which the reading of pages never lets through. */
export function rowOf(contact: Contact, words: Words, today: string): ContactRow {
  const phone = mainPhone(contact);
  const href = phone ? phoneHref(contact, phone) : contact.url;
  const shown = phone ? phone.shown : siteName(contact.url ?? "");
  if (!href || !mayLink(contact)) throw new Error(`"${contact.id}" is ${contact.status} and may not be offered`);
  const translated = words.contacts[contact.id];
  const sure = contact.status === "confirmed" && !isOverdue(contact, today);
  return {
    id: contact.id,
    name: translated?.name ?? contact.shortName,
    nameInEnglish: !translated || translated.name === contact.shortName,
    shown,
    href,
    isSite: !phone,
    facts: translated?.facts ?? factsOf(contact),
    doubt: sure ? null : standingOf(contact, today),
    inEnglish: !translated,
  };
}
