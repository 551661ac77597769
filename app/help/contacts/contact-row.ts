import { type Contact, isOverdue, primaryPhone, isLinkable, phoneHref } from "./contact";
import { contactSummary, hostName, contactStatusText } from "./contact-text";
import type { Messages } from "../messages";

/** One number (or website) to call, as a row of a page. */
export type ContactRow = {
  id: string;
  name: string;
  /** The number or the website's name, as people read it. */
  shown: string;
  href: string;
  isWebsite: boolean;
  facts: string;
  /** Said only where the number is not known to be right today. */
  warning: string | null;
  /** Whether the name is the organisation's own, in English. */
  nameInEnglish: boolean;
  /** Whether name and facts are in English on a page in another language. */
  inEnglish: boolean;
};

/** A contact as a row. Throws for a contact that may not be offered, which the reading of pages never lets through. */
export function toContactRow(contact: Contact, messages: Messages, today: string): ContactRow {
  const phone = primaryPhone(contact);
  const href = phone ? phoneHref(contact, phone) : contact.url;
  const shown = phone ? phone.shown : hostName(contact.url ?? "");
  if (!href || !isLinkable(contact)) throw new Error(`"${contact.id}" is ${contact.status} and may not be offered`);
  const translated = messages.contacts[contact.id];
  const isReliable = contact.status === "confirmed" && !isOverdue(contact, today);
  return {
    id: contact.id,
    name: translated?.name ?? contact.shortName,
    nameInEnglish: !translated || translated.name === contact.shortName,
    shown,
    href,
    isWebsite: !phone,
    facts: translated?.facts ?? contactSummary(contact),
    warning: isReliable ? null : contactStatusText(contact, today),
    inEnglish: !translated,
  };
}
