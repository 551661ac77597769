import { expect, test, vi } from "vitest";
import { freezeIssue } from "~/newsletter/issues/freeze-issue.server";
import { broadcastName } from "~/newsletter/issues/issue";
import { fitsInMail } from "~/newsletter/issues/render-issue.server";
import { countsOf } from "~/newsletter/issues/issues.server";
import { leaveNewsletter } from "~/newsletter/unsubscribe.server";
import { queueSync } from "~/newsletter/queue-sync.server";
import { resumeIssue, thawIssue } from "~/newsletter/issues/resume-issue.server";
import { saveIssue } from "~/newsletter/issues/save-issue.server";
import { scheduleIssue, startIssue, unscheduleIssue } from "~/newsletter/issues/schedule-issue.server";
import { sendIssue } from "~/newsletter/issues/send-issue.server";
import { suppress } from "~/newsletter/suppressions/suppress.server";
import { resendLabels } from "~/newsletter/resend-sync/resend-ids.server";
import { compareAudience } from "~/newsletter/resend-sync/reconcile-audience.server";
import { config } from "~/platform/config/config.server";
import { db, inTransaction } from "~/platform/database/db.server";
import { runInChild } from "tests/support/child-process";
import { databaseUrl, freshDatabase } from "tests/support/database";
import { doJobs, lettersPosted } from "tests/support/gift";
import { anIssue, askHouse, issueWords, theIssue } from "tests/support/issue";
import { mailWorld, resendControl, resendUrl, settle } from "tests/support/mail-world";
import { aSubscriber } from "tests/support/newsletter";

freshDatabase();
mailWorld();
vi.setConfig({ testTimeout: 60_000 });

/** Subscribers whom Resend knows. */
async function readers(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const { id } = await aSubscriber({ email: `reader${n}@example.org`, topics: ["news"] });
    await inTransaction((tx) => queueSync(tx, id));
  }
  await settle();
}

async function frozen(change: Partial<typeof issueWords> = {}) {
  const issue = await anIssue(change);
  expect(await freezeIssue(issue.id, issue.version, askHouse)).toBe("on-its-way");
  return issue;
}

const reached = (id: string) => resendControl().reached(broadcastName(id));
const sendAgainAndAgain = async (id: string) => {
  for (let turn = 0; turn < 8; turn += 1) await sendIssue(id).catch(() => "again");
  await settle();
};

test("an issue reaches everyone whom the ledger names, once, and nobody else", async () => {
  await readers(4);
  const others = [
    await aSubscriber({ email: "no-line@example.org", topics: ["news"], consented: [] }),
    await aSubscriber({ email: "events@example.org", topics: ["events"] }),
    await aSubscriber({ email: "monthly@example.org", topics: ["news"], rhythm: "monthly" }),
    await aSubscriber({ email: "suppressed@example.org", topics: ["news"] }),
    await aSubscriber({ email: "left@example.org", topics: ["news"] }),
  ];
  for (const { id } of others) await inTransaction((tx) => queueSync(tx, id));
  await inTransaction((tx) => suppress(tx, "suppressed@example.org", "complaint"));
  await inTransaction((tx) => leaveNewsletter(tx, others[4]?.id ?? "", "preferences"));
  await settle();
  const { id } = await frozen();
  await settle();
  expect(await theIssue(id)).toMatchObject({ state: "sent", audience: 4 });
  expect(reached(id)).toMatchObject({ reached: 4, everyoneOnce: true });
  const letters = resendControl()
    .messages()
    .filter(({ broadcastId }) => broadcastId);
  expect(letters.flatMap(({ to }) => to).toSorted()).toEqual([0, 1, 2, 3].map((n) => `reader${n}@example.org`));
  const [letter] = letters;
  const row = await db.subscription.findUniqueOrThrow({ where: { email: letter?.to[0] ?? "" } });
  expect(letter?.html).toContain(`/newsletter/preferences/${resendControl().contact(row.email)?.properties["preferences"]}`);
  expect(letter?.text).toContain(`/newsletter/preferences/${resendControl().contact(row.email)?.properties["preferences"]}`);
  expect(letter?.headers).toMatchObject({ "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" });
  expect(letter?.headers["List-Unsubscribe"]).toMatch(/^<http.*>$/);
  expect(`${letter?.html}${letter?.text}`).not.toContain("{{{");
  expect(letter?.text).toContain("3 rooms this week: 1 fully lit");
  expect(await countsOf(await theIssue(id))).toEqual({ "email.sent": 4, "email.delivered": 4 });
});

