import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { updateTopicPreferences } from "~/newsletter/preferences/update-topics.server";
import { reconcileAudience } from "~/newsletter/resend-sync/reconcile-audience.server";
import { confirmRequest } from "~/newsletter/sign-up/confirm-request.server";
import { eraseSubscriber } from "~/newsletter/preferences/erase-subscriber.server";
import { freezeIssue } from "~/newsletter/issues/freeze-issue.server";
import { importRows } from "~/newsletter/imports/import-rows.server";
import { fileSource } from "~/newsletter/imports/parse-csv.server";
import { broadcastName } from "~/newsletter/issues/issue";
import { unsubscribeByLink, unsubscribeFromEverything } from "~/newsletter/preferences/unsubscribe-by-link.server";
import { preferenceToken } from "~/newsletter/link-tokens.server";
import { requestAddressChange } from "~/newsletter/preferences/request-address-change.server";
import { pauseNewsletter, resumeNewsletter } from "~/newsletter/preferences/pause-newsletter.server";
import { queueContactSync } from "~/newsletter/queue-sync.server";
import { requestSubscription } from "~/newsletter/sign-up/request-subscription.server";
import { getResendIds, segmentNames, type SegmentName } from "~/newsletter/resend-sync/resend-ids.server";
import { resumeIssue } from "~/newsletter/issues/resume-issue.server";
import { sendIssue } from "~/newsletter/issues/send-issue.server";
import { isPaused, frequenciesReachedBy, emailFrequencies, topics, type EmailFrequency, type Topic } from "~/newsletter/subscription";
import { suppressFile } from "~/newsletter/suppressions/suppress-file.server";
import { listSuppressionReasons } from "~/newsletter/suppressions/suppressions.server";
import { db, inTransaction } from "~/platform/database/db.server";
import { newToken } from "~/platform/ids.server";
import { listConsents } from "~/supporters/consent/ledger.server";
import { deleteAllRows, useDatabase } from "tests/support/database";
import { isResendFailure, unlessExpected } from "tests/support/expected-failure";
import { runJobs } from "tests/support/donation-harness";
import { anIssue, getSampleHouse } from "tests/support/newsletter-issues";
import {
  restartResendSandbox,
  releaseResendWebhooks,
  useResendSandbox,
  holdResendWebhooks,
  resendControl,
  resendUrl,
  runUntilIdle,
  deliverResendWebhook,
  type ReceivedResendWebhook,
} from "tests/support/resend-harness";
import { aDataLinkToken, aSubscriber } from "tests/support/subscribers";

/** A few in `npm run verify`, always the same ones; `RUNS=300 npx vitest run --project integration tests/integration/newsletter/newsletter-random-history.test.ts` plays them all. */
const runs = Number(process.env["RUNS"] ?? 4);

useDatabase();
useResendSandbox();

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "roomlight-scenario-"))));
afterAll(() => rm(folder, { recursive: true, force: true }));

const people = ["ada", "ben", "cleo"].map((name) => `${name}@example.org`);

/** What everybody said themselves, whatever the site has heard of it. */
type Scenario = {
  /** The topics to which somebody's last word was yes. */
  wants: Map<string, Set<Topic>>;
  /** Whoever said no at least once: no list brings them back. */
  everOptedOut: Set<string>;
  /** Forgotten, complained, or on the list of the preference service: nothing is sent there any more. */
  blocked: Set<string>;
  erased: Set<string>;
  /** Whoever said something at Resend while a change of ours was on its way there: nobody can tell which came first. */
  ambiguous: Set<string>;
  /** Whoever ever said no at Resend, of which the site may not have heard. */
  optedOutAtResend: Set<string>;
  /** Whoever said no within the present move: an email may have left the moment before. */
  optedOutThisStep: Set<string>;
  issues: Map<string, Topic>;
  delayedWebhooks: ReceivedResendWebhook[];
  checkedEmails: Set<string>;
};
type Step = { name: string; run: (scenario: Scenario) => Promise<unknown> };

const step = (name: string, run: Step["run"]): Step => ({ name, run });
const oneOf = <Value>(...values: Value[]) => fc.constantFrom(...values);
const person = oneOf(...people);
const someTopics = fc.subarray([...topics], { minLength: 1 });
const from = () => ({ ip: newToken() });
const rowOf = (email: string) => db.newsletterSubscription.findUnique({ where: { email } });
const contactOf = (email: string) => resendControl().contact(email);

const stepsTaken = new Set<string>();
let totalSent = 0;
/** A move of somebody who has a link. */
const byEmailedLink = (
  name: string,
  email: string,
  make: (scenario: Scenario, token: string, row: { id: string; topics: Topic[] }) => Promise<object | void>,
) =>
  step(`${email} ${name}`, async (scenario) => {
    const row = await rowOf(email);
    if (!row || row.status === "erasing") return;
    const done = await make(scenario, preferenceToken(row.id, row.linkVersion), row);
    if (done && !("refused" in done)) stepsTaken.add(name);
  });

