import { expect, test } from "vitest";
import { reconcileAudience } from "~/newsletter/resend-sync/reconcile-audience.server";
import { queueInitialSyncs } from "~/newsletter/queue-sync.server";
import { eraseSubscriber } from "~/newsletter/preferences/erase-subscriber.server";
import { suppress } from "~/newsletter/suppressions/suppress.server";
import { matchContacts } from "~/newsletter/resend-sync/match-contacts.server";
import { getResendIds } from "~/newsletter/resend-sync/resend-ids.server";
import { syncContact } from "~/newsletter/resend-sync/sync-contact.server";
import { db, inTransaction } from "~/platform/database/db.server";
import { queueEmail } from "~/platform/mail/queue-email.server";
import { parseRateLimit } from "~/platform/mail/resend/throttle.server";
import { useDatabase } from "tests/support/database";
import { runJobs } from "tests/support/giving/donation-harness";
import { useResendSandbox, resendControl, resendUrl, runUntilIdle } from "tests/support/newsletter/resend-harness";
import { aDataLinkToken, aSubscriber } from "tests/support/newsletter/subscribers";
import { subscription, getSegments, createSyncedSubscriber } from "tests/support/newsletter/contacts";

useDatabase();
useResendSandbox();

test("whoever is forgotten while Resend is asked for their contact has none in the end", async () => {
  const { id } = await aSubscriber({ email: "ada@example.org" });
  resendControl().watch(async (line, when) => {
    if (when !== "before" || line !== "POST /contacts") return;
    resendControl().watch(null);
    await eraseSubscriber(await aDataLinkToken(id));
    await runJobs();
  });
  await syncContact(id);
  await runUntilIdle();
  expect([resendControl().contacts(), await subscription(id), await db.resendContact.count()]).toEqual([0, null, 0]);
});

test("the nightly comparison heals what is ours to heal, and lists the rest", async () => {
  const news = await createSyncedSubscriber({ email: "ada@example.org", topics: ["news"] });
  await createSyncedSubscriber({ email: "eve@example.org", topics: ["news"] });
  const erased = await aSubscriber({ email: "erased@example.org" });
  expect(await reconcileAudience()).toMatchObject({ healed: 0, open: 0 });

  const labels = await getResendIds();
  const add = async (email: string, segments: string[]) =>
    await fetch(`${resendUrl()}/contacts`, {
      method: "POST",
      headers: { authorization: "Bearer re_test", "content-type": "application/json" },
      body: JSON.stringify({ email, segments: segments.map((id) => ({ id })) }),
    });
  await add("stranger@example.org", [labels.segment("news:every")]);
  await add("erased@example.org", []);
  await db.newsletterSubscription.update({ where: { id: erased.id }, data: { status: "unsubscribed" } });
  await inTransaction((tx) => suppress(tx, "erased@example.org", "erasure"));
  await db.newsletterSubscription.delete({ where: { id: erased.id } });
  resendControl().removeContact("eve@example.org");
  await resendControl().webhooksSettled();
  resendControl().drop("ada@example.org", labels.segment("news:every"));

  const first = await reconcileAudience();
  await runUntilIdle();
  const findings = await db.reconciliationFinding.findMany();
  expect(findings.filter(({ healed }) => !healed).map(({ message }) => message)).toEqual([
    "A contact at Resend that the ledger does not know. Our issues do not go to it.",
  ]);
  expect(first).toMatchObject({ healed: findings.length - 1, open: 1 });
  expect(JSON.stringify(findings)).not.toContain("example.org");
  expect(await getSegments("ada@example.org")).toHaveLength(3);
  expect(await getSegments("eve@example.org")).toHaveLength(3);
  expect(resendControl().contact("stranger@example.org")?.segments).toEqual([]);
  expect(resendControl().contact("erased@example.org")).toBeNull();

  const told = () =>
    resendControl()
      .messages()
      .filter(({ subject }) => subject.includes("One contact differs from Resend"));
  expect(told()).toHaveLength(1);
  expect(told()[0]?.text).toMatch(/1 left for somebody to look at.*\/desk\/reconciliations\?run=/s);
  expect(JSON.stringify(told()[0])).not.toMatch(/stranger|erased@|ada@|eve@/);

  expect(await reconcileAudience()).toMatchObject({ healed: 0, open: 1 });
  await runUntilIdle();
  expect(told()).toHaveLength(2);
  expect((await subscription(news))?.status).toBe("subscribed");
});

test("a property or segment that is gone at Resend is made again, and is nobody's bounce", async () => {
  const [before, after] = await many(2);
  if (!before || !after) throw new Error("there are two");
  expect(await syncContact(before.id)).toBe("synced");
  const labels = await getResendIds();
  await fetch(`${resendUrl()}/segments/${labels.segment("news:every")}`, {
    method: "DELETE",
    headers: { authorization: "Bearer re_test" },
  });
  expect(await syncContact(after.id)).toBe("synced");
  expect(await db.suppression.count()).toBe(0);
  expect(await getSegments(after.email)).toHaveLength(3);
});

