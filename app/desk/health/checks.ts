import { formatCount } from "~/platform/number-words";
import { formatDateTime } from "~/platform/london-dates";

/** green: nothing to do. amber: look at it when there is time. red: somebody has to act, and administrators are told. */
export type Level = "green" | "amber" | "red";

/** How one thing stands, in a sentence for staff, and what to do; null: nothing. Never a supporter's name or address. */
export type Finding = { level: Level; text: string; advice: string | null };

export type ComparisonFacts =
  | { title: string; startedAt: Date; finishedAt: Date | null; open: number }
  | { title: string; startedAt: null };

/** What is known of the site's health at an instant: times are UTC instants, sizes bytes, ages of jobs seconds. */
export type HealthFacts = {
  worker: { isAlive: boolean; lastBeatAt: Date | null };
  failedJobs: { count: number; since: Date | null };
  /** Jobs that people wait for, due and not begun. */
  lateJobs: { count: number; oldestSeconds: number };
  /** `healed`: what the last comparisons with Stripe put right. `waitingSeconds`: how long an event has waited to be taken up. */
  stripeEvents: { lastAt: Date | null; waitingSeconds: number; healed: number };
  /** `untoldSince`: when the first email left of which Resend told nothing, since it last told anything. */
  resendEvents: { lastAt: Date | null; untoldSince: Date | null };
  /** Of seven days; `waitingSince`: when the oldest that is still to go was queued. */
  emails: { sent: number; bounced: number; complained: number; refused: number; waitingSince: Date | null };
  comparisons: ComparisonFacts[];
  /** null: the database is on another machine. */
  disk: { freeBytes: number; totalBytes: number } | null;
  backup: { lastAt: Date | null };
  /** Since when each key is in use; `isLastingChanged`: LASTING_SECRET is not what it was. */
  keys: { inUse: { name: string; since: Date }[]; isLastingChanged: boolean };
};

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const green = (text: string): Finding => ({ level: "green", text, advice: null });
const amber = (text: string, advice: string): Finding => ({ level: "amber", text, advice });
const red = (text: string, advice: string): Finding => ({ level: "red", text, advice });

const workerAdvice = "Look at the site’s log, and start the site again. If it does not help, see that the database answers.";

function checkWorker({ isAlive, lastBeatAt }: HealthFacts["worker"]): Finding {
  if (isAlive) return green("A process does the site’s work: emails, payments, nightly comparisons.");
  const since = lastBeatAt ? `since ${formatDateTime(lastBeatAt)}` : "so far";
  return red(`No process does the site’s work ${since}: no emails leave, and payments are noted late.`, workerAdvice);
}

function checkFailedJobs({ count, since }: HealthFacts["failedJobs"]): Finding {
  if (count === 0) return green("Nothing was given up.");
  const from = since ? `, the first on ${formatDateTime(since)}` : "";
  return red(
    `${formatCount(count, "job was", "jobs were")} tried again and again and given up${from}.`,
    "See below why. Put that right, then press “Try again”.",
  );
}

function checkLateJobs({ count, oldestSeconds }: HealthFacts["lateJobs"]): Finding {
  const minutes = Math.floor(oldestSeconds / 60);
  if (count === 0 || minutes < 10) return green("Work is done as it comes.");
  const text = `${formatCount(count, "job waits", "jobs wait")}, the oldest for ${minutes < 120 ? `${minutes} minutes` : `${Math.floor(minutes / 60)} hours`}.`;
  return minutes < 60
    ? amber(text, "After many donations at once it passes on its own. Look again in half an hour.")
    : red(text, workerAdvice);
}

const stripeAdvice =
  "In Stripe’s dashboard, under Developers, Webhooks: its address has to end in /webhooks/stripe, and its signing secret has to be STRIPE_WEBHOOK_SECRET.";

