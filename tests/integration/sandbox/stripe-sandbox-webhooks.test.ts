import { createHmac } from "node:crypto";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Stripe from "stripe";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { movableClock } from "~/sandbox/clock";
import { startStripeSandbox } from "~/sandbox/stripe/server";
import { sign } from "~/sandbox/stripe/webhooks/sign";
import { idOf } from "~/sandbox/stripe/records";
import {
  createClient,
  daySeconds,
  donationSessionParams,
  startHarness,
  type SandboxHarness,
} from "tests/support/sandbox/stripe-sandbox-harness";

let harness: SandboxHarness;
let folder: string;
let stateFile: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "stripe-sandbox-"));
  stateFile = join(folder, "kept", "stripe.jsonl");
  harness = await startHarness({ stateFile, retryDelays: Array.from({ length: 200 }, () => 20) });
});
afterEach(async () => {
  const violations = harness.control.violations();
  await harness.close();
  rmSync(folder, { recursive: true, force: true });
  expect(violations).toEqual([]);
});

const expectedEventTypes = ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"];

async function pay(stripe = harness.stripe) {
  const session = await stripe.checkout.sessions.create(donationSessionParams(1000));
  harness.control.completeSession(session.id);
  return session;
}

describe("webhooks", () => {
  it("are signed with the real time, and nothing else passes", async () => {
    await pay();
    expect(await harness.takeTypes()).toEqual(expectedEventTypes);
    expect(harness.getForgedCount()).toBe(0);
    const body = '{"id":"evt_1","object":"event"}';
    const verifier = new Stripe("sk_test_verifier_only").webhooks;
    expect(verifier.constructEvent(body, sign(body, "whsec_right", Date.now()), "whsec_right").id).toBe("evt_1");
    for (const header of [
      sign(body, "whsec_wrong", Date.now()),
      sign(`${body} `, "whsec_right", Date.now()),
      sign(body, "whsec_right", Date.now() - daySeconds * 1000),
    ]) {
      expect(() => verifier.constructEvent(body, header, "whsec_right")).toThrow();
    }
    expect(sign("x", "s", 5000)).toBe(`t=5,v1=${createHmac("sha256", "s").update("5.x").digest("hex")}`);
  });

  it("are tried again until they are taken, and counted", async () => {
    harness.respondWith(500);
    await pay();
    await harness.control.flush();
    const [event] = (await harness.stripe.events.list({ type: "checkout.session.completed" })).data;
    expect(event?.pending_webhooks).toBe(1);
    harness.respondWith(200);
    expect((await harness.takeTypes()).toSorted()).toEqual(expectedEventTypes.toSorted());
    expect((await harness.stripe.events.retrieve(event?.id ?? "")).pending_webhooks).toBe(0);
    expect(harness.control.deliveries().every(({ attempts }) => attempts[0] === "500" && attempts.at(-1) === "200")).toBe(true);
  });

  it("are given up after the last attempt, and can be sent again", async () => {
    const brief = await startHarness({ retryDelays: [1, 2, 3] });
    brief.respondWith(503);
    await brief.stripe.customers.create({ name: "Unheard" });
    await brief.control.idle();
    expect(brief.control.deliveries()).toMatchObject([{ state: "abandoned", attempts: ["503", "503", "503", "503"] }]);
    brief.respondWith(200);
    brief.control.resend(brief.control.deliveries()[0]?.event ?? "");
    expect(await brief.takeTypes()).toEqual(["customer.created"]);
    await brief.close();
  });
});

describe("bad luck", () => {
  it("duplicates, shuffles and delays, the same way for the same seed", async () => {
    const run = async (seed: number) => {
      harness.control.chaos({ seed, duplicate: 1, shuffle: 1, delayUpTo: 5 });
      await pay();
      return harness.takeTypes();
    };
    const first = await run(7);
    expect(first.toSorted()).toEqual([...expectedEventTypes, ...expectedEventTypes].toSorted());
    expect(first).not.toEqual([...expectedEventTypes, ...expectedEventTypes]);
    harness.control.chaos({ duplicate: 0, delayUpTo: 0 });
    const orders = [];
    for (const seed of [3, 3, 4]) {
      harness.control.chaos({ seed });
      await pay();
      orders.push(await harness.takeTypes());
    }
    expect(orders[0]).toEqual(orders[1]);
    expect(orders[0]?.toSorted()).toEqual(expectedEventTypes.toSorted());
  });

  it("drops webhooks: nothing arrives, yet the events can be asked for", async () => {
    harness.control.chaos({ drop: { next: 3 } });
    await pay();
    expect(await harness.takeTypes()).toEqual(["checkout.session.completed"]);
    const events = (await harness.stripe.events.list({ delivery_success: false })).data;
    expect(events.map(({ type }) => type).toReversed()).toEqual(expectedEventTypes.slice(0, 3));
  });

  it.each(["errorAfterCommit", "lostReply"] as const)("%s: the client asks again by the same key, and it happens once", async (fault) => {
    harness.control.chaos({ [fault]: { next: 1 } });
    const stripe = createClient(harness.sandbox, 2);
    const session = await stripe.checkout.sessions.create(donationSessionParams(1000), { idempotencyKey: "gift-1" });
    expect(session.lastResponse.headers["idempotent-replayed"]).toBe("true");
    expect((await stripe.checkout.sessions.list()).data.map(({ id }) => id)).toEqual([session.id]);
  });

  it("answers 429, and does nothing", async () => {
    harness.control.chaos({ tooManyRequests: { next: 1 } });
    await expect(harness.stripe.customers.create({ name: "x" })).rejects.toBeInstanceOf(Stripe.errors.StripeRateLimitError);
    expect((await harness.stripe.customers.list()).data).toEqual([]);
  });
});

