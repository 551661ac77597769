import { afterEach, expect, test } from "vitest";
import { findNewsItem } from "~/newsletter/news/news.server";
import { freezeIssue } from "~/newsletter/issues/freeze-issue.server";
import { broadcastName } from "~/newsletter/issues/issue";
import { getIssueCounts } from "~/newsletter/issues/issues.server";
import { unsubscribe } from "~/newsletter/unsubscribe.server";
import { queueContactSync } from "~/newsletter/queue-sync.server";
import { resumeIssue, unfreezeIssue } from "~/newsletter/issues/resume-issue.server";
import { saveIssue } from "~/newsletter/issues/save-issue.server";
import { sendIssue } from "~/newsletter/issues/send-issue.server";
import { suppress } from "~/newsletter/suppressions/suppress.server";
import { getResendIds } from "~/newsletter/resend-sync/resend-ids.server";
import { reconcileAudience } from "~/newsletter/resend-sync/reconcile-audience.server";
import { setClock } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import { runInChild } from "tests/support/child-process";
import { isResendFailure, unlessExpected } from "tests/support/expected-failure";
import { databaseUrl, useDatabase } from "tests/support/database";
import { runJobs } from "tests/support/giving/donation-harness";
import { anIssue, getSampleHouse, issueInput, loadIssue } from "tests/support/newsletter/newsletter-issues";
import { useResendSandbox, resendControl, resendUrl, runUntilIdle } from "tests/support/newsletter/resend-harness";
import { aSubscriber } from "tests/support/newsletter/subscribers";

useDatabase();
useResendSandbox();
afterEach(() => setClock(() => new Date()));

/** Subscribers whom Resend knows. */
async function createSubscribers(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const { id } = await aSubscriber({ email: `reader${n}@example.org`, topics: ["news"] });
    await inTransaction((tx) => queueContactSync(tx, id));
  }
  await runUntilIdle();
}

async function createFrozenIssue(change: Partial<typeof issueInput> = {}) {
  const issue = await anIssue(change);
  expect(await freezeIssue("site", issue.id, issue.version, getSampleHouse)).toBe("sending");
  return issue;
}

const reached = (id: string) => resendControl().reached(broadcastName(id));
const sendAgainAndAgain = async (id: string) => {
  for (let turn = 0; turn < 8; turn += 1) await unlessExpected(sendIssue(id), isResendFailure, "again");
  await runUntilIdle();
};

test("an issue that was saved with control characters goes out without them, and its share picture is drawn", async () => {
  await createSubscribers(1);
  const { id, version } = await anIssue();
  await db.issue.update({ where: { id }, data: { subject: "What\b a\u001f door\u0085means", preview: "One\b door" } });
  expect(await freezeIssue("site", id, version, getSampleHouse)).toBe("sending");
  await runUntilIdle();
  const sent = resendControl()
    .messages()
    .filter(({ broadcastId }) => broadcastId);
  expect(sent.map(({ subject }) => subject)).toEqual(["What a door means"]);
  expect(await db.shareImage.count({ where: { issueId: id } })).toBe(1);
});

test("an issue's address on the site bears the month of its sending, not of its writing", async () => {
  await createSubscribers(1);
  setClock(() => new Date("2026-11-30T23:59:59Z"));
  await anIssue();
  const { id, version } = await anIssue();
  await db.issue.update({ where: { id }, data: { slug: "2026-01-what-a-locked-door-means" } });
  expect(await freezeIssue("site", id, version, getSampleHouse)).toBe("sending");
  setClock(() => new Date());
  await runUntilIdle();
  const slug = "2026-11-what-a-locked-door-means-2";
  expect(await loadIssue(id)).toMatchObject({ status: "sent", slug, version });
  const sent = resendControl()
    .messages()
    .filter(({ broadcastId }) => broadcastId);
  for (const { html, text } of sent) expect(`${html}${text}`).toContain(`/news/${slug}`);
  expect(sent).toHaveLength(1);
  expect(await findNewsItem(slug)).toMatchObject({ kind: "issue", title: issueInput.subject });
  expect(await findNewsItem("2026-01-what-a-locked-door-means")).toBeNull();
});