test.each(["lost", 500] as const)("%s at any step of a send still reaches everyone once", async (how) => {
  await readers(3);
  const { id } = await frozen();
  for (const line of [/^POST \/broadcasts$/, /^GET \/broadcasts$/, /\/send$/, /^GET \/broadcasts\//, /^GET \/segments\/.*\/contacts$/])
    resendControl().failAt(line, how, 1);
  await sendAgainAndAgain(id);
  expect(await theIssue(id)).toMatchObject({ state: "sent" });
  expect(reached(id)).toMatchObject({ reached: 3, everyoneOnce: true });
  expect(
    resendControl()
      .broadcasts(broadcastName(id))
      .filter(({ status }) => status === "sent"),
  ).toHaveLength(1);
});

test("two senders at once, and one that was asleep meanwhile, send one broadcast", async () => {
  await readers(3);
  const { id } = await frozen();
  await Promise.allSettled([sendIssue(id), sendIssue(id), sendIssue(id)]);
  await sendAgainAndAgain(id);
  expect(await theIssue(id)).toMatchObject({ state: "sent" });
  expect(reached(id)).toMatchObject({ reached: 3, everyoneOnce: true });
});

const sender = `
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
  await readers(3);
  const { id } = await frozen();
  const env = process.env["RESEND_BASE_URL"];
  process.env["RESEND_BASE_URL"] = resendUrl();
  const child = runInChild(sender, databaseUrl, id);
  process.env["RESEND_BASE_URL"] = env;
  await new Promise<void>((killed) => {
    resendControl().watch(async (line, moment) => {
      if (!step.test(line) || moment !== when) return;
      resendControl().watch(null);
      await child.killHard();
      killed();
    });
  });
  await sendAgainAndAgain(id);
  expect(await theIssue(id)).toMatchObject({ state: "sent" });
  expect(reached(id)).toMatchObject({ reached: 3, everyoneOnce: true });
});

test("a segment that differs from the ledger stops it; the comparison heals, and then it goes", async () => {
  await readers(3);
  const labels = await resendLabels();
  const { id } = await frozen();
  resendControl().drop("reader1@example.org", labels.segment("news:every"));
  await doJobs();
  expect(await theIssue(id)).toMatchObject({ state: "stopped", stoppedWhy: expect.stringContaining("1 missing") });
  expect(reached(id).reached).toBe(0);
  await compareAudience();
  expect(await resumeIssue(id)).toBe(true);
  await settle();
  await sendAgainAndAgain(id);
  expect(reached(id)).toMatchObject({ reached: 3, everyoneOnce: true });
});

test("whoever leaves, or opts out at Resend, while it is being sent gets nothing", async () => {
  await readers(4);
  const { id } = await frozen();
  const leaver = await db.subscription.findUniqueOrThrow({ where: { email: "reader0@example.org" } });
  let done = false;
  resendControl().watch(async (line, when) => {
    if (done || when !== "after" || !/^GET \/segments\/.*\/contacts$/.test(line)) return;
    done = true;
    await inTransaction((tx) => leaveNewsletter(tx, leaver.id, "one-click"));
    resendControl().optOut("reader1@example.org");
  });
  await settle();
  await sendAgainAndAgain(id);
  expect(await theIssue(id)).toMatchObject({ state: "sent" });
  expect(
    resendControl()
      .messages()
      .map(({ to }) => to[0]),
  ).not.toContain("reader0@example.org");
  expect(reached(id)).toMatchObject({ reached: 2, everyoneOnce: true });
});

test("a stopped issue may be changed again, and what was drafted before is not what goes out", async () => {
  await readers(2);
  const labels = await resendLabels();
  const { id } = await frozen();
  resendControl().drop("reader1@example.org", labels.segment("news:every"));
  await doJobs();
  expect(await saveIssue(id, 1, issueWords)).toEqual({ refused: "frozen" });
  expect(await thawIssue(id)).toBe("draft");
  expect(resendControl().broadcasts(broadcastName(id))).toEqual([]);
  expect(await saveIssue(id, 1, { ...issueWords, subject: "Other words" })).toBe("saved");
  expect(await saveIssue(id, 1, issueWords)).toEqual({ refused: "changed-meanwhile" });
  expect(await db.issueVersion.findMany()).toMatchObject([{ version: 1, subject: issueWords.subject }]);
  await compareAudience();
  await settle();
  expect(await freezeIssue(id, 1, askHouse)).toEqual({ refused: "changed-meanwhile" });
  expect(await freezeIssue(id, 2, askHouse)).toBe("on-its-way");
  await settle();
  expect(
    resendControl()
      .messages()
      .map(({ subject }) => subject),
  ).toEqual(["Other words", "Other words"]);
  expect(await thawIssue(id)).toEqual({ refused: "not-stopped" });
});

test("an issue with mistakes, for nobody, or the second of its month is not frozen", async () => {
  const refusalOf = async (change: Partial<typeof issueWords>) => {
    const issue = await anIssue(change);
    return await freezeIssue(issue.id, issue.version, askHouse);
  };
  expect(await refusalOf({})).toEqual({ refused: "nobody" });
  await readers(1);
  expect(await refusalOf({ body: "![](picture:none)" })).toEqual({ refused: "has-mistakes" });
  expect(await refusalOf({ body: "word ".repeat(9_000) + "[x](https://example.org/)".repeat(900) })).toEqual({ refused: "too-large" });
  expect(await refusalOf({ reach: "monthly" })).toBe("on-its-way");
  expect(await refusalOf({ reach: "monthly" })).toEqual({ refused: "reach-used" });
  expect(await refusalOf({ reach: "quarterly" })).toEqual({ refused: "reach-used" });
  expect(await refusalOf({ reach: "every" })).toBe("on-its-way");
});

test("what fits into a mail program fits with each reader's own links too", () => {
  const link = "{{{RESEND_UNSUBSCRIBE_URL}}}";
  const html = (rest: number) => `${link} ${link} ${"é".repeat(rest)}`;
  let rest = 60_000;
  while (!fitsInMail({ html: html(rest), text: "" })) rest -= 10;
  expect(rest).toBeGreaterThan(50_000);
  expect(Buffer.byteLength(html(rest).replaceAll(link, `https://resend.example/${"t".repeat(300)}`))).toBeLessThan(102 * 1024);
});