function recordChoice(scenario: Scenario, email: string, what: { yes?: readonly Topic[]; no?: readonly Topic[] }): void {
  const wanted = scenario.wants.get(email) ?? new Set();
  for (const topic of what.yes ?? []) wanted.add(topic);
  for (const topic of what.no ?? []) wanted.delete(topic);
  scenario.wants.set(email, wanted);
  if (!what.no) return;
  scenario.everOptedOut.add(email);
  scenario.optedOutThisStep.add(email);
}

/** Whoever says something at Resend says it of what is there: a change of ours that is on its way leaves it unclear. */
async function recordChoiceAtResend(scenario: Scenario, email: string, no: readonly Topic[]): Promise<void> {
  const row = await rowOf(email);
  if (!row || row.version !== row.syncedVersion) scenario.ambiguous.add(email);
  scenario.optedOutAtResend.add(email);
  recordChoice(scenario, email, { no });
}

const listConfirmTokens = (email: string): string[] =>
  resendControl()
    .messages()
    .filter(({ to }) => to[0] === email)
    .flatMap(({ text }) => /\/confirm\/([\w-]{43})/.exec(text ?? "")?.[1] ?? []);

async function confirm(scenario: Scenario, email: string, nth: number): Promise<void> {
  const tokens = listConfirmTokens(email);
  const token = tokens[nth % Math.max(1, tokens.length)] ?? "";
  const done = await confirmRequest(token);
  if (!("confirmed" in done) || done.confirmed !== "now") return;
  const request = await db.newsletterRequest.findFirstOrThrow({
    where: { emailHash: (await rowOf(email))?.emailHash ?? "", status: "confirmed" },
    orderBy: { confirmedAt: "desc" },
  });
  if (request.kind === "move") {
    const before = await db.newsletterSubscription.findUniqueOrThrow({ where: { id: request.subscriptionId ?? "" } });
    recordChoice(scenario, before.email, { no: topics });
  }
  recordChoice(scenario, email, { yes: request.topics });
  stepsTaken.add("confirms");
}

const findLatestEmail = (email: string) =>
  resendControl()
    .messages()
    .find(({ to, broadcastId }) => broadcastId !== undefined && to[0] === email);

/** What people do, here and at Resend. */
const supporterSteps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(person, someTopics, oneOf<EmailFrequency>("every", "every", "monthly"))
      .map(([email, chosen, emailFrequency]) =>
        step(`${email} signs up for ${chosen.join()}`, () =>
          requestSubscription({ email, preferences: { topics: chosen, emailFrequency } }, from()),
        ),
      ),
  },
  {
    weight: 6,
    arbitrary: fc
      .tuple(person, fc.nat(3))
      .map(([email, nth]) => step(`${email} confirms (${nth})`, (scenario) => confirm(scenario, email, nth))),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(person, someTopics, oneOf(...emailFrequencies)).map(([email, chosen, emailFrequency]) =>
      byEmailedLink(`chooses`, email, async (scenario, token, row) => {
        const done = await updateTopicPreferences(token, { topics: chosen, emailFrequency }, from());
        if (!("changed" in done) || !done.changed) return done;
        recordChoice(scenario, email, { yes: chosen.filter((topic) => !row.topics.includes(topic)) });
        const gone = row.topics.filter((topic) => !chosen.includes(topic));
        if (gone.length > 0) recordChoice(scenario, email, { no: gone });
        return done;
      }),
    ),
  },
  person.map((email) => byEmailedLink("pauses", email, (_play, token) => pauseNewsletter(token))),
  person.map((email) => byEmailedLink("resumes", email, (_play, token) => resumeNewsletter(token))),
  fc
    .tuple(person, person)
    .map(([email, other]) =>
      byEmailedLink(`moves to ${other}`, email, async (_play, _token, { id }) =>
        requestAddressChange(await aDataLinkToken(id), other, from()),
      ),
    ),
  fc.tuple(person, oneOf(unsubscribeByLink, unsubscribeFromEverything)).map(([email, leave]) =>
    byEmailedLink("leaves", email, async (scenario, token) => {
      const done = await leave(token, "one-click");
      recordChoice(scenario, email, { no: topics });
      return done;
    }),
  ),
  person.map((email) =>
    byEmailedLink("is forgotten", email, async (scenario, _token, { id }) => {
      recordChoice(scenario, email, { no: topics });
      scenario.blocked.add(email);
      scenario.erased.add(email);
      return await eraseSubscriber(await aDataLinkToken(id));
    }),
  ),
  fc.tuple(person, fc.boolean()).map(([email, onlyTopic]) =>
    byEmailedLink(onlyTopic ? "leaves a topic at Resend" : "leaves at Resend", email, async (scenario) => {
      const latest = findLatestEmail(email);
      const contact = contactOf(email);
      if (!latest || !contact || contact.unsubscribed) return;
      const issue = [...scenario.issues].find(([id]) =>
        resendControl()
          .broadcasts(broadcastName(id))
          .some((sent) => sent.id === latest.broadcastId),
      );
      const page = latest.headers["List-Unsubscribe"]?.slice(1, -1).replace(/unsubscribe\/[^?]+/, `unsubscribe/${contact.id}`) ?? "";
      await recordChoiceAtResend(scenario, email, onlyTopic && issue ? [issue[1]] : topics);
      return await fetch(page, { method: "POST", body: onlyTopic ? "leave=topic" : "List-Unsubscribe=One-Click" });
    }),
  ),
  person.map((email) =>
    byEmailedLink("complains", email, async (scenario) => {
      const latest = findLatestEmail(email);
      if (!latest) return;
      recordChoice(scenario, email, { no: topics });
      scenario.blocked.add(email);
      scenario.optedOutAtResend.add(email);
      resendControl().complain(latest.id);
      return {};
    }),
  ),
);

