import { expect, test } from "vitest";
import { judgeHealth, summarizeHealth, type CheckName, type HealthFacts, type Level } from "~/desk/health/checks";

const at = new Date("2026-06-15T12:00:00Z");
const minutesAgo = (minutes: number) => new Date(at.getTime() - minutes * 60_000);
const hoursAgo = (hours: number) => minutesAgo(hours * 60);
const daysAgo = (days: number) => hoursAgo(days * 24);

const comparison = { title: "Donations and Stripe", startedAt: hoursAgo(9), finishedAt: hoursAgo(8), open: 0 };
/** A site on which all is well. */
const well: HealthFacts = {
  worker: { isAlive: true, lastBeatAt: at },
  failedJobs: { count: 0, since: null },
  lateJobs: { count: 0, oldestSeconds: 0 },
  stripeEvents: { lastAt: hoursAgo(1), waitingSeconds: 0, healed: 0 },
  resendEvents: { lastAt: hoursAgo(1), untoldSince: null },
  emails: { sent: 1204, bounced: 3, complained: 0, refused: 0, waitingSince: null },
  comparisons: [comparison],
  disk: { freeBytes: 50e9, totalBytes: 100e9 },
  backup: { lastAt: hoursAgo(9) },
  keys: { inUse: [{ name: "SESSION_SECRET", since: daysAgo(30) }], isLastingChanged: false },
};

const judge = <Name extends CheckName>(name: Name, facts: Partial<HealthFacts[Name]> | HealthFacts[Name]) => {
  const merged = Array.isArray(facts) || facts === null ? facts : { ...well[name], ...facts };
  const [found] = judgeHealth({ ...well, [name]: merged }, at).filter((result) => result.name === name);
  if (!found) throw new Error("there is no such check");
  return found;
};

test("where all is well, each check is green and has nothing to do", () => {
  const results = judgeHealth(well, at);
  expect(results.map(({ name }) => name)).toEqual(Object.keys(well));
  expect(results.map(({ level, advice }) => [level, advice])).toEqual(results.map(() => ["green", null]));
  expect(summarizeHealth(results)).toBe("All is well.");
});

