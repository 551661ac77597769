import { beforeAll, expect, test, vi } from "vitest";
import { accountChangeModules } from "~/account/account-changes.server";
import { syncDonation } from "~/giving/payments/sync-donation.server";
import { dataLinkToken, preferenceToken, requestToken } from "~/newsletter/link-tokens.server";
import { requestDataLink } from "~/newsletter/preferences/data-links.server";
import { eraseSubscriber } from "~/newsletter/preferences/erase-subscriber.server";
import { pauseNewsletter } from "~/newsletter/preferences/pause-newsletter.server";
import { unsubscribeByLink, unsubscribeFromEverything } from "~/newsletter/preferences/unsubscribe-by-link.server";
import { recordMailEvent } from "~/newsletter/resend-sync/record-mail-event.server";
import { syncContact } from "~/newsletter/resend-sync/sync-contact.server";
import { answerSignUpRequest } from "~/newsletter/sign-up/answer-sign-up-request.server";
import { confirmRequest } from "~/newsletter/sign-up/confirm-request.server";
import { createSignUpRequest } from "~/newsletter/sign-up/request-subscription.server";
import { suppressAddress } from "~/newsletter/suppressions/suppress-address.server";
import { unsuppress } from "~/newsletter/suppressions/unsuppress.server";
import { countRetriedTransactions, db, inTransaction, pool } from "~/platform/database/db.server";
import { hashToken, newId } from "~/platform/ids.server";
import { handleStripeWebhook } from "~/webhooks/stripe.server";
import { listConsents } from "~/supporters/consent/ledger.server";
import { aDonationForm, startTestDonation, stripeControl, useDonationHarness } from "tests/support/giving/donation-harness";

useDonationHarness();
vi.setConfig({ testTimeout: 600_000 });

/**
 * A lock that is waited for too long is told to people as "busy", with all that they typed (database/lock-waits.test.ts). How long these
 * many wait for each other is the machine's affair; where they wait for ever, PostgreSQL finds a deadlock, and this time ends too.
 */
beforeAll(() => void pool.on("connect", (client) => void client.query("SET lock_timeout = '60s'")));

/** A few rounds in `npm run verify`; `ROUNDS=200 npx vitest run --project integration tests/integration/platform/lock-order.test.ts` plays many. */
const rounds = Number(process.env["ROUNDS"] ?? 12);
const emails = ["ada@example.org", "ben@example.org", "cay@example.org"];

