import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { reconcileAudience } from "~/newsletter/resend-sync/reconcile-audience.server";
import { broadcastName } from "~/newsletter/issues/issue";
import { queueContactSync } from "~/newsletter/queue-sync.server";
import { getResendIds, segmentNames } from "~/newsletter/resend-sync/resend-ids.server";
import { resumeIssue } from "~/newsletter/issues/resume-issue.server";
import { sendIssue } from "~/newsletter/issues/send-issue.server";
import { topics, type EmailFrequency } from "~/newsletter/subscription";
import { listSuppressionReasons } from "~/newsletter/suppressions/suppressions.server";
import { db, inTransaction } from "~/platform/database/db.server";
import { deleteAllRows, useDatabase } from "tests/support/database";
import { runJobs } from "tests/support/giving/donation-harness";
import {
  restartResendSandbox,
  releaseResendWebhooks,
  useResendSandbox,
  resendControl,
  resendUrl,
  runUntilIdle,
} from "tests/support/newsletter/resend-harness";
import { aSubscriber } from "tests/support/newsletter/subscribers";
import {
  place,
  people,
  type Scenario,
  step,
  oneOf,
  rowOf,
  contactOf,
  stepsTaken,
  recordChoice,
  hasConsented,
  expectedSegments,
} from "tests/support/newsletter/random-history";
import { supporterSteps, externalSteps, beginIssueSending, deliverDelayedWebhooks } from "tests/support/newsletter/random-history-steps";

/** A few in `npm run verify`, always the same ones; `RUNS=300 npx vitest run --project integration tests/integration/newsletter/newsletter-random-history.test.ts` plays them all. */
const runs = Number(process.env["RUNS"] ?? 4);

useDatabase();
useResendSandbox();
beforeAll(async () => void (place.folder = await mkdtemp(join(tmpdir(), "roomlight-scenario-"))));
afterAll(() => rm(place.folder, { recursive: true, force: true }));
const totals = { sent: 0 };

const runJobsStep = step("jobs", async () => {
  await runJobs();
  await resendControl().broadcastsSettled();
  await resendControl().webhooksSettled();
});
/** An issue that is on its way at once. */
const sendIssueStep = fc.tuple(oneOf(...topics), oneOf<EmailFrequency>("every", "every", "monthly")).map(([topic, reach]) =>
  step(`an issue of ${topic} goes out`, async (scenario) => {
    await beginIssueSending(scenario, topic, reach);
    await runJobsStep.run(scenario);
  }),
);
const twoSenders = step("two senders at once", async (scenario) => {
  await Promise.allSettled([...scenario.issues.keys()].flatMap((id) => [sendIssue(id), sendIssue(id)]));
  await runJobsStep.run(scenario);
});
/** Somebody does something in the midst of the jobs, just before the nth request. */
const duringJobs = fc.tuple(supporterSteps, fc.nat(12)).map(([interruption, nth]) =>
  step(`jobs, and before request ${nth}: ${interruption.name}`, async (scenario) => {
    let count = 0;
    resendControl().watch(async (_line, when) => {
      if (when === "before" && count++ === nth) await interruption.run(scenario);
    });
    await runJobsStep.run(scenario);
    resendControl().watch(null);
  }),
);

const anyScenario = fc.record({
  lost: fc.boolean(),
  moves: fc
    .array(
      fc.oneof(
        { weight: 8, arbitrary: supporterSteps },
        { weight: 5, arbitrary: externalSteps },
        { weight: 7, arbitrary: fc.constant(runJobsStep) },
        { weight: 3, arbitrary: duringJobs },
        { weight: 3, arbitrary: sendIssueStep },
        { weight: 1, arbitrary: fc.constant(twoSenders) },
      ),
      { minLength: 8, maxLength: 30 },
    )
    .map((moves) => Object.assign(moves, { [fc.toStringMethod]: () => moves.map(({ name }) => name).join("; ") })),
});

/** Every email of an issue that left since the last look had a yes behind it, and none came twice. */
async function checkSentEmails(scenario: Scenario): Promise<void> {
  const emails = resendControl()
    .messages()
    .filter(({ broadcastId }) => broadcastId !== undefined);
  for (const [id, topic] of scenario.issues) {
    const ids = new Set(
      resendControl()
        .broadcasts(broadcastName(id))
        .map((broadcast) => broadcast.id),
    );
    const sent = emails.filter(({ broadcastId }) => ids.has(broadcastId ?? ""));
    const readers = sent.map(({ to }) => to[0] ?? "");
    expect(new Set(readers).size).toBe(readers.length);
    expect(resendControl().reached(broadcastName(id)).mostOften).toBeLessThanOrEqual(1);
    for (const {
      id: emailId,
      to: [email = ""],
    } of sent.filter((each) => !scenario.checkedEmails.has(each.id))) {
      scenario.checkedEmails.add(emailId);
      if (scenario.optedOutThisStep.has(email) || scenario.ambiguous.has(email)) continue;
      expect({ email, topic, wanted: scenario.wants.get(email)?.has(topic) ?? false }).toEqual({ email, topic, wanted: true });
      expect({ email, topic, inLedger: await hasConsented(email, topic) }).toEqual({ email, topic, inLedger: true });
    }
  }
  scenario.optedOutThisStep.clear();
}

