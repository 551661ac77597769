import type { ContactRow } from "../contacts/contact-row";
import { getMessages } from "../messages";
import { ContactRows } from "./blocks";
import { HelpLayout } from "./help-page";

/** Where no help page is: the numbers all the same. */
export function MissingPage({
  rows,
  otherPages,
}: {
  rows: ContactRow[];
  otherPages: { title: string; path: string; isCurrent: boolean }[];
}) {
  return (
    <HelpLayout messages={getMessages("en-GB")} lang="en-GB" otherPages={otherPages}>
      <h1>This page is not here</h1>
      <p>The address may have changed. These numbers still work.</p>
      <ContactRows rows={rows} lang="en-GB" />
      <p>
        <a href="/help">Get help now</a>
      </p>
    </HelpLayout>
  );
}
