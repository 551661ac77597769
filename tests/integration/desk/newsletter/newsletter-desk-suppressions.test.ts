import { expect, test } from "vitest";
import { answerSignUpRequest } from "~/newsletter/sign-up/answer-sign-up-request.server";
import { isInAudience } from "~/newsletter/audience.server";
import { importRows } from "~/newsletter/imports/import-rows.server";
import { unsuppress } from "~/newsletter/suppressions/unsuppress.server";
import { requestSubscription } from "~/newsletter/sign-up/request-subscription.server";
import * as screen from "~/desk/newsletter/routes/suppressions";
import { suppress } from "~/newsletter/suppressions/suppress.server";
import type { SuppressionReason } from "~/newsletter/suppressions/suppression";
import { listSuppressionReasons } from "~/newsletter/suppressions/suppressions.server";
import { db, inTransaction, pool } from "~/platform/database/db.server";
import { listConsents } from "~/supporters/consent/ledger.server";
import { useDatabase } from "tests/support/database";
import { postAtDesk, type ScreenResponse } from "tests/support/desk/desk-requests";
import { expectNoPersonalData, waitingJobs } from "tests/support/giving/donation-harness";
import { useResendSandbox, resendUrl, runUntilIdle } from "tests/support/newsletter/resend-harness";
import { aSubscriber } from "tests/support/newsletter/subscribers";

useDatabase();
useResendSandbox();

const email = "ada@example.org";
const unsuppressInput = { channel: "in_writing", requestedOn: "2026-01-31", statement: "I pressed the wrong button" };
const send = (form: Record<string, string>): Promise<ScreenResponse> => postAtDesk(screen, { form: { email, ...form } });
const suppressed = (reason: SuppressionReason) => inTransaction((tx) => suppress(tx, email, reason));

test("an address is looked up by a form: its subscription, why nothing goes there, and what was agreed to", async () => {
  expect(await send({ do: "look" })).toMatchObject({ status: 200, data: { found: { state: null, reasons: [], history: [] } } });
  await aSubscriber({ email, topics: ["news"] });
  await suppressed("complaint");
  const { data } = await send({ do: "look", email: "ADA@example.org" });
  expect(data).toMatchObject({
    found: {
      state: "unsubscribed",
      reasons: [{ reason: "complaint" }],
      canUnsuppress: true,
      history: [{ text: "Took back News, by marking an email as spam" }, { text: "Said yes to News, on the newsletter’s form" }],
    },
  });
});

test("what is no address, or no button, is answered in words and changes nothing", async () => {
  expect(await send({ do: "look", email: "ada" })).toMatchObject({ status: 400, data: { email: "ada", errors: [{ field: "email" }] } });
  expect(await send({ do: "suppress" })).toMatchObject({ status: 400, data: { errors: [{ field: "reason" }] } });
  expect(await send({ do: "suppress", reason: "erasure" })).toMatchObject({ status: 400 });
  expect(await send({ do: "drop" })).toMatchObject({ status: 400 });
  expect(await db.suppression.count()).toBe(0);
});

test.each([
  ["unsubscribed", "desk"],
  ["fps", "fps"],
] as const)("a request that reached staff (%s) stops emails once, with a line in the ledger", async (reason, via) => {
  const { id } = await aSubscriber({ email, topics: ["news"] });
  expect(await send({ do: "suppress", reason })).toMatchObject({ status: 200, data: { found: { reasons: [{ reason }] } } });
  expect(await send({ do: "suppress", reason })).toMatchObject({
    status: 200,
    data: { notice: expect.stringContaining("already") as string },
  });
  expect(await isInAudience(db, id, { topic: "news", reach: "monthly" })).toBe(false);
  expect((await listConsents(db, email)).map((line) => [line.action, line.via])).toEqual([
    ["confirmed", "newsletter"],
    ["withdrawn", via],
  ]);
});

test("without how, when and what was said, nothing is lifted", async () => {
  await suppressed("fps");
  const wrong = [
    { ...unsuppressInput, channel: "" },
    { ...unsuppressInput, requestedOn: "31/01/2026" },
    { ...unsuppressInput, requestedOn: "2026-02-30" },
    { ...unsuppressInput, requestedOn: "2999-01-01" },
    { ...unsuppressInput, statement: " " },
    { ...unsuppressInput, statement: "write to eve@example.org" },
    { ...unsuppressInput, statement: "x".repeat(201) },
  ];
  for (const each of wrong) {
    const { status, data } = await send({ do: "lift", ...each });
    expect({ status, data }).toMatchObject({ status: 400, data: { errors: [{}], lift: each } });
  }
  expect(await listSuppressionReasons(db, email)).toEqual(["fps"]);
  expect(await db.suppressionRemoval.count()).toBe(0);
});

