import { primaryPhone, phoneHref, type UrgentNumber } from "./contact";
import { listUrgentContacts } from "./contacts.server";

/** The urgent contacts as error pages show them: one number each. */
export const urgentNumbers: UrgentNumber[] = listUrgentContacts().flatMap((contact) => {
  const phone = primaryPhone(contact);
  const href = phone && phoneHref(contact, phone);
  return phone && href ? [{ name: contact.shortName, shown: phone.shown, href, serves: contact.serves }] : [];
});
