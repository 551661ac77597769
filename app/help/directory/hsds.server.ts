import { sha256 } from "~/platform/sha256.server";
import { areas, type Contact } from "../contacts/contact";
import { listServices } from "./directory-filter";

/** A stable UUID for a thing of this site: the same name always gives the same one (RFC 9562, version 8). */
function stableUuid(kind: string, name: string): string {
  const hex = sha256(`${kind}:${name}`, "hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * The directory as a page of services in the shape of the Human Services Data Specification 3.0, as its API gives it
 * at /services. Source: Open Referral, https://docs.openreferral.org/en/v3.0/
 * What the specification has no place for (whether a number is confirmed, when it is checked next) stands in
 * `attributes`, with the word as its label and the value beside it.
 */
export function toHsdsServices(contacts: readonly Contact[]) {
  const contents = listServices(contacts).map(toHsdsService);
  const size = contents.length;
  return {
    total_items: size,
    total_pages: 1,
    page_number: 1,
    size,
    first_page: true,
    last_page: true,
    empty: size === 0,
    contents,
  };
}

function toHsdsService(contact: Contact) {
  const id = stableUuid("service", contact.id);
  const attribute = (label: string, value: string) => ({
    id: stableUuid("attribute", `${contact.id}:${label}:${value}`),
    link_id: id,
    link_entity: "service",
    label,
    value,
  });
  return {
    id,
    name: contact.name,
    description: contact.serves,
    status: "active",
    ...(contact.url ? { url: contact.url } : {}),
    ...(contact.cost ? { fees_description: contact.cost } : {}),
    ...(contact.languages ? { interpretation_services: contact.languages } : {}),
    ...(contact.note ? { alert: contact.note } : {}),
    ...(contact.checkedOn ? { assured_date: contact.checkedOn } : {}),
    eligibility_description: contact.serves,
    organization: {
      id: stableUuid("organization", contact.organisation),
      name: contact.organisation,
      description: contact.organisation,
      ...(contact.url ? { website: contact.url } : {}),
    },
    phones: contact.phones.map(({ shown, type }) => ({
      id: stableUuid("phone", `${contact.id}:${shown}`),
      number: shown,
      type,
    })),
    schedules: contact.hours ? [{ id: stableUuid("schedule", contact.id), description: contact.hours }] : [],
    service_areas: contact.areas.map((area) => ({
      id: stableUuid("service_area", `${contact.id}:${area}`),
      name: areas[area].name,
    })),
    attributes: [
      attribute("status", contact.status),
      ...(contact.nextCheck ? [attribute("next check", contact.nextCheck)] : []),
      ...(contact.listedIn ? [attribute("listed in", contact.listedIn)] : []),
      ...(contact.thenPress ? [attribute("if you cannot speak, press", contact.thenPress)] : []),
      ...contact.needs.map((need) => attribute("for", need)),
    ],
  };
}
