import { toContactRow } from "./contacts/contact-row";
import { listUrgentContacts } from "./contacts/contacts.server";
import { pagePath } from "./page";
import { listPages } from "./pages.server";
import type { MissingPageContent } from "./screen";
import { getMessages } from "./messages";

/** What a page says that is not there: the urgent numbers, and the pages that are. */
export const getMissingPage = (today: string): MissingPageContent => ({
  rows: listUrgentContacts().map((contact) => toContactRow(contact, getMessages("en-GB"), today)),
  otherPages: listPages().map(({ slug, title }) => ({ title, path: pagePath(slug), isCurrent: false })),
});