/** Writes down what Resend is asked, without ids. */
function listRequests(): string[] {
  const lines: string[] = [];
  const note = (line: string) => lines.push(line.replace(/(?<=contacts)[/?].*$/, (rest) => (rest.startsWith("?") ? "?" : "/:contact")));
  resendControl().watch((line, when) => void (when === "before" && note(line)));
  return lines;
}

const many = async (number: number) => {
  const rows = [];
  for (let nth = 0; nth < number; nth += 1) rows.push(await aSubscriber({ email: `reader${nth}@example.org`, topics: ["news"] }));
  return rows;
};

test("many new subscribers share one look, and those whom Resend has are told by their opt-out all the same", async () => {
  const [first, lost, ...others] = await many(40);
  if (!first || !lost) throw new Error("there are forty");
  await fetch(`${resendUrl()}/contacts`, {
    method: "POST",
    headers: { authorization: "Bearer re_test", "content-type": "application/json" },
    body: JSON.stringify({ email: "READER0@example.org", unsubscribed: true }),
  });
  await getResendIds();
  const lines = listRequests();
  resendControl().failAt(/^POST \/contacts$/, "lost", 1);
  await inTransaction((tx) =>
    queueInitialSyncs(
      tx,
      [lost, first, ...others].map(({ id }) => id),
    ),
  );
  await runUntilIdle();
  expect(lines.filter((line) => line === "GET /contacts?" || line === "GET /contacts")).toHaveLength(1);
  // Only two are asked about: the one that was found, and the one whose reply was lost.
  expect(lines.filter((line) => line === "POST /contacts")).toHaveLength(39);
  expect(lines.filter((line) => line === "GET /contacts/:contact").length).toBeLessThan(15);
  expect(await subscription(first.id)).toMatchObject({ status: "unsubscribed" });
  expect(resendControl().contact("reader0@example.org")?.unsubscribed).toBe(true);
  expect(resendControl().contacts()).toBe(40);
  for (const { id } of [lost, ...others]) {
    const row = await subscription(id);
    expect(row?.resendContactId).toBe(resendControl().contact(row?.email ?? "")?.id);
    expect(row?.syncedVersion).toBe(row?.version);
  }
});

test("a shared look counts once, for an hour, and only while Resend was not asked for a contact", async () => {
  const [fresh, old, twice] = await many(3);
  if (!fresh || !old || !twice) throw new Error("there are three");
  expect(await matchContacts()).toBe(3);
  await getResendIds();
  const hourAgo = new Date(Date.now() - 61 * 60_000);
  await db.newsletterSubscription.update({ where: { id: old.id }, data: { absentFromResendAt: hourAgo } });
  resendControl().failAt(/^POST \/contacts$/, 500, 1);
  const lines = listRequests();
  await expect(syncContact(twice.id)).rejects.toThrow("Resend did not do it");
  for (const { id } of [fresh, old, twice]) expect(await syncContact(id)).toBe("synced");
  const look = "GET /contacts/:contact";
  expect(lines).toEqual(["POST /contacts", look, "POST /contacts", look, "POST /contacts"]);
});

test("one new subscriber is looked up alone: the list is not read for so few", async () => {
  for (const { id } of await many(1)) await inTransaction((tx) => queueInitialSyncs(tx, [id]));
  const lines = listRequests();
  await runUntilIdle();
  expect(lines).not.toContain("GET /contacts?");
  expect(lines).toContain("GET /contacts/:contact");
});

test("emails go before the syncs of a list", async () => {
  const people = await many(3);
  await inTransaction((tx) =>
    queueInitialSyncs(
      tx,
      people.map(({ id }) => id),
    ),
  );
  await inTransaction((tx) => queueEmail(tx, { kind: "newsletter-welcome", about: { requestId: "a later one" } }));
  const jobs = await db.$queryRaw<{ task: string }[]>`
    SELECT task_identifier AS task FROM graphile_worker.jobs ORDER BY priority, run_at, id`;
  expect(jobs.map(({ task }) => task)).toEqual(["send-email", "match-contacts", ...people.map(() => "sync-contact")]);
});

test("what Resend allows is read from its headers, and requests keep to it", async () => {
  expect(parseRateLimit({ "ratelimit-limit": "10", "ratelimit-policy": "10;w=1" })).toEqual({ requests: 10, windowMs: 1000 });
  expect(parseRateLimit({ "ratelimit-limit": "100", "ratelimit-policy": "100;w=60" })).toEqual({ requests: 100, windowMs: 60_000 });
  expect(parseRateLimit({ "ratelimit-limit": "2" })).toEqual({ requests: 2, windowMs: 1000 });
  expect(parseRateLimit({})).toBeNull();
  expect(parseRateLimit(null)).toBeNull();
});
