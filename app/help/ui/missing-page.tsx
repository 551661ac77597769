import type { ContactRow } from "../contacts/contact-row";
import { wordsOf } from "../messages";
import { ContactRows } from "./blocks";
import { HelpPage } from "./help-page";

/** Where no help page is: the numbers all the same. */
export function MissingPage({ rows, more }: { rows: ContactRow[]; more: { title: string; path: string; here: boolean }[] }) {
  return (
    <HelpPage words={wordsOf("en-GB")} lang="en-GB" more={more}>
      <h1>This page is not here</h1>
      <p>The address may have changed. These numbers still work.</p>
      <ContactRows rows={rows} lang="en-GB" />
      <p>
        <a href="/help">Get help now</a>
      </p>
    </HelpPage>
  );
}
