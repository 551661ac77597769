import { afterEach, beforeEach, expect, test } from "vitest";
import * as health from "~/desk/health/routes/health";
import type { HealthFacts } from "~/desk/health/checks";
import { healthEmails } from "~/desk/health/health-emails.server";
import { gatherHealthFacts } from "~/desk/health/health-facts.server";
import { noteKeysInUse } from "~/desk/health/key-sightings.server";
import { purgeHealth, recordBackup, watchHealth } from "~/desk/health/watch-health.server";
import { setClock, now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db, pool } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { useDatabase } from "tests/support/database";
import { loadAtDesk, postAtDesk, staffMember } from "tests/support/desk/desk-requests";
import { insertGift } from "tests/support/desk/desk-rows";
import { enqueue, finishedNotes, logged, noteTask, startTestWorker, waitUntil, workers } from "tests/support/platform/jobs";

useDatabase();

const day = 24 * 3_600_000;
let ahead = 0;
const pass = (ms: number) => {
  ahead += ms;
  const skip = ahead;
  setClock(() => new Date(Date.now() + skip));
};
beforeEach(() => {
  ahead = 0;
  workers.length = logged.length = finishedNotes.length = 0;
});
afterEach(async () => {
  setClock(() => new Date());
  await Promise.all(workers.map((worker) => worker.stop()));
});

/** What is known with everything but the backup well, so that nothing of the machine that tests run on counts. */
const gather = async (): Promise<HealthFacts> => {
  const facts = await gatherHealthFacts();
  return {
    ...facts,
    worker: { isAlive: true, lastBeatAt: now() },
    disk: null,
    lateJobs: { count: 0, oldestSeconds: 0 },
    emails: { ...facts.emails, waitingSince: null },
  };
};
const notices = async () =>
  (await db.outgoingEmail.findMany({ where: { kind: "health-notice" }, orderBy: { createdAt: "asc" } })).map(
    ({ about }) => about as { noticeId: string; staffId: string },
  );
const subjects = async () =>
  await Promise.all((await notices()).map(async (about) => (await healthEmails["health-notice"](about))?.subject));

test("what turns red is told once, then that it is green, then red again once more; whoever is administrator gets it", async () => {
  await staffMember("administrator");
  await staffMember("treasurer");
  await recordBackup();
  await watchHealth(gather);
  expect(await notices()).toEqual([]);
  pass(3 * day);
  // Amber tells nobody.
  await watchHealth(gather);
  expect(await notices()).toEqual([]);
  pass(5 * day);
  for (const _ of ["red", "still red"]) await watchHealth(gather);
  expect((await notices()).map(({ staffId }) => staffId)).toEqual(["test-administrator"]);
  expect(await subjects()).toEqual(["Roomlight: The site needs somebody: Backup"]);

  await recordBackup();
  for (const _ of ["green", "still green"]) await watchHealth(gather);
  pass(8 * day);
  for (const _ of ["red", "still red"]) await watchHealth(gather);
  expect(await subjects()).toEqual([
    "Roomlight: The site needs somebody: Backup",
    "Roomlight: All right again: Backup",
    "Roomlight: The site needs somebody: Backup",
  ]);
});

test("of two that look at once, one tells, and all that turned is in one email", async () => {
  await staffMember("administrator");
  const bad = async (): Promise<HealthFacts> => ({
    ...(await gather()),
    worker: { isAlive: false, lastBeatAt: null },
    disk: { freeBytes: 0, totalBytes: 1 },
  });
  await Promise.all([watchHealth(bad), watchHealth(bad), watchHealth(bad)]);
  const [about, ...more] = await notices();
  expect(more).toEqual([]);
  expect(about && (await healthEmails["health-notice"](about))).toMatchObject({
    to: "administrator@example.org",
    subject: "Roomlight: The site needs somebody: Disk, Worker",
  });
  await db.staffMember.update({ where: { id: "test-administrator" }, data: { role: "viewer" } });
  expect(about && (await healthEmails["health-notice"](about))).toBeNull();
});

test("without an administrator it goes to the charity's own address", async () => {
  await watchHealth(async () => ({ ...(await gather()), disk: { freeBytes: 0, totalBytes: 1 } }));
  const [about] = await notices();
  expect(about).toMatchObject({ staffId: "" });
  expect(about && (await healthEmails["health-notice"](about))).toMatchObject({ to: config.staffEmail });
});

test("alerts that were over a year ago are forgotten, and what is still red is not", async () => {
  await watchHealth(async () => ({ ...(await gather()), disk: { freeBytes: 0, totalBytes: 1 }, failedJobs: { count: 1, since: null } }));
  await watchHealth(async () => ({ ...(await gather()), failedJobs: { count: 1, since: null } }));
  pass(366 * day);
  expect(await purgeHealth()).toBe(1);
  expect(await db.healthAlert.findMany({ select: { check: true } })).toEqual([{ check: "failedJobs" }]);
});