test("an issue reaches everyone whom the ledger names, once, and nobody else", async () => {
  await createSubscribers(4);
  const others = [
    await aSubscriber({ email: "no-line@example.org", topics: ["news"], consented: [] }),
    await aSubscriber({ email: "events@example.org", topics: ["events"] }),
    await aSubscriber({ email: "monthly@example.org", topics: ["news"], emailFrequency: "monthly" }),
    await aSubscriber({ email: "suppressed@example.org", topics: ["news"] }),
    await aSubscriber({ email: "left@example.org", topics: ["news"] }),
  ];
  for (const { id } of others) await inTransaction((tx) => queueContactSync(tx, id));
  await inTransaction((tx) => suppress(tx, "suppressed@example.org", "complaint"));
  await inTransaction((tx) => unsubscribe(tx, others[4]?.id ?? "", "preferences"));
  await runUntilIdle();
  const { id } = await createFrozenIssue();
  await runUntilIdle();
  expect(await loadIssue(id)).toMatchObject({ status: "sent", audienceSize: 4 });
  expect(reached(id)).toMatchObject({ reached: 4, everyoneOnce: true });
  const emails = resendControl()
    .messages()
    .filter(({ broadcastId }) => broadcastId);
  expect(emails.flatMap(({ to }) => to).toSorted()).toEqual([0, 1, 2, 3].map((n) => `reader${n}@example.org`));
  const [email] = emails;
  const row = await db.newsletterSubscription.findUniqueOrThrow({ where: { email: email?.to[0] ?? "" } });
  expect(email?.html).toContain(`/newsletter/preferences/${resendControl().contact(row.email)?.properties["preferences"]}`);
  expect(email?.text).toContain(`/newsletter/preferences/${resendControl().contact(row.email)?.properties["preferences"]}`);
  expect(email?.headers).toMatchObject({ "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" });
  expect(email?.headers["List-Unsubscribe"]).toMatch(/^<http.*>$/);
  expect(`${email?.html}${email?.text}`).not.toContain("{{{");
  expect(email?.text).toContain("3 rooms this week: 1 fully lit");
  expect(await getIssueCounts(await loadIssue(id))).toEqual({ "email.sent": 4, "email.delivered": 4 });
});

