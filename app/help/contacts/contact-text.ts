import { areas, type Contact, isOverdue } from "./contact";
import { spokenDay, spokenMonth } from "../dates";

/** Who a contact serves, when it is open and what it costs, in one line. Only what its record says. */
export const factsOf = ({ serves, hours, confidential, cost }: Contact): string =>
  [serves, hours, confidential, cost].filter(Boolean).join(" ");

/** How far a contact's number can be trusted on a day, as a sentence. */
export function standingOf(contact: Contact, today: string): string {
  if (contact.status === "unconfirmed")
    return `Listed in ${spokenMonth(contact.listedIn ?? "")}, not confirmed since.${contact.note ? ` ${contact.note}` : ""}`;
  if (isOverdue(contact, today))
    return `Last checked ${spokenDay(contact.checkedOn ?? "")}. It was due to be checked again by ${spokenDay(contact.nextCheck ?? "")}, and that has not been done yet.`;
  return contact.checkedOn ? `Checked ${spokenDay(contact.checkedOn)}.` : "";
}

/** The areas that a contact covers, in words. */
export const areaOf = (contact: Contact): string => contact.areas.map((area) => areas[area].name).join(" and ");

/** The name of a website as people say it. */
export const siteName = (url: string): string => new URL(url).hostname.replace(/^www\./, "");