const cases: [CheckName, object | null, Level, RegExp][] = [
  ["worker", { isAlive: false, lastBeatAt: hoursAgo(2) }, "red", /^No process does the site’s work since 15 June 2026/],
  ["worker", { isAlive: false, lastBeatAt: null }, "red", /work so far:/],
  ["failedJobs", { count: 1, since: daysAgo(1) }, "red", /^1 job was tried .* the first on 14 June 2026/],
  ["failedJobs", { count: 1200, since: null }, "red", /^1,200 jobs were tried/],
  ["lateJobs", { count: 3, oldestSeconds: 599 }, "green", /./],
  ["lateJobs", { count: 3, oldestSeconds: 600 }, "amber", /^3 jobs wait, the oldest for 10 minutes/],
  ["lateJobs", { count: 1, oldestSeconds: 3600 }, "red", /^1 job waits, the oldest for 60 minutes/],
  ["lateJobs", { count: 1, oldestSeconds: 3 * 3600 }, "red", /for 3 hours/],
  ["stripeEvents", { lastAt: null }, "amber", /^None has come yet/],
  ["stripeEvents", { healed: 2 }, "amber", /^Some got lost: the last comparisons put 2 things right/],
  ["stripeEvents", { healed: 1, lastAt: hoursAgo(25) }, "red", /^Stripe’s events don’t arrive/],
  ["stripeEvents", { healed: 1, lastAt: null }, "red", /^Stripe’s events don’t arrive/],
  ["stripeEvents", { lastAt: daysAgo(30) }, "green", /16 May 2026/],
  ["stripeEvents", { waitingSeconds: 601 }, "red", /10 minutes ago that waits/],
  ["stripeEvents", { waitingSeconds: 600 }, "green", /./],
  ["resendEvents", { untoldSince: minutesAgo(59) }, "green", /./],
  ["resendEvents", { untoldSince: minutesAgo(60) }, "amber", /^Resend has told nothing/],
  ["resendEvents", { untoldSince: hoursAgo(24), lastAt: null }, "red", /None has come yet/],
  ["resendEvents", { lastAt: null }, "green", /^None has come yet/],
  ["emails", { waitingSince: minutesAgo(59) }, "green", /./],
  ["emails", { waitingSince: minutesAgo(60) }, "amber", /^An email has waited since/],
  ["emails", { waitingSince: hoursAgo(4) }, "red", /^An email has waited since/],
  ["emails", { sent: 100, bounced: 9 }, "green", /9 bounced/],
  ["emails", { sent: 500, bounced: 10 }, "amber", /10 bounced/],
  ["emails", { sent: 250, bounced: 10 }, "red", /10 bounced/],
  ["emails", { sent: 0, bounced: 10 }, "red", /10 bounced/],
  ["emails", { refused: 1 }, "amber", /^1 email was refused for good/],
  ["comparisons", [{ title: "A", startedAt: null }], "amber", /^Not compared yet: A/],
  [
    "comparisons",
    [
      { ...comparison, open: 2 },
      { ...comparison, open: 1 },
    ],
    "amber",
    /left 3 things/,
  ],
  ["comparisons", [comparison, { ...comparison, title: "B", finishedAt: hoursAgo(27) }], "amber", /^Not compared last night: B/],
  ["comparisons", [{ ...comparison, finishedAt: hoursAgo(26) }], "green", /./],
  ["comparisons", [{ ...comparison, finishedAt: hoursAgo(51) }], "red", /two nights: Donations and Stripe/],
  ["comparisons", [{ ...comparison, finishedAt: null }], "red", /two nights/],
  ["disk", null, "green", /another machine/],
  ["disk", { freeBytes: 1.9e9, totalBytes: 10e9 }, "amber", /^1.9 GB of 10 GB are free/],
  ["disk", { freeBytes: 4e9, totalBytes: 100e9 }, "amber", /./],
  ["disk", { freeBytes: 0.4e9, totalBytes: 100e9 }, "red", /./],
  ["disk", { freeBytes: 0, totalBytes: 0 }, "red", /./],
  ["backup", { lastAt: null }, "amber", /^No backup has been recorded/],
  ["backup", { lastAt: hoursAgo(36) }, "green", /^The last was recorded on 14 June 2026/],
  ["backup", { lastAt: hoursAgo(37) }, "amber", /./],
  ["backup", { lastAt: daysAgo(8) }, "red", /./],
  ["keys", { inUse: [] }, "green", /^Not looked at yet/],
  ["keys", { inUse: [{ name: "RESEND_API_KEY", since: daysAgo(366) }] }, "amber", /more than a year: RESEND_API_KEY/],
  ["keys", { inUse: [{ name: "RESEND_API_KEY", since: daysAgo(365) }] }, "green", /./],
  ["keys", { isLastingChanged: true }, "red", /^LASTING_SECRET is not what it was/],
];

test.each(cases)("%s %j is %s", (name, facts, level, words) => {
  const found = judge(name, facts as never);
  expect(found).toMatchObject({ level, text: expect.stringMatching(words) as string });
  expect(found.advice === null).toBe(level === "green");
});

test("the page begins with how much there is to do", () => {
  const facts: HealthFacts = { ...well, backup: { lastAt: null } };
  expect(summarizeHealth(judgeHealth(facts, at))).toBe("Nothing is wrong. 1 thing is worth a look.");
  const worse: HealthFacts = { ...facts, worker: { isAlive: false, lastBeatAt: null }, disk: { freeBytes: 0, totalBytes: 1 } };
  expect(summarizeHealth(judgeHealth(worse, at))).toBe("2 things need somebody now. Administrators are told by email.");
});