/** Numbers that are the same in each run, so that what failed once can be played again. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

const findSubscription = (email: string) => db.newsletterSubscription.findUnique({ where: { email } });

async function signUp(email: string): Promise<void> {
  await inTransaction((tx) =>
    createSignUpRequest(tx, {
      kind: "join",
      email,
      preferences: { topics: ["news", "events"], emailFrequency: "every" },
      wordings: { news: "v1", events: "v1" },
      via: "newsletter",
      ip: null,
      about: null,
      subscriptionId: null,
    }),
  );
  const requests = await db.newsletterRequest.findMany({ where: { email } });
  for (const { id } of requests) await answerSignUpRequest(id);
  // Mail scanners and people press at the same time.
  await Promise.all(requests.flatMap(({ id }) => [confirmRequest(requestToken(id)), confirmRequest(requestToken(id))]));
}

async function withSubscription(email: string, work: (id: string, token: string) => Promise<unknown>): Promise<void> {
  const subscription = await findSubscription(email);
  if (subscription) await work(subscription.id, preferenceToken(subscription.id, subscription.linkVersion));
}

const event = (type: string, effect: Parameters<typeof recordMailEvent>[0]["effect"]) =>
  recordMailEvent({ id: newId(), type, broadcastId: null, emailId: null, effect });

const steps: ((email: string) => Promise<unknown>)[] = [
  signUp,
  signUp,
  (email) => withSubscription(email, (_id, token) => unsubscribeByLink(token, "one-click")),
  (email) => withSubscription(email, (_id, token) => unsubscribeFromEverything(token)),
  (email) => withSubscription(email, (_id, token) => pauseNewsletter(token)),
  (email) => withSubscription(email, (id) => syncContact(id)),
  (email) => event("contact.topics.updated", { kind: "topics-updated", email }),
  async (email) => {
    const contact = await db.resendContact.findFirst({ where: { subscription: { email } } });
    if (contact) await event("contact.updated", { kind: "contact-updated", contactId: contact.id, unsubscribed: !contact.unsubscribed });
  },
  (email) => event("email.bounced", { kind: "bounce", email }),
  (email) => suppressAddress("site", email, "unsubscribed"),
  (email) => unsuppress("site", email, { channel: "in_writing", requestedOn: "2026-01-31", statement: "Please send it again" }, "Staff"),
  (email) =>
    withSubscription(email, async (subscriptionId, token) => {
      await requestDataLink(token);
      const link = await db.newsletterDataLink.findFirst({ where: { subscriptionId, usedAt: null } });
      if (link) await eraseSubscriber(dataLinkToken(link.id));
    }),
];

test("whatever the same few people do at the same time, nobody gets an error, and what is kept agrees with itself", async () => {
  const random = numbersFrom(Number(process.env["SEED"] ?? 7));
  const retriedBefore = countRetriedTransactions();
  const failures: unknown[] = [];
  for (let round = 0; round < rounds; round++) {
    const chosen = Array.from({ length: 14 }, () => [steps[random(steps.length)] ?? signUp, emails[random(emails.length)] ?? ""] as const);
    const results = await Promise.allSettled(chosen.map(([step, email]) => step(email)));
    failures.push(...results.flatMap((result) => (result.status === "rejected" ? [result.reason as unknown] : [])));
  }
  expect(failures.map(String)).toEqual([]);
  for (const email of emails) {
    const subscription = await findSubscription(email);
    if (!subscription) continue;
    const last = (await listConsents(db, email)).toSorted((a, b) => (a.sequence < b.sequence ? 1 : -1))[0];
    if (subscription.status === "subscribed") expect([email, last?.action]).toEqual([email, "confirmed"]);
    expect(subscription.preferenceTokenHash).toBe(hashToken(preferenceToken(subscription.id, subscription.linkVersion)));
  }
  console.log(`${rounds} rounds of 14 steps: ${countRetriedTransactions() - retriedBefore} transactions were done again`);
});

test("payments that come in while their giver changes address lose neither", async () => {
  const donations = [];
  for (let number = 0; number < 6; number++) {
    const donation = await startTestDonation(aDonationForm({ email: "giver@example.org" }));
    stripeControl().completeSession(donation.stripeCheckoutSessionId, { card: "visa" });
    donations.push(donation.id);
  }
  const [first = ""] = donations;
  await syncDonation(first);
  const { supporterId } = await db.donation.findUniqueOrThrow({ where: { id: first } });
  let email = "giver@example.org";
  for (let round = 0; round < Math.max(3, rounds / 4); round++) {
    const [oldEmail, newEmail]: [string, string] = [email, `giver${round}@example.org`];
    const move = inTransaction(async (tx) => {
      await tx.$queryRaw`SELECT id FROM supporter WHERE id = ${supporterId} FOR UPDATE`;
      await tx.supporter.update({ where: { id: supporterId ?? "" }, data: { email: newEmail } });
      for (const module of accountChangeModules) await module.onNewEmail(tx, { supporterId: supporterId ?? "", oldEmail, newEmail });
    });
    await Promise.all([move, ...donations.map((id) => syncDonation(id))]);
    email = newEmail;
  }
  const rows = await db.donation.findMany({ where: { id: { in: donations } } });
  expect(rows.map((row) => [row.status, row.supporterId, row.email])).toEqual(donations.map(() => ["paid", supporterId, email]));
  expect(await db.supporter.count()).toBe(1);
});

test("an event about a subscription that is gone, and one whose signature is empty, are no failures", async () => {
  await expect(event("contact.topics.updated", { kind: "topics-updated", email: "nobody@example.org" })).resolves.toBeUndefined();
  await expect(event("contact.deleted", { kind: "contact-deleted", contactId: newId() })).resolves.toBeUndefined();
  for (const signature of ["t=1,v1=", `t=${Math.floor(Date.now() / 1000)},v1=`, "t=1,v1=abc", "v1=", "t=,v1=,v0="])
    expect([signature, (await handleStripeWebhook(Buffer.from("{}"), signature)).status]).toEqual([signature, 400]);
});