test("a key's age counts from when it was first seen, and another lasting secret is noticed, also after a restart with the old one", async () => {
  await noteKeysInUse();
  const begun = now();
  pass(400 * day);
  const { key } = config.resend;
  const { lastingSecret } = config;
  try {
    config.resend.key = "re_another_key";
    await noteKeysInUse();
    const { keys } = await gatherHealthFacts();
    expect(keys.isLastingChanged).toBe(false);
    const since = (name: string) => keys.inUse.find((each) => each.name === name)?.since.getTime() ?? 0;
    expect(since("STRIPE_SECRET_KEY") - begun.getTime()).toBeLessThan(day);
    expect(since("RESEND_API_KEY") - begun.getTime()).toBeGreaterThan(399 * day);
    expect(JSON.stringify(await db.keySighting.findMany())).not.toContain("re_another_key");
    config.lastingSecret = "another lasting secret that is long enough";
    await noteKeysInUse();
    expect((await gatherHealthFacts()).keys.isLastingChanged).toBe(true);
    config.lastingSecret = lastingSecret;
    expect((await gatherHealthFacts()).keys.isLastingChanged).toBe(false);
  } finally {
    Object.assign(config, { lastingSecret });
    config.resend.key = key;
  }
});

type Shown = {
  summary: string;
  failedJobs: { id: string; task: string; why: string; href: string | null }[];
  undelivered: { label: string; what: string; href: string | null }[];
  eventDays: { day: string; stripe: number; resend: number; healed: number }[];
  checks: { name: string; level: string }[];
};
const look = async () => (await loadAtDesk(health)).data as Shown;

test("a failed job is shown with why, and tried again once, however often the button is pressed", async () => {
  const gift = await insertGift();
  let isMended = false;
  const task: typeof noteTask = async (payload, run) => {
    if (!isMended) throw new Error("Stripe said no to adaline@example.org");
    await noteTask(payload, run);
  };
  startTestWorker({ note: task });
  await enqueue(db, "note", { what: "tried", donationId: gift.id }, { maxAttempts: 1 });
  await waitUntil(async () => (await look()).failedJobs.length === 1);
  const { failedJobs, checks } = await look();
  expect(failedJobs).toMatchObject([{ task: "note", why: "Stripe said no to [address]", href: `/desk/gifts/${gift.id}` }]);
  expect(checks.find(({ name }) => name === "failedJobs")).toMatchObject({ level: "red" });

  isMended = true;
  const form = { job: failedJobs[0]?.id ?? "" };
  const pressed = await Promise.all([postAtDesk(health, { form }), postAtDesk(health, { form })]);
  expect(new Set(pressed.map(({ status }) => status))).toEqual(new Set([303, 409]));
  await waitUntil(() => finishedNotes.length > 0);
  expect(await postAtDesk(health, { form })).toMatchObject({ status: 409 });
  expect(await postAtDesk(health, { form: { job: "nonsense" } })).toMatchObject({ status: 409 });
  expect(finishedNotes).toEqual(["tried"]);
  expect((await look()).failedJobs).toEqual([]);
  expect(await db.auditEntry.findMany({ where: { action: "job.retried" } })).toMatchObject([
    { staffId: "test-administrator", aboutKind: "job", aboutId: form.job, became: { task: "note" } },
  ]);
});

test("emails that were refused, bounced or wait are listed without an address; webhooks are counted by day", async () => {
  const about = { donationId: "a-gift" };
  const email = (kind: string, change: object) => db.outgoingEmail.create({ data: { id: newId(), kind, about, ...change } });
  await email("receipt", { sentAt: now(), resendEmailId: "at-resend" });
  await email("refund", { refusal: "validation_error" });
  const waiting = await email("plan-paused", { createdAt: new Date(Date.now() - 2 * 3_600_000) });
  await pool.query("SELECT graphile_worker.add_job('send-email', '{}', job_key := $1)", [`send-email:${waiting.id}`]);
  for (const type of ["email.sent", "email.bounced"]) await db.resendEvent.create({ data: { id: newId(), type, emailId: "at-resend" } });
  await db.stripeEvent.create({ data: { id: "evt_1", type: "charge.succeeded", createdAt: now(), enqueuedAt: now() } });
  await db.reconciliation.create({ data: { id: newId(), kind: "plans", startedAt: now(), finishedAt: now(), healed: 2, checked: 3 } });
  const { undelivered, eventDays } = await look();
  expect(undelivered.map(({ label, what, href }) => [label, what, href])).toEqual([
    ["Receipt", "bounced: its mailbox does not take it", "/desk/gifts/a-gift"],
    ["Refund", "refused for good: Resend does not take its address", "/desk/gifts/a-gift"],
    ["Paused", "waits to be sent", "/desk/gifts/a-gift"],
  ]);
  expect(eventDays).toHaveLength(14);
  expect(
    eventDays.reduce<[number, number, number]>(
      (sum, { stripe, resend, healed }) => [sum[0] + stripe, sum[1] + resend, sum[2] + healed],
      [0, 0, 0],
    ),
  ).toEqual([1, 2, 2]);
  const { emails, stripeEvents, comparisons } = await gatherHealthFacts();
  expect(emails).toEqual({ sent: 1, bounced: 1, complained: 0, refused: 1, waitingSince: waiting.createdAt });
  expect(stripeEvents).toMatchObject({ healed: 2, waitingSeconds: 0 });
  expect(comparisons).toContainEqual({
    title: "Sponsorships and Stripe",
    startedAt: expect.any(Date) as Date,
    finishedAt: expect.any(Date) as Date,
    open: 0,
  });
});
