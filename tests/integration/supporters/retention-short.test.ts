import { expect, test } from "vitest";
import { createDataLink } from "~/newsletter/preferences/data-links.server";
import { queueTestEmail } from "~/newsletter/issues/issue-emails.server";
import { requestSubscription } from "~/newsletter/sign-up/request-subscription.server";
import { unsubscribe } from "~/newsletter/unsubscribe.server";
import { now, setClock } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import { consumeRateLimit } from "~/platform/http/rate-limit.server";
import { newToken } from "~/platform/ids.server";
import { purgeAll } from "~/purge.server";
import { requestEmailChange } from "~/supporters/change-email.server";
import { requestSignIn } from "~/supporters/sign-in/request-sign-in.server";
import { aDonationFormWithGiftAid, completeDonation, getDonation, runJobs, startTestDonation } from "tests/support/giving/donation-harness";
import { startTestPlan, usePlanHarness } from "tests/support/sponsorship/plan-harness";
import { aSubscriber } from "tests/support/newsletter/subscribers";
import { getSupporterId, signInAs } from "tests/support/supporters/supporter-requests";

usePlanHarness();

const dayMs = 86_400_000;

/** Lets so much time pass, in days, and then the night's purge run. Returns what it is told to count. */
async function purgeAfter(start: Date, days: number): Promise<void> {
  setClock(() => new Date(start.getTime() + days * dayMs));
  await purgeAll();
}

test("forms that came to nothing are there for twelve months, with their declarations and emails, and then gone", async () => {
  const start = now();
  const gift = await startTestDonation(aDonationFormWithGiftAid());
  const plan = await startTestPlan({ declaration: { house: "1 Candle Street", postcode: "EX1 1AA" } });
  await db.outgoingEmail.create({ data: { id: "failed", kind: "direct-debit-failed", about: { donationId: gift.id } } });
  await purgeAfter(start, 364);
  expect([await db.donation.count(), await db.plan.count(), await db.declaration.count(), await db.outgoingEmail.count()]).toEqual([
    1, 1, 2, 1,
  ]);
  await purgeAfter(start, 367);
  expect([await db.donation.count(), await db.plan.count(), await db.declaration.count(), await db.outgoingEmail.count()]).toEqual([
    0, 0, 0, 0,
  ]);
  expect(plan.id).not.toBe("");
});

test("a digest of a network address is kept with a form for two days", async () => {
  const start = now();
  const gift = await startTestDonation();
  const plan = await startTestPlan();
  await db.donation.updateMany({ data: { createdAt: start } });
  await db.plan.updateMany({ data: { createdAt: start } });
  await purgeAfter(start, 1.9);
  expect((await getDonation(gift.id)).ipHash).not.toBeNull();
  expect((await db.plan.findUniqueOrThrow({ where: { id: plan.id } })).ipHash).not.toBeNull();
  await purgeAfter(start, 2.1);
  expect((await getDonation(gift.id)).ipHash).toBeNull();
  expect((await db.plan.findUniqueOrThrow({ where: { id: plan.id } })).ipHash).toBeNull();
});

test("counts of attempts go the night after they run out", async () => {
  await consumeRateLimit({ name: "an-hour", points: 5, windowSeconds: 3600 }, "somebody");
  await purgeAll();
  expect(await db.rateLimit.count()).toBe(1);
  await db.rateLimit.updateMany({ data: { expire: Date.now() - 1 } });
  await purgeAll();
  expect(await db.rateLimit.count()).toBe(0);
});