const checkImportable = async () => {
  const line = `email,topics,consented_at,consent_words,consent_source\n${email},news,2026-03-01,Send me news,fair`;
  const counts = await importRows(
    async function* () {
      yield Buffer.from(line);
    },
    { dryRun: true },
  );
  return "subscribed" in counts && counts.subscribed === 1;
};

const getSignUpOutcome = async () => {
  await requestSubscription({ email, preferences: { topics: ["news"], emailFrequency: "monthly" } }, { ip: "203.0.113.7" });
  const request = await db.newsletterRequest.findFirstOrThrow({ orderBy: { requestedAt: "desc" } });
  return await answerSignUpRequest(request.id);
};

test.each(["complaint", "erasure", "fps"] as const)(
  "%s is lifted with the person's own request: then they may sign up, and only they",
  async (reason) => {
    await suppressed(reason);
    expect(await send({ do: "lift", ...unsuppressInput })).toMatchObject({
      status: 200,
      data: { found: { reasons: [{ reason: "unsubscribed" }], canUnsuppress: false } },
    });
    expect(await db.suppressionRemoval.findMany()).toMatchObject([
      { ...unsuppressInput, requestedOn: new Date("2026-01-31T00:00:00Z"), reason, removedBy: expect.any(String) as string },
    ]);
    expect(await checkImportable()).toBe(false);
    expect(await db.newsletterSubscription.count()).toBe(0);
    expect(await getSignUpOutcome()).toBe("waiting");
    expect(await send({ do: "lift", ...unsuppressInput })).toMatchObject({ status: 409 });
  },
);

test("what the person left by themselves, only they come back from", async () => {
  await suppressed("unsubscribed");
  expect(await send({ do: "lift", ...unsuppressInput })).toMatchObject({ status: 409 });
  expect(await listSuppressionReasons(db, email)).toEqual(["unsubscribed"]);
  expect(await getSignUpOutcome()).toBe("waiting");
});

test("after a bounce emails go as before, and Resend's own list is told; its address is forgotten then", async () => {
  const { id } = await aSubscriber({ email, topics: ["news"] });
  const atResend = () => fetch(`${resendUrl()}/suppressions/${encodeURIComponent(email)}`, { headers });
  const headers = { authorization: "Bearer re_sandbox_nothing_is_real", "content-type": "application/json" };
  await fetch(`${resendUrl()}/suppressions`, { method: "POST", headers, body: JSON.stringify({ email }) });
  await runUntilIdle();
  expect([await listSuppressionReasons(db, email), (await atResend()).status]).toEqual([["bounce"], 200]);
  expect(await isInAudience(db, id, { topic: "news", reach: "monthly" })).toBe(false);
  expect(await send({ do: "lift", ...unsuppressInput })).toMatchObject({
    status: 200,
    data: { found: { reasons: [], state: "subscribed" } },
  });
  expectNoPersonalData((await waitingJobs()).map((job) => JSON.stringify(job)));
  await runUntilIdle();
  expect(await isInAudience(db, id, { topic: "news", reach: "monthly" })).toBe(true);
  expect((await atResend()).status).toBe(404);
  expect(await db.suppressionRemoval.findMany()).toMatchObject([{ reason: "bounce", email: null }]);
});

test("nothing is lifted for somebody who is being forgotten", async () => {
  await aSubscriber({ email, status: "erasing" });
  await suppressed("erasure");
  expect(await unsuppress("site", email, { ...unsuppressInput, channel: "in_writing" }, "Staff")).toEqual({ refused: "being-erased" });
});

test("what was written down of a lift stays as it is", async () => {
  await suppressed("fps");
  await send({ do: "lift", ...unsuppressInput });
  await expect(pool.query("UPDATE suppression_removal SET statement = 'else'")).rejects.toThrow(/append-only/);
  await expect(pool.query("DELETE FROM suppression_removal")).rejects.toThrow(/append-only/);
});
