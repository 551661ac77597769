import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { answerRequest } from "~/newsletter/sign-up/answer-sign-up-request.server";
import { isInAudience } from "~/newsletter/audience.server";
import { importList } from "~/newsletter/imports/import-rows.server";
import { liftSuppression } from "~/newsletter/suppressions/unsuppress.server";
import { requestSubscription } from "~/newsletter/sign-up/request-subscription.server";
import * as screen from "~/desk/newsletter/routes/suppressions";
import { suppress } from "~/newsletter/suppressions/suppress.server";
import type { SuppressionReason } from "~/newsletter/suppressions/suppression";
import { suppressionsOf } from "~/newsletter/suppressions/suppressions.server";
import { db, inTransaction, pool } from "~/platform/database/db.server";
import { consentsOf } from "~/supporters/consent/ledger.server";
import { freshDatabase } from "tests/support/database";
import { atDesk, openDesk, type Answer } from "tests/support/desk";
import { expectNobodyNamed, waitingJobs } from "tests/support/gift";
import { mailWorld, resendUrl, settle } from "tests/support/mail-world";
import { aSubscriber } from "tests/support/newsletter";

freshDatabase();
mailWorld();
vi.setConfig({ testTimeout: 60_000 });
let closeDesk: () => void;
beforeEach(() => void (closeDesk = openDesk()));
afterEach(() => closeDesk());

const email = "ada@example.org";
const wish = { asked: "in-writing", askedOn: "2026-01-31", words: "I pressed the wrong button" };
const send = (form: Record<string, string>): Promise<Answer> => atDesk(screen, { form: { email, ...form } });
const suppressed = (reason: SuppressionReason) => inTransaction((tx) => suppress(tx, email, reason));

test("an address is looked up by a form: its subscription, why nothing goes there, and what was agreed to", async () => {
  expect(await send({ do: "look" })).toMatchObject({ status: 200, data: { found: { state: null, reasons: [], history: [] } } });
  await aSubscriber({ email, topics: ["news"] });
  await suppressed("complaint");
  const { data } = await send({ do: "look", email: "ADA@example.org" });
  expect(data).toMatchObject({
    found: {
      state: "left",
      reasons: [{ reason: "complaint" }],
      mayLift: true,
      history: [{ words: "Took back News, by marking a letter as spam" }, { words: "Said yes to News, on the newsletter’s form" }],
    },
  });
});

test("what is no address, or no button, is answered in words and changes nothing", async () => {
  expect(await send({ do: "look", email: "ada" })).toMatchObject({ status: 400, data: { email: "ada", mistakes: [{ field: "email" }] } });
  expect(await send({ do: "suppress" })).toMatchObject({ status: 400, data: { mistakes: [{ field: "reason" }] } });
  expect(await send({ do: "suppress", reason: "erasure" })).toMatchObject({ status: 400 });
  expect(await send({ do: "drop" })).toMatchObject({ status: 400 });
  expect(await db.suppression.count()).toBe(0);
});

test.each([
  ["left", "desk"],
  ["fps", "fps"],
] as const)("a wish that reached staff (%s) stops letters once, with a line in the ledger", async (reason, via) => {
  const { id } = await aSubscriber({ email, topics: ["news"] });
  expect(await send({ do: "suppress", reason })).toMatchObject({ status: 200, data: { found: { reasons: [{ reason }] } } });
  expect(await send({ do: "suppress", reason })).toMatchObject({
    status: 200,
    data: { notice: expect.stringContaining("already") as string },
  });
  expect(await isInAudience(db, id, { topic: "news", reach: "monthly" })).toBe(false);
  expect((await consentsOf(db, email)).map((line) => [line.action, line.via])).toEqual([
    ["confirmed", "newsletter"],
    ["withdrawn", via],
  ]);
});