describe("over HTTP, the control", () => {
  const control = (path: string, body?: object) =>
    fetch(`${harness.sandbox.url}/_sandbox/${path}`, body && { method: "POST", body: JSON.stringify(body) });

  it("does what its methods do, and refuses in words what it does not know", async () => {
    const session = await harness.stripe.checkout.sessions.create(donationSessionParams(2500));
    expect(await (await control(`sessions/${session.id}/complete`, { bacs: "pays" })).json()).toMatchObject({ outcome: "processing" });
    await control("clock/advance", { seconds: 7 * daySeconds });
    const intent = idOf((await harness.stripe.checkout.sessions.retrieve(session.id)).payment_intent) ?? "";
    expect(await (await control(`payments/${intent}/refund`, { amount: 500 })).json()).toMatchObject({ object: "refund", amount: 500 });
    await control("idle", {});
    expect(((await (await control("deliveries")).json()) as object[]).length).toBeGreaterThan(5);
    expect(await (await control("violations")).json()).toEqual([]);
    expect(await (await control("chaos", { drop: { next: 1 } })).json()).toMatchObject({ drop: { next: 1 } });
    for (const [path, body, status] of [
      ["chaos", { dorp: 1 }, 400],
      ["sessions/cs_none/complete", {}, 404],
      ["nothing", {}, 404],
    ] as const) {
      const response = await control(path, body);
      expect(response.status).toBe(status);
      expect(((await response.json()) as { refused: string }).refused).not.toBe("");
    }
    await control("reset", {});
    expect((await harness.stripe.charges.list()).data).toEqual([]);
    expect((await harness.stripe.webhookEndpoints.list()).data).toHaveLength(1);
  });
});

describe("a restart", () => {
  const webhookOf = async () => (await harness.stripe.webhookEndpoints.retrieve("we_sandbox")).url;

  it("keeps everything: objects, answers, clock, plans, and webhooks still to be delivered", async () => {
    const { stripe } = harness;
    const session = await stripe.checkout.sessions.create(donationSessionParams(2500), { idempotencyKey: "gift-1" });
    harness.control.completeSession(session.id, { bacs: "pays" });
    await harness.control.advance({ seconds: daySeconds / 2 });
    harness.respondWith(500);
    await stripe.customers.create({ name: "Later" });
    await new Promise((resolve) => setTimeout(resolve, 10));
    const url = await webhookOf();
    await harness.sandbox.stop();
    harness.respondWith(200);
    harness.receivedEvents.length = 0;

    const clock = movableClock();
    const again = await startStripeSandbox({ port: 0, webhook: { url, secret: "whsec_for_these_tests_only" }, stateFile, clock });
    try {
      const client = createClient(again);
      expect(clock.secondsAhead()).toBeGreaterThan(daySeconds / 2 - 60);
      await again.control.flush();
      // One that was under way at the stop may arrive twice, as Stripe's may.
      expect(new Set(harness.receivedEvents.map(({ type }) => type))).toEqual(new Set(["customer.created"]));
      expect((await client.checkout.sessions.create(donationSessionParams(2500), { idempotencyKey: "gift-1" })).id).toBe(session.id);
      await again.control.advance({ seconds: 7 * daySeconds });
      expect((await client.checkout.sessions.retrieve(session.id)).payment_status).toBe("paid");
      expect(again.control.violations()).toEqual([]);
    } finally {
      await again.stop();
    }
  });

  it("reads a file whose last line was cut short, and puts one of another version aside", async () => {
    await harness.stripe.customers.create({ name: "Kept" });
    await harness.sandbox.stop();
    writeFileSync(stateFile, `${readFileSync(stateFile, "utf8")}{"table":"customer","id":"cus_cut`);
    const second = await startStripeSandbox({ port: 0, webhook: null, stateFile });
    expect((await createClient(second).customers.list()).data.map(({ name }) => name)).toEqual(["Kept"]);
    await second.stop();
    writeFileSync(stateFile, readFileSync(stateFile, "utf8").replace(/^.*\n/, '{"holds":"something else"}\n'));
    const third = await startStripeSandbox({ port: 0, webhook: null, stateFile });
    expect((await createClient(third).customers.list()).data).toEqual([]);
    await third.stop();
    expect(readFileSync(`${stateFile}.old`, "utf8")).toContain("Kept");
  });

  it("after being killed, has everything that it ever answered", async () => {
    const file = join(folder, "killed.jsonl");
    const script = `import { startStripeSandbox } from "~/sandbox/stripe/server";
      void startStripeSandbox({ port: 0, webhook: null, stateFile: ${JSON.stringify(file)} }).then(({ url }) => console.log(url));`;
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const url = await new Promise<string>((resolve) => child.stdout.once("data", (data: Buffer) => resolve(data.toString().trim())));
    const client = createClient({ ...harness.sandbox, url });
    const answered: string[] = [];
    const writers = Array.from({ length: 4 }, async () => {
      for (let writing = true; writing;) {
        writing = await client.customers.create({ name: "x" }).then(
          ({ id }) => answered.push(id) > 0,
          () => false,
        );
      }
    });
    while (answered.length < 25) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill("SIGKILL");
    await Promise.all(writers);

    const again = await startStripeSandbox({ port: 0, webhook: null, stateFile: file });
    const kept = await createClient(again).customers.list({ limit: 100 }).autoPagingToArray({ limit: 10_000 });
    await again.stop();
    expect(kept.map(({ id }) => id)).toEqual(expect.arrayContaining(answered));
  });
});
