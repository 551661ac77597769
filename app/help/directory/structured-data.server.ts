import { areas, type Contact, dialDigits } from "../contacts/contact";
import { listServices } from "./directory-filter";

/**
 * The directory's organisations and numbers for search engines, as schema.org JSON-LD. It repeats what the page shows.
 * The languages and hours are left out, as few records have a source for them.
 */
export function getStructuredData(contacts: readonly Contact[]) {
  const withPhones = listServices(contacts).filter(({ phones, status }) => phones.length > 0 && status === "confirmed");
  return {
    "@context": "https://schema.org",
    "@graph": withPhones.map((contact) => ({
      "@type": "Organization",
      name: contact.name,
      ...(contact.url ? { url: contact.url } : {}),
      contactPoint: contact.phones.map((phone) => ({
        "@type": "ContactPoint",
        contactType: contact.needs.includes("danger") ? "emergency" : "helpline",
        telephone: dialDigits(phone),
        areaServed: contact.areas.map((area) => areas[area].name),
      })),
    })),
  };
}

export type StructuredData = ReturnType<typeof getStructuredData>;