test("a schedule goes off at its time; one that is overdue asks instead of firing", async () => {
  await readers(1);
  const soon = await anIssue();
  expect(await scheduleIssue(soon.id, 1, new Date(Date.now() - 1))).toEqual({ refused: "past" });
  expect(await scheduleIssue(soon.id, 1, new Date(Date.now() + 60_000))).toBe("scheduled");
  expect(await startIssue(soon.id, askHouse)).toBe("not-due");
  await db.issue.update({ where: { id: soon.id }, data: { sendAt: new Date(Date.now() - 60_000) } });
  await settle();
  expect(reached(soon.id)).toMatchObject({ reached: 1, everyoneOnce: true });

  const late = await anIssue();
  await scheduleIssue(late.id, 1, new Date(Date.now() + 60_000));
  await db.issue.update({ where: { id: late.id }, data: { sendAt: new Date(Date.now() - 2 * 60 * 60_000) } });
  await settle();
  expect(await theIssue(late.id)).toMatchObject({ state: "overdue" });
  expect(reached(late.id).reached).toBe(0);
  expect(await lettersPosted()).toEqual(["issue-overdue"]);
  expect(resendControl().messages()[0]?.to).toEqual([config.staffEmail]);
  expect(await unscheduleIssue(late.id)).toBe(true);
  expect(await theIssue(late.id)).toMatchObject({ state: "draft", sendAt: null });
});