async function runListImport(scenario: Scenario): Promise<void> {
  const path = join(folder, "people.csv");
  const lines = people.map((email) => `${email},news appeals,2026-03-01,Send me news,fair`);
  await writeFile(path, ["email,topics,consented_at,consent_words,consent_source", ...lines].join("\n"));
  const before = new Set((await db.newsletterSubscription.findMany()).map(({ email }) => email));
  await importRows(fileSource(path), { dryRun: false, onRow: () => {} });
  for (const email of people)
    if (!before.has(email) && !scenario.everOptedOut.has(email)) recordChoice(scenario, email, { yes: ["news", "appeals"] });
}

const operationSteps: Step[] = [
  step("a day passes", async () => {
    await db.newsletterRequest.updateMany({
      where: { emailedAt: { not: null } },
      data: { emailedAt: new Date(Date.now() - 25 * 3_600_000) },
    });
    await db.rateLimit.deleteMany();
  }),
  step("a list is imported", runListImport),
  step("the night compares", () => unlessExpected(reconcileAudience(), isResendFailure, null)),
  step("from now on webhooks are late", async () => holdResendWebhooks()),
  step("those that are late are lost", async (scenario) => {
    await releaseResendWebhooks();
    scenario.delayedWebhooks = [];
  }),
  step("webhooks arrive, doubled and in another order", deliverDelayedWebhooks),
  step("webhooks come twice", async () => resendControl().duplicateWebhooks(20)),
];

/** What staff, wires and the night do. */
const externalSteps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: oneOf(...operationSteps) },
  fc
    .tuple(oneOf<"lost" | 500>("lost", 500), fc.integer({ min: 1, max: 4 }), oneOf(/./, /^POST/, /^PATCH/, /segments|send/))
    .map(([how, times, line]) => step(`Resend: ${how} ${times} times at ${line}`, async () => resendControl().failAt(line, how, times))),
  {
    weight: 2,
    arbitrary: fc
      .tuple(oneOf(...topics), oneOf<EmailFrequency>("every", "monthly"))
      .map(([topic, reach]) => step(`an issue of ${topic}`, (scenario) => beginIssueSending(scenario, topic, reach))),
  },
  fc.tuple(person, oneOf(...segmentNames)).map(([email, name]) =>
    step(`at Resend ${email} falls out of ${name}`, async () => {
      const label = await db.resendLabel.findUnique({ where: { name: `segment ${name}` } });
      if (label) resendControl().drop(email, label.resendId);
    }),
  ),
  person.map((email) => step(`emails to ${email} bounce`, async () => resendControl().decide(email, "bounced"))),
  person.map((email) =>
    step(`${email} is on the list of the preference service`, async (scenario) => {
      await suppressFile(Readable.from([`${email}\n`]), "fps");
      recordChoice(scenario, email, { no: topics });
      scenario.blocked.add(email);
    }),
  ),
);

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

async function beginIssueSending(scenario: Scenario, topic: Topic, reach: EmailFrequency): Promise<void> {
  const { id, version } = await anIssue({ topic, reach });
  if ((await freezeIssue(id, version, getSampleHouse)) === "sending") scenario.issues.set(id, topic);
}

async function deliverDelayedWebhooks(scenario: Scenario): Promise<void> {
  scenario.delayedWebhooks.push(...(await releaseResendWebhooks()));
  const all = scenario.delayedWebhooks.splice(0).toReversed();
  for (const webhook of [...all, ...all.slice(0, 5)]) await deliverResendWebhook(webhook);
}

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

/** The ledger's last word, read line by line. */
const hasConsented = async (email: string, topic: Topic): Promise<boolean> =>
  (await listConsents(db, email)).findLast(({ purpose, action }) => purpose === topic && action !== "asked")?.action === "confirmed";

/** What an address may get, as rows and ledger say: worked out here anew, not by the site's own rule. */
async function expectedSegments(email: string): Promise<SegmentName[]> {
  const row = await rowOf(email);
  if (row?.status !== "subscribed" || isPaused(row, new Date()) || (await listSuppressionReasons(db, email)).length > 0) return [];
  const due: SegmentName[] = [];
  for (const topic of row.topics) {
    if (!(await hasConsented(email, topic))) continue;
    due.push(
      ...emailFrequencies
        .filter((reach) => frequenciesReachedBy(reach).includes(row.emailFrequency))
        .map((reach) => `${topic}:${reach}` as const),
    );
  }
  return due.toSorted();
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
    for (const id of scenario.issues.keys()) await resumeIssue(id);
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
      totalSent += scenario.checkedEmails.size;
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
