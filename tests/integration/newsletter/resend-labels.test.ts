import { expect, test } from "vitest";
import { getResendIds } from "~/newsletter/resend-sync/resend-ids.server";
import { syncContact } from "~/newsletter/resend-sync/sync-contact.server";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { getOrCreateContactProperty } from "~/platform/mail/resend/get-or-create.server";
import { useDatabase } from "tests/support/database";
import { resendControl, resendUrl, useResendSandbox } from "tests/support/newsletter/resend-harness";
import { aSubscriber } from "tests/support/newsletter/subscribers";

useDatabase();
useResendSandbox();

/** The requests that make something which contacts can be labelled with, as they reach Resend. */
function watchCreations(): string[] {
  const lines: string[] = [];
  resendControl().watch((line, when) => {
    if (when === "before" && /^POST \/(contact-properties|topics|segments)$/.test(line)) lines.push(line);
  });
  return lines;
}

test("the first syncs, all at once, make each topic, each segment and the property once, and none is refused", async () => {
  const people = await Promise.all(Array.from({ length: 8 }, (_, nth) => aSubscriber({ email: `reader${nth}@example.org` })));
  const lines = watchCreations();
  expect(await Promise.all(people.map(({ id }) => syncContact(id)))).toEqual(people.map(() => "synced"));
  const count = (line: string) => lines.filter((each) => each === line).length;
  expect([count("POST /contact-properties"), count("POST /topics"), count("POST /segments")]).toEqual([1, 3, 9]);
  expect(await db.resendLabel.count()).toBe(13);
});

test("a look that fails is not shared with those who come later", async () => {
  resendControl().failAt(/^GET \/contact-properties/, 500, 1);
  await expect(Promise.all([getResendIds(), getResendIds()])).rejects.toThrow("Resend did not do it");
  expect((await getResendIds()).topic("news")).not.toBe("");
});

test("where another process makes the property between a look and its making, theirs is taken", async () => {
  let theirs = "";
  resendControl().watch(async (line, when) => {
    if (line !== "POST /contact-properties" || when !== "before" || theirs !== "") return;
    theirs = "on its way";
    const made = await fetch(`${resendUrl()}/contact-properties`, {
      method: "POST",
      headers: { authorization: `Bearer ${config.resend.key}`, "content-type": "application/json" },
      body: JSON.stringify({ key: "preferences", type: "string" }),
    });
    theirs = ((await made.json()) as { id: string }).id;
  });
  const id = await getOrCreateContactProperty("preferences");
  expect([id, theirs]).toEqual([theirs, expect.stringMatching(/^[\da-f-]{36}$/)]);
  await expect(getOrCreateContactProperty("not a key!")).rejects.toThrow("Resend did not do it");
});