test("without how, when and what was said, nothing is lifted", async () => {
  await suppressed("fps");
  const wrong = [
    { ...wish, asked: "" },
    { ...wish, askedOn: "31/01/2026" },
    { ...wish, askedOn: "2026-02-30" },
    { ...wish, askedOn: "2999-01-01" },
    { ...wish, words: " " },
    { ...wish, words: "write to eve@example.org" },
    { ...wish, words: "x".repeat(201) },
  ];
  for (const each of wrong) {
    const { status, data } = await send({ do: "lift", ...each });
    expect({ status, data }).toMatchObject({ status: 400, data: { mistakes: [{}], lift: each } });
  }
  expect(await suppressionsOf(db, email)).toEqual(["fps"]);
  expect(await db.suppressionLift.count()).toBe(0);
});

const mayBeImported = async () => {
  const line = `email,topics,consented_at,consent_words,consent_source\n${email},news,2026-03-01,Send me news,fair`;
  const counts = await importList(
    async function* () {
      yield Buffer.from(line);
    },
    { dryRun: true },
  );
  return "subscribed" in counts && counts.subscribed === 1;
};

const signUpIs = async () => {
  await requestSubscription({ email, wish: { topics: ["news"], rhythm: "monthly" } }, { address: "203.0.113.7" });
  const request = await db.newsRequest.findFirstOrThrow({ orderBy: { askedAt: "desc" } });
  return await answerRequest(request.id);
};

test.each(["complaint", "erasure", "fps"] as const)(
  "%s is lifted with the person's own wish: then they may sign up, and only they",
  async (reason) => {
    await suppressed(reason);
    expect(await send({ do: "lift", ...wish })).toMatchObject({
      status: 200,
      data: { found: { reasons: [{ reason: "left" }], mayLift: false } },
    });
    expect(await db.suppressionLift.findMany()).toMatchObject([{ ...wish, reason, liftedBy: expect.any(String) as string }]);
    expect(await mayBeImported()).toBe(false);
    expect(await db.subscription.count()).toBe(0);
    expect(await signUpIs()).toBe("waiting");
    expect(await send({ do: "lift", ...wish })).toMatchObject({ status: 409 });
  },
);

test("what the person left by themselves, only they come back from", async () => {
  await suppressed("left");
  expect(await send({ do: "lift", ...wish })).toMatchObject({ status: 409 });
  expect(await suppressionsOf(db, email)).toEqual(["left"]);
  expect(await signUpIs()).toBe("waiting");
});

test("after a bounce letters go as before, and Resend's own list is told; its address is forgotten then", async () => {
  const { id } = await aSubscriber({ email, topics: ["news"] });
  const atResend = () => fetch(`${resendUrl()}/suppressions/${encodeURIComponent(email)}`, { headers });
  const headers = { authorization: "Bearer re_sandbox_nothing_is_real", "content-type": "application/json" };
  await fetch(`${resendUrl()}/suppressions`, { method: "POST", headers, body: JSON.stringify({ email }) });
  await settle();
  expect([await suppressionsOf(db, email), (await atResend()).status]).toEqual([["bounce"], 200]);
  expect(await isInAudience(db, id, { topic: "news", reach: "monthly" })).toBe(false);
  expect(await send({ do: "lift", ...wish })).toMatchObject({ status: 200, data: { found: { reasons: [], state: "subscribed" } } });
  expectNobodyNamed((await waitingJobs()).map((job) => JSON.stringify(job)));
  await settle();
  expect(await isInAudience(db, id, { topic: "news", reach: "monthly" })).toBe(true);
  expect((await atResend()).status).toBe(404);
  expect(await db.suppressionLift.findMany()).toMatchObject([{ reason: "bounce", email: null }]);
});

test("nothing is lifted for somebody who is being forgotten", async () => {
  await aSubscriber({ email, state: "erasing" });
  await suppressed("erasure");
  expect(await liftSuppression(email, { ...wish, asked: "in-writing" }, "Staff")).toEqual({ refused: "being-erased" });
});

test("what was written down of a lift stays as it is", async () => {
  await suppressed("fps");
  await send({ do: "lift", ...wish });
  await expect(pool.query("UPDATE suppression_lift SET words = 'else'")).rejects.toThrow(/append-only/);
  await expect(pool.query("DELETE FROM suppression_lift")).rejects.toThrow(/append-only/);
});