/** The wires are mended, webhooks arrive or are lost for good, and the nights do their work. */
async function quiesce(scenario: Scenario, lost: boolean): Promise<void> {
  resendControl().clear();
  for (const email of people) resendControl().decide(email, "delivered");
  if (lost) await releaseResendWebhooks();
  else await deliverDelayedWebhooks(scenario);
  for (let night = 0; night < 3; night += 1) {
    await runUntilIdle();
    await reconcileAudience();
    for (const id of scenario.issues.keys()) await resumeIssue("site", id);
  }
  await runUntilIdle();
  await checkSentEmails(scenario);
}

/** Resend's list, the ledger and what everybody said are the same. */
async function checkConsistency(scenario: Scenario): Promise<void> {
  expect((await reconcileAudience())?.healed).toBe(0);
  expect(await db.issue.count({ where: { status: { not: "sent" } } })).toBe(await db.issue.count({ where: { status: "draft" } }));
  const labels = await getResendIds();
  const atResend = await (await fetch(`${resendUrl()}/suppressions`, { headers: { authorization: "Bearer re_test" } })).text();
  for (const email of people) {
    const [row, contact] = [await rowOf(email), contactOf(email)];
    const members = segmentNames.filter((name) => contact?.segments.includes(labels.segment(name))).toSorted();
    expect({ email, members }).toEqual({ email, members: await expectedSegments(email) });
    const wanted = scenario.wants.get(email) ?? new Set();
    const reached = topics.filter(
      (topic) =>
        contact?.unsubscribed === false &&
        contact.topics[labels.topic(topic)] === "opt_in" &&
        members.some((name) => name.startsWith(topic)),
    );
    if (!scenario.ambiguous.has(email))
      expect({ email, against: reached.filter((topic) => !wanted.has(topic)) }).toEqual({ email, against: [] });
    if (scenario.blocked.has(email) || atResend.includes(email)) {
      expect({ email, members }).toEqual({ email, members: [] });
      expect(await listSuppressionReasons(db, email)).not.toEqual([]);
    } else if (!scenario.optedOutAtResend.has(email)) {
      const running = row?.status === "subscribed" ? row.topics : [];
      expect({ email, running: running.toSorted() }).toEqual({ email, running: [...wanted].toSorted() });
    }
    if (scenario.erased.has(email)) expect([row, contact]).toEqual([null, null]);
  }
}

test("whatever is said, lost, doubled and cut off, the segments are what the ledger says, and every no stands", async () => {
  vi.setConfig({ testTimeout: 3_600_000 });
  await fc.assert(
    fc.asyncProperty(anyScenario, async ({ lost, moves }) => {
      await deleteAllRows();
      await restartResendSandbox();
      const scenario: Scenario = {
        wants: new Map(),
        everOptedOut: new Set(),
        blocked: new Set(),
        erased: new Set(),
        ambiguous: new Set(),
        optedOutAtResend: new Set(),
        optedOutThisStep: new Set(),
        issues: new Map(),
        delayedWebhooks: [],
        checkedEmails: new Set(),
      };
      for (const email of people.slice(1)) {
        const { id } = await aSubscriber({ email });
        await inTransaction((tx) => queueContactSync(tx, id));
        recordChoice(scenario, email, { yes: topics });
      }
      await runUntilIdle();
      await beginIssueSending(scenario, "news", "every");
      await runJobsStep.run(scenario);
      for (const { run } of moves) {
        await run(scenario);
        await resendControl().broadcastsSettled();
        await checkSentEmails(scenario);
      }
      await quiesce(scenario, lost);
      await checkConsistency(scenario);
      totals.sent += scenario.checkedEmails.size;
    }),
    {
      numRuns: runs,
      endOnFailure: runs < 100,
      ...(runs < 100 && { seed: 20_261_122 }),
      ...(process.env["SEED"] && { seed: Number(process.env["SEED"]) }),
    },
  );
  // A scenario in which nothing can be done would prove nothing.
  if (runs >= 100)
    expect(
      ["confirms", "chooses", "leaves", "leaves at Resend", "leaves a topic at Resend", "complains", "is forgotten"].filter(
        (deed) => !stepsTaken.has(deed),
      ),
    ).toEqual([]);
}, 3_600_000);
