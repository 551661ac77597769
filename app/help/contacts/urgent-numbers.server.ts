import { mainPhone, phoneHref } from "./contact";
import { urgentContacts } from "./contacts.server";
import type { UrgentNumber } from "~/platform/ui/site";

/** The urgent contacts as error pages show them: one number each. */
export const urgentNumbers: UrgentNumber[] = urgentContacts().flatMap((contact) => {
  const phone = mainPhone(contact);
  const href = phone && phoneHref(contact, phone);
  return phone && href ? [{ name: contact.shortName, shown: phone.shown, href, serves: contact.serves }] : [];
});
