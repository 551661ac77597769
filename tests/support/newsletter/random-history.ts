import fc from "fast-check";
import { confirmRequest } from "~/newsletter/sign-up/confirm-request.server";
import { preferenceToken } from "~/newsletter/link-tokens.server";
import { type SegmentName } from "~/newsletter/resend-sync/resend-ids.server";
import { isPaused, frequenciesReachedBy, emailFrequencies, topics, type Topic } from "~/newsletter/subscription";
import { listSuppressionReasons } from "~/newsletter/suppressions/suppressions.server";
import { db } from "~/platform/database/db.server";
import { newToken } from "~/platform/ids.server";
import { listConsents } from "~/supporters/consent/ledger.server";
import { resendControl, type ReceivedResendWebhook } from "tests/support/newsletter/resend-harness";

export const place = { folder: "" };

export const people = ["ada", "ben", "cleo"].map((name) => `${name}@example.org`);

/** What everybody said themselves, whatever the site has heard of it. */
export type Scenario = {
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
export type Step = { name: string; run: (scenario: Scenario) => Promise<unknown> };

export const step = (name: string, run: Step["run"]): Step => ({ name, run });
export const oneOf = <Value>(...values: Value[]) => fc.constantFrom(...values);
export const person = oneOf(...people);
export const someTopics = fc.subarray([...topics], { minLength: 1 });
export const from = () => ({ ip: newToken() });
export const rowOf = (email: string) => db.newsletterSubscription.findUnique({ where: { email } });
export const contactOf = (email: string) => resendControl().contact(email);

export const stepsTaken = new Set<string>();
/** A move of somebody who has a link. */
export const byEmailedLink = (
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

export function recordChoice(scenario: Scenario, email: string, what: { yes?: readonly Topic[]; no?: readonly Topic[] }): void {
  const wanted = scenario.wants.get(email) ?? new Set();
  for (const topic of what.yes ?? []) wanted.add(topic);
  for (const topic of what.no ?? []) wanted.delete(topic);
  scenario.wants.set(email, wanted);
  if (!what.no) return;
  scenario.everOptedOut.add(email);
  scenario.optedOutThisStep.add(email);
}

/** Whoever says something at Resend says it of what is there: a change of ours that is on its way leaves it unclear. */
export async function recordChoiceAtResend(scenario: Scenario, email: string, no: readonly Topic[]): Promise<void> {
  const row = await rowOf(email);
  if (!row || row.version !== row.syncedVersion) scenario.ambiguous.add(email);
  scenario.optedOutAtResend.add(email);
  recordChoice(scenario, email, { no });
}

export const listConfirmTokens = (email: string): string[] =>
  resendControl()
    .messages()
    .filter(({ to }) => to[0] === email)
    .flatMap(({ text }) => /\/confirm\/([\w-]{43})/.exec(text ?? "")?.[1] ?? []);

export async function confirm(scenario: Scenario, email: string, nth: number): Promise<void> {
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

export const findLatestEmail = (email: string) =>
  resendControl()
    .messages()
    .find(({ to, broadcastId }) => broadcastId !== undefined && to[0] === email);

/** The ledger's last word, read line by line. */
export const hasConsented = async (email: string, topic: Topic): Promise<boolean> =>
  (await listConsents(db, email)).findLast(({ purpose, action }) => purpose === topic && action !== "asked")?.action === "confirmed";

/** What an address may get, as rows and ledger say: worked out here anew, not by the site's own rule. */
export async function expectedSegments(email: string): Promise<SegmentName[]> {
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
