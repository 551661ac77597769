/**
 * The rules of help contacts: who can be called, which numbers may be links, and when a number was last checked.
 * Shaped after Open Referral HSDS 3.0 (organization, service, phone, service area, language).
 * Dates are London calendar dates, written YYYY-MM-DD, so that they compare as text.
 */

export const statuses = ["confirmed", "unconfirmed", "superseded", "withdrawn"] as const;
export type ContactStatus = (typeof statuses)[number];

/** voice: call it. text: send a text message. textphone: dial it on a textphone or in the Relay UK app. */
export const phoneTypes = ["voice", "text", "textphone"] as const;
export type PhoneType = (typeof phoneTypes)[number];

/** Every area a service can cover, and the wider areas that also cover whoever is there. */
export const areas = {
  uk: { name: "Anywhere in the UK", within: [] },
  england: { name: "England", within: ["uk"] },
  wales: { name: "Wales", within: ["uk"] },
  scotland: { name: "Scotland", within: ["uk"] },
  "northern-ireland": { name: "Northern Ireland", within: ["uk"] },
  "waltham-forest": { name: "Waltham Forest, London", within: ["england", "uk"] },
} as const satisfies Record<string, { name: string; within: readonly string[] }>;
export type Area = keyof typeof areas;
export const areaIds = Object.keys(areas) as [Area, ...Area[]];

/** What a service is there for, in the words of the filter. */
export const needs = {
  danger: "I am in danger now",
  exploitation: "Someone is controlling or using me",
  women: "Women",
  "disabled-people": "Disabled people",
  "south-asian-turkish-iranian-women": "South Asian, Turkish and Iranian women",
  "survivors-of-abuse": "Survivors of sexual abuse",
  children: "Children and young people",
} as const satisfies Record<string, string>;
export type Need = keyof typeof needs;
export const needIds = Object.keys(needs) as [Need, ...Need[]];

/** An urgent contact as error pages show it: one number, and whom it is there for. */
export type UrgentNumber = { name: string; shown: string; href: string; serves: string };

export type Phone = {
  /** As people read it: digits, with single spaces. The dialled number is these digits and nothing else. */
  shown: string;
  type: PhoneType;
};

export type Source = { name: string; url: string | null };

export type Contact = {
  id: string;
  name: string;
  /** A shorter name for rows and cards. */
  shortName: string;
  /** The organisation that answers. */
  organisation: string;
  /** Who it serves, as a sentence. */
  serves: string;
  phones: Phone[];
  /** Keys to press once a call is answered, for a caller who cannot speak. */
  thenPress: string | null;
  /** Hours, languages, confidentiality and cost are said only where the record's source says so. */
  hours: string | null;
  languages: string | null;
  confidential: string | null;
  cost: string | null;
  areas: Area[];
  needs: Need[];
  url: string | null;
  status: ContactStatus;
  /** The record that took its place; always set when superseded. */
  supersededBy: string | null;
  /** What somebody who finds this number in an old leaflet should know. */
  note: string | null;
  /** The month (YYYY-MM) of the list it was taken from, when nobody has confirmed it since. */
  listedIn: string | null;
  checkedOn: string | null;
  nextCheck: string | null;
  source: Source;
  /** Whether /help/services lists it. */
  inDirectory: boolean;
};

/** The digits to dial: exactly the shown ones, without the spaces. */
export const dialDigits = (phone: Phone): string => phone.shown.replaceAll(" ", "");

/** Whether a contact's numbers may be links. Superseded and withdrawn ones never are. */
export const isLinkable = (contact: Contact): boolean => contact.status === "confirmed" || contact.status === "unconfirmed";

/** The address that calls or texts a number, or null where the contact may not be linked. */
export function phoneHref(contact: Contact, phone: Phone): string | null {
  if (!isLinkable(contact)) return null;
  return phone.type === "text" ? `sms:${dialDigits(phone)}` : `tel:${dialDigits(phone)}`;
}

/**
 * The number a deaf or speech-impaired caller dials through Relay UK: 18001 before the number.
 * Null for text numbers, for 999 and 112 (which have a relay number of their own), and where no link is allowed.
 * Source: Relay UK, https://www.relayuk.bt.com/how-to-use-relay-uk.html
 */
export function relayNumber(contact: Contact, phone: Phone): { shown: string; href: string } | null {
  if (!isLinkable(contact) || phone.type !== "voice" || contact.needs.includes("danger")) return null;
  return { shown: `18001 ${phone.shown}`, href: `tel:18001${dialDigits(phone)}` };
}

/** Whether the day to check a contact again has passed. `today` is a London date. */
export const isOverdue = (contact: Contact, today: string): boolean =>
  isLinkable(contact) && contact.nextCheck !== null && today > contact.nextCheck;

/** Whether a service can help somebody who is in an area: it covers that area, or a wider one around it. */
export function coversArea(contact: Contact, area: Area): boolean {
  const reach: readonly string[] = [area, ...areas[area].within];
  return contact.areas.some((its) => reach.includes(its));
}

/** The first number to call, or else the first of any kind; null for a contact that has only a website. */
export const primaryPhone = (contact: Contact): Phone | null =>
  contact.phones.find((phone) => phone.type === "voice") ?? contact.phones[0] ?? null;
