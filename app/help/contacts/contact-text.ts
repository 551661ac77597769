import { areas, type Contact, isOverdue } from "./contact";
import { formatDay, formatMonth } from "../dates";

/** Who a contact serves, when it is open and what it costs, in one line. Only what its record says. */
export const contactSummary = ({ serves, hours, confidential, cost }: Contact): string =>
  [serves, hours, confidential, cost].filter(Boolean).join(" ");

/** How far a contact's number can be trusted on a day, as a sentence. */
export function contactStatusText(contact: Contact, today: string): string {
  if (contact.status === "unconfirmed")
    return `Listed in ${formatMonth(contact.listedIn ?? "")}, not confirmed since.${contact.note ? ` ${contact.note}` : ""}`;
  if (isOverdue(contact, today))
    return `Last checked ${formatDay(contact.checkedOn ?? "")}. It was due to be checked again by ${formatDay(contact.nextCheck ?? "")}, and that has not been done yet.`;
  return contact.checkedOn ? `Checked ${formatDay(contact.checkedOn)}.` : "";
}

/** The areas that a contact covers, in words. */
export const areaNames = (contact: Contact): string => contact.areas.map((area) => areas[area].name).join(" and ");

/** The name of a website as people say it. */
export const hostName = (url: string): string => new URL(url).hostname.replace(/^www\./, "");