test("a link to sign in is kept for a day, a sign-in for a week after it was last used, and for thirty days at most", async () => {
  const gift = await completeDonation({ card: "visa" });
  const start = now();
  await requestSignIn("adaline@example.org", { browser: newToken(), ip: "203.0.113.7" });
  await runJobs();
  const id = getSupporterId(gift);
  await signInAs(id);
  await signInAs(id);
  const [unused, used] = await db.supporterSession.findMany();
  const seen = (days: number) =>
    db.supporterSession.update({ where: { id: used!.id }, data: { lastSeenAt: new Date(start.getTime() + days * dayMs) } });
  const sessions = async () => (await db.supporterSession.findMany()).map((session) => session.id);
  const signInEmails = () => db.outgoingEmail.count({ where: { kind: "sign-in" } });

  await purgeAfter(start, 0.9);
  expect([await db.signInLink.count(), await signInEmails()]).toEqual([1, 1]);
  await purgeAfter(start, 1.1);
  expect([await db.signInLink.count(), await signInEmails()]).toEqual([0, 0]);
  await seen(6);
  await purgeAfter(start, 6.9);
  expect((await sessions()).length).toBe(2);
  await purgeAfter(start, 7.1);
  expect(await sessions()).toEqual([used!.id]);
  expect(unused!.id).not.toBe(used!.id);
  await seen(29);
  await purgeAfter(start, 29.9);
  expect(await sessions()).toEqual([used!.id]);
  await purgeAfter(start, 30.1);
  expect(await sessions()).toEqual([]);
});

test("a change of address is kept as long as its supporter is one", async () => {
  const gift = await completeDonation({ card: "visa" });
  const start = now();
  await requestEmailChange({ id: getSupporterId(gift), email: "adaline@example.org" }, "new@example.org", "203.0.113.7");
  await purgeAfter(start, 5 * 365);
  expect(await db.emailChange.count()).toBe(1);
  await purgeAfter(start, 8 * 365);
  expect([await db.emailChange.count(), await db.supporter.count(), await db.outgoingEmail.count()]).toEqual([0, 0, 0]);
});

test("what was never confirmed is kept for about five weeks, with that an email was sent", async () => {
  const start = now();
  await requestSubscription(
    { email: "eve@example.org", preferences: { topics: ["news"], emailFrequency: "every" } },
    { ip: "203.0.113.7" },
  );
  await runJobs();
  await purgeAfter(start, 35);
  expect([await db.newsletterRequest.count(), await db.outgoingEmail.count()]).toEqual([1, 1]);
  await purgeAfter(start, 38);
  expect([await db.newsletterRequest.count(), await db.outgoingEmail.count()]).toEqual([0, 0]);
});

test("who left the newsletter is forgotten a year later, and the proof of yes and no stays", async () => {
  const start = now();
  const { id } = await aSubscriber({ email: "eve@example.org", topics: ["news"] });
  await inTransaction((tx) => createDataLink(tx, id));
  await inTransaction((tx) => unsubscribe(tx, id, "preferences"));
  await runJobs();
  await purgeAfter(start, 364);
  expect([await db.newsletterSubscription.count(), await db.outgoingEmail.count()]).toEqual([1, 0]);
  await purgeAfter(start, 366);
  await runJobs();
  expect([await db.newsletterSubscription.count(), await db.consent.count()]).toEqual([0, 2]);
});

test("to whom a newsletter was sent to be looked at is kept for a week", async () => {
  const start = now();
  const { id } = await db.issue.create({ data: { id: "issue", slug: "issue", subject: "June", body: "Hello." } });
  await queueTestEmail("site", id, "staff@example.org");
  await purgeAfter(start, 6);
  expect([await db.issueTestEmail.count(), await db.outgoingEmail.count()]).toEqual([1, 1]);
  await purgeAfter(start, 9);
  expect([await db.issueTestEmail.count(), await db.outgoingEmail.count()]).toEqual([0, 0]);
});

test("findings of reconciliations, which name gifts by their references, are kept for a year", async () => {
  const start = now();
  await db.reconciliation.create({
    data: {
      id: "gifts",
      kind: "donations",
      startedAt: start,
      findings: { create: { id: "f", about: "RL-1", message: "m", healed: true } },
    },
  });
  await purgeAfter(start, 364);
  expect(await db.reconciliationFinding.count()).toBe(1);
  await purgeAfter(start, 366);
  expect(await db.reconciliationFinding.count()).toBe(0);
});
