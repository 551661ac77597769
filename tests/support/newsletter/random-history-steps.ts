import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import fc from "fast-check";
import { updateTopicPreferences } from "~/newsletter/preferences/update-topics.server";
import { reconcileAudience } from "~/newsletter/resend-sync/reconcile-audience.server";
import { eraseSubscriber } from "~/newsletter/preferences/erase-subscriber.server";
import { freezeIssue } from "~/newsletter/issues/freeze-issue.server";
import { importRows } from "~/newsletter/imports/import-rows.server";
import { fileSource } from "~/newsletter/imports/parse-csv.server";
import { broadcastName } from "~/newsletter/issues/issue";
import { unsubscribeByLink, unsubscribeFromEverything } from "~/newsletter/preferences/unsubscribe-by-link.server";
import { requestAddressChange } from "~/newsletter/preferences/request-address-change.server";
import { pauseNewsletter, resumeNewsletter } from "~/newsletter/preferences/pause-newsletter.server";
import { requestSubscription } from "~/newsletter/sign-up/request-subscription.server";
import { segmentNames } from "~/newsletter/resend-sync/resend-ids.server";
import { emailFrequencies, topics, type EmailFrequency, type Topic } from "~/newsletter/subscription";
import { suppressFile } from "~/newsletter/suppressions/suppress-file.server";
import { db } from "~/platform/database/db.server";
import { isResendFailure, unlessExpected } from "tests/support/expected-failure";
import { anIssue, getSampleHouse } from "tests/support/newsletter/newsletter-issues";
import { releaseResendWebhooks, holdResendWebhooks, resendControl, deliverResendWebhook } from "tests/support/newsletter/resend-harness";
import { aDataLinkToken } from "tests/support/newsletter/subscribers";
import {
  place,
  people,
  type Scenario,
  type Step,
  step,
  oneOf,
  person,
  someTopics,
  from,
  contactOf,
  byEmailedLink,
  recordChoice,
  recordChoiceAtResend,
  confirm,
  findLatestEmail,
} from "tests/support/newsletter/random-history";

/** What people do, here and at Resend. */
export const supporterSteps: fc.Arbitrary<Step> = fc.oneof(
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

export async function runListImport(scenario: Scenario): Promise<void> {
  const path = join(place.folder, "people.csv");
  const lines = people.map((email) => `${email},news appeals,2026-03-01,Send me news,fair`);
  await writeFile(path, ["email,topics,consented_at,consent_words,consent_source", ...lines].join("\n"));
  const before = new Set((await db.newsletterSubscription.findMany()).map(({ email }) => email));
  await importRows(fileSource(path), { dryRun: false, onRow: () => {} });
  for (const email of people)
    if (!before.has(email) && !scenario.everOptedOut.has(email)) recordChoice(scenario, email, { yes: ["news", "appeals"] });
}

export const operationSteps: Step[] = [
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
export const externalSteps: fc.Arbitrary<Step> = fc.oneof(
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

export async function beginIssueSending(scenario: Scenario, topic: Topic, reach: EmailFrequency): Promise<void> {
  const { id, version } = await anIssue({ topic, reach });
  if ((await freezeIssue("site", id, version, getSampleHouse)) === "sending") scenario.issues.set(id, topic);
}

export async function deliverDelayedWebhooks(scenario: Scenario): Promise<void> {
  scenario.delayedWebhooks.push(...(await releaseResendWebhooks()));
  const all = scenario.delayedWebhooks.splice(0).toReversed();
  for (const webhook of [...all, ...all.slice(0, 5)]) await deliverResendWebhook(webhook);
}