test.each(["lost", 500] as const)("%s at any step of a send still reaches everyone once", async (how) => {
  await createSubscribers(3);
  const { id } = await createFrozenIssue();
  for (const line of [/^POST \/broadcasts$/, /^GET \/broadcasts$/, /\/send$/, /^GET \/broadcasts\//, /^GET \/segments\/.*\/contacts$/])
    resendControl().failAt(line, how, 1);
  await sendAgainAndAgain(id);
  expect(await loadIssue(id)).toMatchObject({ status: "sent" });
  expect(reached(id)).toMatchObject({ reached: 3, everyoneOnce: true });
  expect(
    resendControl()
      .broadcasts(broadcastName(id))
      .filter(({ status }) => status === "sent"),
  ).toHaveLength(1);
});

test("two senders at once, and one that was asleep meanwhile, send one broadcast", async () => {
  await createSubscribers(3);
  const { id } = await createFrozenIssue();
  await Promise.allSettled([sendIssue(id), sendIssue(id), sendIssue(id)]);
  await sendAgainAndAgain(id);
  expect(await loadIssue(id)).toMatchObject({ status: "sent" });
  expect(reached(id)).toMatchObject({ reached: 3, everyoneOnce: true });
});

const senderScript = `
  import { connectDatabase } from "./app/platform/database/db.server.ts";
  import { sendIssue } from "./app/newsletter/issues/send-issue.server.ts";
  const [database, issue] = process.argv.slice(1);
  connectDatabase(database);
  console.log(await sendIssue(issue));
  process.exit();
`;

test.each([
  ["before the draft is written", /^POST \/broadcasts$/, "before"],
  ["after the draft is written", /^POST \/broadcasts$/, "after"],
  ["after it is sent", /\/send$/, "after"],
] as const)("a sender that is killed %s leaves nobody out and nobody twice", async (_when, step, when) => {
  await createSubscribers(3);
  const { id } = await createFrozenIssue();
  const env = process.env["RESEND_BASE_URL"];
  process.env["RESEND_BASE_URL"] = resendUrl();
  const child = runInChild(senderScript, databaseUrl, id);
  process.env["RESEND_BASE_URL"] = env;
  await new Promise<void>((killed) => {
    resendControl().watch(async (line, moment) => {
      if (!step.test(line) || moment !== when) return;
      resendControl().watch(null);
      await child.kill();
      killed();
    });
  });
  await sendAgainAndAgain(id);
  expect(await loadIssue(id)).toMatchObject({ status: "sent" });
  expect(reached(id)).toMatchObject({ reached: 3, everyoneOnce: true });
});

test("a segment that differs from the ledger stops it; the comparison heals, and then it goes", async () => {
  await createSubscribers(3);
  const labels = await getResendIds();
  const { id } = await createFrozenIssue();
  resendControl().drop("reader1@example.org", labels.segment("news:every"));
  await runJobs();
  expect(await loadIssue(id)).toMatchObject({ status: "stopped", stopReason: expect.stringContaining("1 missing") });
  expect(reached(id).reached).toBe(0);
  await reconcileAudience();
  expect(await resumeIssue("site", id)).toBe(true);
  await runUntilIdle();
  await sendAgainAndAgain(id);
  expect(reached(id)).toMatchObject({ reached: 3, everyoneOnce: true });
});

test("whoever leaves, or opts out at Resend, while it is being sent gets nothing", async () => {
  await createSubscribers(4);
  const { id } = await createFrozenIssue();
  const leaver = await db.newsletterSubscription.findUniqueOrThrow({ where: { email: "reader0@example.org" } });
  let done = false;
  resendControl().watch(async (line, when) => {
    if (done || when !== "after" || !/^GET \/segments\/.*\/contacts$/.test(line)) return;
    done = true;
    await inTransaction((tx) => unsubscribe(tx, leaver.id, "one-click"));
    resendControl().optOut("reader1@example.org");
  });
  await runUntilIdle();
  await sendAgainAndAgain(id);
  expect(await loadIssue(id)).toMatchObject({ status: "sent" });
  expect(
    resendControl()
      .messages()
      .map(({ to }) => to[0]),
  ).not.toContain("reader0@example.org");
  expect(reached(id)).toMatchObject({ reached: 2, everyoneOnce: true });
});

test("a stopped issue may be changed again, and what was drafted before is not what goes out", async () => {
  await createSubscribers(2);
  const labels = await getResendIds();
  const { id } = await createFrozenIssue();
  resendControl().drop("reader1@example.org", labels.segment("news:every"));
  await runJobs();
  expect(await saveIssue("site", id, 1, issueInput)).toEqual({ refused: "frozen" });
  expect(await unfreezeIssue("site", id)).toBe("draft");
  expect(resendControl().broadcasts(broadcastName(id))).toEqual([]);
  expect(await saveIssue("site", id, 1, { ...issueInput, subject: "Other words" })).toBe("saved");
  expect(await saveIssue("site", id, 1, issueInput)).toEqual({ refused: "changed-meanwhile" });
  expect(await db.issueVersion.findMany()).toMatchObject([{ version: 1, subject: issueInput.subject }]);
  await reconcileAudience();
  await runUntilIdle();
  expect(await freezeIssue("site", id, 1, getSampleHouse)).toEqual({ refused: "changed-meanwhile" });
  expect(await freezeIssue("site", id, 2, getSampleHouse)).toBe("sending");
  await runUntilIdle();
  expect(
    resendControl()
      .messages()
      .map(({ subject }) => subject),
  ).toEqual(["Other words", "Other words"]);
  expect(await unfreezeIssue("site", id)).toEqual({ refused: "not-stopped" });
});
