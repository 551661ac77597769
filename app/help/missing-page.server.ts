import { rowOf } from "./contacts/contact-row";
import { urgentContacts } from "./contacts/contacts.server";
import { pathOf } from "./page";
import { pages } from "./pages.server";
import type { Missing } from "./screen";
import { wordsOf } from "./messages";

/** What a page says that is not there: the urgent numbers, and the pages that are. */
export const missingPage = (today: string): Missing => ({
  rows: urgentContacts().map((contact) => rowOf(contact, wordsOf("en-GB"), today)),
  more: pages().map(({ slug, title }) => ({ title, path: pathOf(slug), here: false })),
});