function checkStripeEvents({ lastAt, waitingSeconds, healed }: HealthFacts["stripeEvents"], at: Date): Finding {
  if (waitingSeconds > 600)
    return red(`Stripe told something ${Math.floor(waitingSeconds / 60)} minutes ago that waits since.`, workerAdvice);
  const last = lastAt ? `The last came on ${formatDateTime(lastAt)}.` : "None has come yet.";
  const put = `the last comparisons put ${formatCount(healed, "thing", "things")} right that no event had told`;
  if (healed > 0 && (!lastAt || at.getTime() - lastAt.getTime() > day))
    return red(`Stripe’s events don’t arrive: ${put}. ${last}`, stripeAdvice);
  if (healed > 0)
    return amber(`Some got lost: ${put}. ${last}`, "If it is so again tomorrow, look at the webhook’s failed deliveries at Stripe.");
  return lastAt ? green(last) : amber(last, "Give £1, and see that one comes.");
}

const resendAdvice =
  "At Resend, under Webhooks: its address has to end in /webhooks/resend, and its signing secret has to be RESEND_WEBHOOK_SECRET.";

function checkResendEvents({ lastAt, untoldSince }: HealthFacts["resendEvents"], at: Date): Finding {
  const last = lastAt ? `The last came on ${formatDateTime(lastAt)}.` : "None has come yet.";
  const untold = untoldSince ? at.getTime() - untoldSince.getTime() : 0;
  if (!untoldSince || untold < hour) return green(last);
  const text = `Resend has told nothing of emails that left since ${formatDateTime(untoldSince)}: who bounced stays unknown. ${last}`;
  return untold < day ? amber(text, resendAdvice) : red(text, resendAdvice);
}

/** Resend asks for fewer than 4 bounces in 100 emails: https://resend.com/docs/knowledge-base/what-are-the-sending-limits */
const bouncedTooMany = ({ sent, bounced }: HealthFacts["emails"], share: number) => bounced >= 10 && bounced >= share * Math.max(sent, 1);

function checkEmails(facts: HealthFacts["emails"], at: Date): Finding {
  const { sent, bounced, complained, refused, waitingSince } = facts;
  const waits = waitingSince ? at.getTime() - waitingSince.getTime() : 0;
  const counts = `In seven days ${formatCount(sent, "email")} left, ${bounced.toLocaleString("en-GB")} bounced, ${formatCount(complained, "was called spam", "were called spam")}.`;
  if (waitingSince && waits >= hour) {
    const text = `An email has waited since ${formatDateTime(waitingSince)}.`;
    const advice = "See at Resend whether it is down, whether the month’s limit is reached, and whether RESEND_API_KEY still works.";
    return waits >= 4 * hour ? red(text, advice) : amber(text, advice);
  }
  if (bouncedTooMany(facts, 0.04))
    return red(counts, "Resend may stop sending for you. Import no old lists, and look at what bounced below.");
  if (bouncedTooMany(facts, 0.02)) return amber(counts, "At 4 in 100 Resend may stop sending for you. Look at what bounced below.");
  if (refused > 0)
    return amber(
      `${formatCount(refused, "email was", "emails were")} refused for good, and will not be sent.`,
      "See below which, and correct the address.",
    );
  return green(counts);
}

