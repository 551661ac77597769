import { expect, test } from "vitest";
import { freezeIssue } from "~/newsletter/issues/freeze-issue.server";
import { broadcastName } from "~/newsletter/issues/issue";
import { fitsSizeLimit } from "~/newsletter/issues/render-issue.server";
import { queueContactSync } from "~/newsletter/queue-sync.server";
import { scheduleIssue, startIssue, unscheduleIssue } from "~/newsletter/issues/schedule-issue.server";
import { config } from "~/platform/config/config.server";
import { db, inTransaction } from "~/platform/database/db.server";
import { useDatabase } from "tests/support/database";
import { listQueuedEmailKinds } from "tests/support/giving/donation-harness";
import { anIssue, getSampleHouse, issueInput, loadIssue } from "tests/support/newsletter/newsletter-issues";
import { useResendSandbox, resendControl, runUntilIdle } from "tests/support/newsletter/resend-harness";
import { aSubscriber } from "tests/support/newsletter/subscribers";

useDatabase();
useResendSandbox();

/** Subscribers whom Resend knows. */
async function createSubscribers(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const { id } = await aSubscriber({ email: `reader${n}@example.org`, topics: ["news"] });
    await inTransaction((tx) => queueContactSync(tx, id));
  }
  await runUntilIdle();
}

const reached = (id: string) => resendControl().reached(broadcastName(id));

test("an issue with mistakes, for nobody, or the second of its month is not frozen", async () => {
  const refusalOf = async (change: Partial<typeof issueInput>) => {
    const issue = await anIssue(change);
    return await freezeIssue("site", issue.id, issue.version, getSampleHouse);
  };
  expect(await refusalOf({})).toEqual({ refused: "nobody" });
  await createSubscribers(1);
  expect(await refusalOf({ body: "![](picture:none)" })).toEqual({ refused: "has-errors" });
  expect(await refusalOf({ body: "word ".repeat(9_000) + "[x](https://example.org/)".repeat(900) })).toEqual({ refused: "too-large" });
  expect(await refusalOf({ reach: "monthly" })).toBe("sending");
  expect(await refusalOf({ reach: "monthly" })).toEqual({ refused: "reach-used" });
  expect(await refusalOf({ reach: "quarterly" })).toEqual({ refused: "reach-used" });
  expect(await refusalOf({ reach: "every" })).toBe("sending");
});

test("what fits into a mail program fits with each reader's own links too", () => {
  const link = "{{{RESEND_UNSUBSCRIBE_URL}}}";
  const html = (rest: number) => `${link} ${link} ${"é".repeat(rest)}`;
  let rest = 60_000;
  while (!fitsSizeLimit({ html: html(rest), text: "" })) rest -= 10;
  expect(rest).toBeGreaterThan(50_000);
  expect(Buffer.byteLength(html(rest).replaceAll(link, `https://resend.example/${"t".repeat(300)}`))).toBeLessThan(102 * 1024);
});

test("a schedule goes off at its time; one that is overdue asks instead of firing", async () => {
  await createSubscribers(1);
  const soon = await anIssue();
  expect(await scheduleIssue("site", soon.id, 1, new Date(Date.now() - 1))).toEqual({ refused: "past" });
  expect(await scheduleIssue("site", soon.id, 1, new Date(Date.now() + 60_000))).toBe("scheduled");
  expect(await startIssue(soon.id, getSampleHouse)).toBe("not-due");
  await db.issue.update({ where: { id: soon.id }, data: { sendAt: new Date(Date.now() - 60_000) } });
  await runUntilIdle();
  expect(reached(soon.id)).toMatchObject({ reached: 1, everyoneOnce: true });

  const late = await anIssue();
  await scheduleIssue("site", late.id, 1, new Date(Date.now() + 60_000));
  await db.issue.update({ where: { id: late.id }, data: { sendAt: new Date(Date.now() - 2 * 60 * 60_000) } });
  await runUntilIdle();
  expect(await loadIssue(late.id)).toMatchObject({ status: "overdue" });
  expect(reached(late.id).reached).toBe(0);
  expect(await listQueuedEmailKinds()).toEqual(["issue-overdue"]);
  expect(resendControl().messages()[0]?.to).toEqual([config.staffEmail]);
  expect(await unscheduleIssue("site", late.id)).toBe(true);
  expect(await loadIssue(late.id)).toMatchObject({ status: "draft", sendAt: null });
});
