import { expect, test } from "vitest";
import { confirmRequest } from "~/newsletter/sign-up/confirm-request.server";
import { purgeSignUpRequests } from "~/newsletter/sign-up/purge-requests.server";
import { unsubscribe } from "~/newsletter/unsubscribe.server";
import { requestToken } from "~/newsletter/link-tokens.server";
import { action as confirm, loader as confirmPage } from "~/newsletter/sign-up/routes/confirm";
import { suppress } from "~/newsletter/suppressions/suppress.server";
import { suppressionReasons } from "~/newsletter/suppressions/suppression";
import { listSuppressionReasons } from "~/newsletter/suppressions/suppressions.server";
import { db, inTransaction } from "~/platform/database/db.server";
import { newsWording } from "~/supporters/consent/consent";
import { listConsents } from "~/supporters/consent/ledger.server";
import {
  aDonationForm,
  runJobs,
  useDonationHarness,
  completeDonation,
  listQueuedEmailKinds,
  listSentSubjects,
  startTestDonation,
} from "tests/support/giving/donation-harness";
import { aSubscriber } from "tests/support/newsletter/subscribers";
import { hour, timeAgo, args, emailsTo, findLink, signUp } from "tests/support/newsletter/sign-up";

useDonationHarness();

test("a confirmation used twice, at once or later, subscribes once; altered or expired it says so", async () => {
  const token = await signUp();
  expect(await confirmRequest(`${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`)).toEqual({ refused: "unknown" });
  const answers = await Promise.all([1, 2, 3, 4].map(() => confirmRequest(token)));
  expect(answers.filter((answer) => "confirmed" in answer && answer.confirmed === "now")).toHaveLength(1);
  await runJobs();
  expect(await confirmRequest(token)).toEqual({ confirmed: "before" });
  expect((await listConsents(db, "ada@example.org")).map(({ action: what }) => what)).toEqual(["asked", "confirmed"]);
  expect(emailsTo("ada@example.org")).toHaveLength(2);

  const late = await signUp("late@example.org");
  await db.newsletterRequest.updateMany({ where: { email: "late@example.org" }, data: { expiresAt: timeAgo(1) } });
  expect(await confirm(args(new Request("http://127.0.0.1:3000/", { method: "POST" }), { token: late }))).toMatchObject({
    data: { refused: "expired" },
    init: { status: 410 },
  });
  expect(await db.newsletterSubscription.count()).toBe(1);
  for (const token of ["", "..", "a".repeat(5000), requestToken("no-such")])
    expect(await confirmPage(args(new Request("http://127.0.0.1:3000/"), { token }))).toMatchObject({ init: { status: 404 } });
});

test("a used link does not bring back somebody who left since", async () => {
  const token = await signUp();
  await confirmRequest(token);
  const { id } = await db.newsletterSubscription.findFirstOrThrow();
  await inTransaction((tx) => unsubscribe(tx, id, "one-click"));
  expect(await confirmRequest(token)).toEqual({ confirmed: "before" });
  expect(await db.newsletterSubscription.findMany()).toMatchObject([{ status: "unsubscribed" }]);
});

test("who left signs up again: the same subscription, new lines, a new welcome", async () => {
  const { id } = await aSubscriber({ email: "ada@example.org", status: "unsubscribed", topics: ["news", "appeals"] });
  expect(await confirmRequest(await signUp("ada@example.org"))).toMatchObject({ confirmed: "now" });
  expect(await db.newsletterSubscription.findMany()).toMatchObject([{ id, status: "subscribed", topics: ["news"], leftAt: null }]);
});

test("who confirmed and left by mistake gets a new email on the same day, and nobody else can make two come", async () => {
  await confirmRequest(await signUp());
  await signUp();
  await signUp();
  expect(emailsTo("ada@example.org").filter(({ subject }) => subject.startsWith("You already"))).toHaveLength(1);
  const { id } = await db.newsletterSubscription.findFirstOrThrow();
  await inTransaction((tx) => unsubscribe(tx, id, "one-click"));
  expect(await confirmRequest(await signUp())).toMatchObject({ confirmed: "now" });
  expect(await db.newsletterSubscription.findMany()).toMatchObject([{ id, status: "subscribed" }]);
});

test("an address that has the newsletter gets an email that says so, and nothing changes", async () => {
  const before = await aSubscriber({ email: "ada@example.org", topics: ["news"] });
  expect(await signUp("ada@example.org", { appeals: "yes" })).toBe("");
  expect(listSentSubjects()).toEqual([expect.stringMatching(/^You already get/)]);
  expect(await db.newsletterSubscription.findMany()).toEqual([before]);
  expect((await listConsents(db, "ada@example.org")).map(({ action: what }) => what)).toEqual(["confirmed"]);
});

test.each(suppressionReasons)("an address suppressed for %s: an email only if its owner stopped everything alone", async (reason) => {
  await inTransaction((tx) => suppress(tx, "ada@example.org", reason));
  const token = await signUp();
  expect(emailsTo("ada@example.org")).toHaveLength(reason === "unsubscribed" ? 1 : 0);
  expect(await db.newsletterRequest.count()).toBe(reason === "unsubscribed" ? 1 : 0);
  if (reason !== "unsubscribed") return;
  expect(await confirmRequest(token)).toMatchObject({ confirmed: "now" });
  expect(await listSuppressionReasons(db, "ada@example.org")).toEqual([]);
});

test("what is suppressed between email and press is not confirmed", async () => {
  const token = await signUp();
  await inTransaction((tx) => suppress(tx, "ada@example.org", "fps"));
  expect(await confirmRequest(token)).toEqual({ refused: "stopped" });
  expect(await db.newsletterSubscription.count()).toBe(0);
});

test("a tick on a gift's form asks for confirmation once the gift is paid, and receipts reach whoever stopped emails", async () => {
  await startTestDonation(aDonationForm({ wantsNews: true, email: "unpaid@example.org" }));
  await runJobs();
  expect(await listQueuedEmailKinds()).toEqual([]);

  const gift = await completeDonation({ card: "visa" }, aDonationForm({ wantsNews: true }));
  await runJobs();
  expect(await listQueuedEmailKinds()).toEqual(["newsletter-confirm", "receipt"]);
  const token = findLink(
    emailsTo("Adaline@Example.org".toLowerCase()).find(({ subject }) => subject.startsWith("Please"))?.text,
    "confirm",
  );
  expect(await confirmRequest(token)).toMatchObject({ confirmed: "now" });
  expect(await listConsents(db, "adaline@example.org")).toMatchObject([
    { action: "asked", purpose: "news", via: "donate", wordingVersion: newsWording.version, about: gift.id },
    { action: "confirmed", purpose: "news", via: "donate", wordingVersion: newsWording.version, about: gift.id },
  ]);

  await inTransaction((tx) => suppress(tx, "adaline@example.org", "unsubscribed"));
  await completeDonation({ card: "visa" }, aDonationForm());
  expect(listSentSubjects().filter((subject) => subject.startsWith("Your receipt"))).toHaveLength(2);
});

test("requests are forgotten a month after their link has run out, and the ledger stays", async () => {
  await confirmRequest(await signUp());
  await signUp("eve@example.org");
  expect(await purgeSignUpRequests()).toBe(0);
  await db.newsletterRequest.updateMany({ data: { expiresAt: timeAgo(31 * 24 * hour) } });
  expect(await purgeSignUpRequests()).toBe(2);
  expect(await db.consent.count()).toBe(3);
});
