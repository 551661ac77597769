import { afterEach, expect, test, vi } from "vitest";
import { dataLinkToken, preferenceToken } from "~/newsletter/link-tokens.server";
import { createDataLink, findDataLink, requestDataLink } from "~/newsletter/preferences/data-links.server";
import { dataLinkEmails } from "~/newsletter/preferences/data-link-emails.server";
import { db, inTransaction, pool } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { findSignedInSupporter } from "~/supporters/sign-in/session.server";
import { useDatabase } from "tests/support/database";
import { aSubscriber } from "tests/support/newsletter/subscribers";
import { signInAs } from "tests/support/supporters/supporter-requests";

// A row and what it belongs to are asked for one after the other: somebody may be erased in between.
useDatabase();
afterEach(() => void vi.restoreAllMocks());

/** Deletes all rows of a table as soon as another one was asked for the next time. */
function deleteOnceAsked(asked: string, table: string): void {
  const query = pool.query.bind(pool) as (...question: unknown[]) => Promise<unknown>;
  let isDone = false;
  vi.spyOn(pool, "query").mockImplementation((async (...question: unknown[]) => {
    const answer = await query(...question);
    if (!isDone && JSON.stringify(question[0]).includes(`\\"${asked}\\"`)) {
      isDone = true;
      await query(`DELETE FROM ${table}`);
    }
    return answer;
  }) as never);
}

test("a link of somebody who is erased while it is looked at is not known, on its page and in its email", async () => {
  for (const look of [
    (id: string) => findDataLink(db, dataLinkToken(id)),
    (id: string) => dataLinkEmails["newsletter-data-link"]({ dataLinkId: id }),
  ]) {
    const { id: subscriptionId } = await aSubscriber({ email: "reader@example.org" });
    const id = await inTransaction((tx) => createDataLink(tx, subscriptionId));
    expect(await look(id)).not.toBeNull();
    deleteOnceAsked("newsletter_data_link", "newsletter_subscription");
    expect(await look(id)).toBeNull();
    vi.restoreAllMocks();
  }
});

test("whoever is erased while they ask for a link is told that theirs is not known", async () => {
  const { id, linkVersion } = await aSubscriber({ email: "reader@example.org" });
  deleteOnceAsked("newsletter_subscription", "newsletter_subscription");
  expect(await requestDataLink(preferenceToken(id, linkVersion))).toEqual({ refused: "unknown" });
  expect(await db.outgoingEmail.count()).toBe(0);
});

test("whoever is erased while their page is asked for is signed out", async () => {
  const supporter = { id: newId(), email: "giver@example.org", firstName: "Ada", lastName: "Day" };
  await db.supporter.create({ data: supporter });
  const request = new Request("http://127.0.0.1:3000/supporter", { headers: { cookie: await signInAs(supporter.id) } });
  expect(await findSignedInSupporter(request)).toMatchObject({ email: supporter.email });
  deleteOnceAsked("supporter_session", "supporter");
  expect(await findSignedInSupporter(request)).toBeNull();
});