function checkComparisons(comparisons: HealthFacts["comparisons"], at: Date): Finding {
  const age = ({ finishedAt }: { finishedAt: Date | null }) => (finishedAt ? at.getTime() - finishedAt.getTime() : Infinity);
  const never = comparisons.filter(({ startedAt }) => startedAt === null);
  const run = comparisons.filter((each) => each.startedAt !== null);
  const titles = (some: { title: string }[]) => some.map(({ title }) => title).join(", ");
  const late = run.filter((each) => age(each) > 26 * hour);
  const open = run.reduce((sum, each) => sum + each.open, 0);
  if (late.some((each) => age(each) > 50 * hour)) return red(`Not compared for two nights: ${titles(late)}.`, workerAdvice);
  if (late.length > 0) return amber(`Not compared last night: ${titles(late)}.`, "Press “Compare now” under Nightly checks.");
  if (open > 0)
    return amber(
      `The last comparisons left ${formatCount(open, "thing", "things")} for somebody to look at.`,
      "They are under Nightly checks.",
    );
  if (never.length > 0) return amber(`Not compared yet: ${titles(never)}.`, "It happens tonight automatically.");
  return green("Everything was compared last night, and nothing is open.");
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toLocaleString("en-GB", { maximumFractionDigits: 1 })} GB`;

function checkDisk(disk: HealthFacts["disk"]): Finding {
  if (!disk) return green("The database is on another machine, whose disk can’t be seen from here.");
  const text = `${gigabytes(disk.freeBytes)} of ${gigabytes(disk.totalBytes)} are free.`;
  if (disk.freeBytes < 0.5e9) return red(text, "Make room now: without it nothing can be saved, and no donation taken.");
  if (disk.freeBytes < 2e9 || disk.freeBytes < disk.totalBytes / 20) return amber(text, "Make room, or give the site a larger disk.");
  return green(text);
}

function checkBackup({ lastAt }: HealthFacts["backup"], at: Date): Finding {
  const advice = "Make one with `npm run backup`. A script of your own that makes one ends with `npm run health -- backup-made`.";
  if (!lastAt) return amber("No backup has been recorded.", advice);
  const text = `The last was recorded on ${formatDateTime(lastAt)}.`;
  const age = at.getTime() - lastAt.getTime();
  return age <= 36 * hour ? green(text) : age <= 7 * day ? amber(text, advice) : red(text, advice);
}

function checkKeys({ inUse, isLastingChanged }: HealthFacts["keys"], at: Date): Finding {
  if (isLastingChanged)
    return red(
      "LASTING_SECRET is not what it was: who must not be written to is not known any more, and links in emails don’t open.",
      "Put the old one back, from where you keep it beside your backups, and start the site again.",
    );
  const old = inUse.filter(({ since }) => at.getTime() - since.getTime() > 365 * day);
  if (old.length > 0)
    return amber(
      `In use for more than a year: ${old.map(({ name }) => name).join(", ")}.`,
      "Make new ones where the old ones came from, write them into the settings, and start the site again. .env.example says how.",
    );
  return green(inUse.length === 0 ? "Not looked at yet." : "None has been in use for more than a year.");
}

/** Every check: what it is called, and its rule. The order is that of the page. */
const checks = {
  worker: { title: "Worker", judge: ({ worker }) => checkWorker(worker) },
  failedJobs: { title: "Failed jobs", judge: ({ failedJobs }) => checkFailedJobs(failedJobs) },
  lateJobs: { title: "Waiting jobs", judge: ({ lateJobs }) => checkLateJobs(lateJobs) },
  stripeEvents: { title: "Events of Stripe", judge: ({ stripeEvents }, at) => checkStripeEvents(stripeEvents, at) },
  resendEvents: { title: "Events of Resend", judge: ({ resendEvents }, at) => checkResendEvents(resendEvents, at) },
  emails: { title: "Emails", judge: ({ emails }, at) => checkEmails(emails, at) },
  comparisons: { title: "Nightly comparisons", judge: ({ comparisons }, at) => checkComparisons(comparisons, at) },
  disk: { title: "Disk", judge: ({ disk }) => checkDisk(disk) },
  backup: { title: "Backup", judge: ({ backup }, at) => checkBackup(backup, at) },
  keys: { title: "Keys and secrets", judge: ({ keys }, at) => checkKeys(keys, at) },
} satisfies Record<string, { title: string; judge: (facts: HealthFacts, at: Date) => Finding }>;

export type CheckName = keyof typeof checks;

/** What a check is called; one that the code no longer knows by its name. */
export const checkTitle = (name: string): string => (Object.hasOwn(checks, name) ? checks[name as CheckName].title : name);

export type CheckResult = Finding & { name: CheckName; title: string };

/** Judges all that is known, check by check. @param at the instant at which the facts were gathered */
export const judgeHealth = (facts: HealthFacts, at: Date): CheckResult[] =>
  (Object.keys(checks) as CheckName[]).map((name) => ({ name, title: checks[name].title, ...checks[name].judge(facts, at) }));

/** All of it in one sentence. */
export function summarizeHealth(results: readonly CheckResult[]): string {
  const count = (level: Level) => results.filter((result) => result.level === level).length;
  if (count("red") > 0) return `${formatCount(count("red"), "thing needs", "things need")} somebody now. Administrators are told by email.`;
  return count("amber") > 0 ? `Nothing is wrong. ${formatCount(count("amber"), "thing is", "things are")} worth a look.` : "All is well.";
}
