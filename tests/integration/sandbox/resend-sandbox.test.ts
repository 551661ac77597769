import { once } from "node:events";
import { mkdtemp, appendFile, rm } from "node:fs/promises";
import { createServer, request as httpRequest, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Resend } from "resend";
import { afterEach, expect, test } from "vitest";
import { listSamples } from "emails/index";
import { renderEmail } from "~/platform/mail/render-email.server";
import { startResendSandbox, type ResendSandbox, type ResendSandboxOptions } from "~/sandbox/resend/start-resend-sandbox";

const secret = `whsec_${Buffer.from("a secret of the tests, 32 bytes.").toString("base64")}`;
const email = {
  from: "Roomlight <hello@roomlight.example>",
  to: "ada@example.org",
  subject: "Your receipt",
  html: "<p>Thank you</p>",
  text: "Thank you",
};
const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function start(options: Partial<ResendSandboxOptions> = {}): Promise<{ sandbox: ResendSandbox; resend: Resend }> {
  const sandbox = await startResendSandbox({
    port: 0,
    webhook: null,
    requestsPerSecond: 1000,
    ...options,
  });
  closing.push(() => sandbox.stop());
  return { sandbox, resend: new Resend("re_test", { baseUrl: sandbox.url }) };
}

type Received = { headers: IncomingHttpHeaders; body: string };

/** A site that keeps the webhooks it gets and answers with the given statuses, then 200. */
async function receiver(statuses: number[] = []): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      received.push({ headers: request.headers, body });
      response.writeHead(statuses.shift() ?? 200).end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/resend`,
    received,
  };
}

const getEventTypes = (received: Received[]) => received.map(({ body }) => (JSON.parse(body) as { type: string }).type);

test("an email is accepted, listed, and given back as it was sent", async () => {
  const { resend } = await start();
  const sent = await resend.emails.send({
    ...email,
    replyTo: "desk@roomlight.example",
    headers: { "X-Kind": "receipt" },
    tags: [{ name: "kind", value: "receipt" }],
  });
  expect(sent.error).toBeNull();
  const got = await resend.emails.get(sent.data?.id ?? "");
  expect(got.data).toMatchObject({
    object: "email",
    to: ["ada@example.org"],
    subject: "Your receipt",
    text: "Thank you",
    reply_to: ["desk@roomlight.example"],
    last_event: "delivered",
  });
  const second = await resend.emails.send({ ...email, subject: "Second" });
  const list = await resend.emails.list({ limit: 1 });
  expect(list.data).toMatchObject({
    has_more: true,
    data: [{ id: second.data?.id, subject: "Second" }],
  });
  const rest = await resend.emails.list({ after: second.data?.id ?? "" });
  expect(rest.data).toMatchObject({ has_more: false, data: [{ id: sent.data?.id }] });
  expect((await resend.emails.get("5b0d6a3e-0000-4000-8000-000000000000")).error).toMatchObject({
    statusCode: 404,
    name: "not_found",
  });
});

test.each([
  [{ to: [] as string[] }, "missing_required_field", /`to`/],
  [{ from: "" }, "missing_required_field", /`from`/],
  [{ subject: "" }, "missing_required_field", /`subject`/],
  [{ to: "not an address" }, "validation_error", /`to`/],
  [{ to: "ada@example.org\r\nBcc: eve@example.org" }, "validation_error", /`to`/],
  [{ to: `${"a".repeat(65)}@example.org` }, "validation_error", /`to`/],
  [{ to: "a@b" }, "validation_error", /`to`/],
  [{ from: "Roomlight" }, "invalid_from_address", /`from`/],
  [{ subject: "two\nlines" }, "validation_error", /`subject`/],
  [{ html: "", text: "" }, "validation_error", /`html` or `text`/],
  [{ headers: { "X-A": "b\r\nBcc: eve@example.org" } }, "validation_error", /`headers`/],
])("an email with %j is refused as %s", async (wrong, name, message) => {
  const { sandbox, resend } = await start();
  const { error } = await resend.emails.send({ ...email, ...wrong });
  expect(error).toMatchObject({ statusCode: 422, name });
  expect(error?.message).toMatch(message);
  expect(sandbox.control.messages()).toEqual([]);
});

test.each(["ada@example.org", "Ada <ada+news@example.org>", '"a b"@example.org', "o'hara@example.co.uk"])(
  "%s is an address",
  async (to) => {
    const { resend } = await start();
    expect((await resend.emails.send({ ...email, to })).error).toBeNull();
  },
);

test("a real key, and no key, are refused without being repeated", async () => {
  const { sandbox } = await start();
  const { error } = await new Resend("re_AbCd1234_realistic", { baseUrl: sandbox.url }).emails.send(email);
  expect(error).toMatchObject({ statusCode: 403, name: "invalid_api_key" });
  expect(error?.message).toContain("sandbox");
  expect(error?.message).not.toContain("AbCd1234");
  const bare = await fetch(`${sandbox.url}/emails`, { method: "POST", body: "{}" });
  expect(bare.status).toBe(401);
  expect(await bare.json()).toMatchObject({ name: "missing_api_key" });
});

test("paths, methods and bodies that make no sense are refused in Resend's shape", async () => {
  const { sandbox } = await start();
  const ask = async (method: string, path: string, body?: string) =>
    (
      await fetch(sandbox.url + path, {
        method,
        headers: { authorization: "Bearer re_test" },
        ...(body !== undefined && { body }),
      })
    ).json();
  expect(await ask("GET", "/nothing")).toMatchObject({ statusCode: 404, name: "not_found" });
  expect(await ask("DELETE", "/emails")).toMatchObject({
    statusCode: 405,
    name: "method_not_allowed",
  });
  expect(await ask("POST", "/emails", "{")).toMatchObject({
    statusCode: 400,
    name: "validation_error",
  });
  expect(await ask("POST", "/emails", "[]")).toMatchObject({ statusCode: 422 });
  expect(await ask("POST", "/emails", `"${"x".repeat(11 * 1024 * 1024)}"`)).toMatchObject({
    statusCode: 413,
  });
});

test("the same key and email is one email; another email is refused; after a day the key is free", async () => {
  let now = new Date("2026-09-07T10:00:00Z");
  const { sandbox, resend } = await start({ now: () => now });
  const first = await resend.emails.send(email, { idempotencyKey: "receipt/1" });
  expect((await resend.emails.send(email, { idempotencyKey: "receipt/1" })).data?.id).toBe(first.data?.id);
  expect(sandbox.control.messages()).toHaveLength(1);
  expect((await resend.emails.send({ ...email, subject: "Other" }, { idempotencyKey: "receipt/1" })).error).toMatchObject({
    statusCode: 409,
    name: "invalid_idempotent_request",
  });
  now = new Date("2026-09-08T10:00:01Z");
  expect((await resend.emails.send(email, { idempotencyKey: "receipt/1" })).data?.id).not.toBe(first.data?.id);
  expect((await resend.emails.send(email, { idempotencyKey: "k".repeat(257) })).error).toMatchObject({
    statusCode: 400,
    name: "invalid_idempotency_key",
  });
});

test("the same key while the first is under way is refused, and makes no second email", async () => {
  const { sandbox, resend } = await start();
  sandbox.control.delay(150);
  const answers = await Promise.all([1, 2].map(() => resend.emails.send(email, { idempotencyKey: "receipt/1" })));
  expect(answers.map(({ error }) => error?.name).filter(Boolean)).toEqual(["concurrent_idempotent_requests"]);
  expect(sandbox.control.messages()).toHaveLength(1);
});

test("a batch is all or nothing, or permissive when asked, with at most 100 emails and no attachments", async () => {
  const { sandbox, resend } = await start();
  const { data } = await resend.batch.send([email, { ...email, to: "bea@example.org" }], {
    idempotencyKey: "batch/1",
  });
  expect(data?.data).toHaveLength(2);
  const mixed = [email, { ...email, to: "nobody" }];
  expect((await resend.batch.send(mixed)).error).toMatchObject({
    statusCode: 422,
    name: "validation_error",
  });
  expect(sandbox.control.messages()).toHaveLength(2);
  const permissive = await resend.batch.send(mixed, { batchValidation: "permissive" });
  expect(permissive.data).toMatchObject({
    data: [{ id: expect.any(String) }],
    errors: [{ index: 1 }],
  });
  expect((await resend.batch.send(Array.from({ length: 101 }, () => email))).error?.message).toMatch(/100/);
  const attached = { ...email, attachments: [{ filename: "a.txt", content: "YQ==" }] };
  expect((await resend.batch.send([attached as typeof email])).error?.message).toMatch(/attachments/);
});

test("requests beyond the rate are refused, with headers that say when to come back", async () => {
  const { sandbox, resend } = await start({ requestsPerSecond: 2 });
  const answers = [];
  for (let turn = 0; turn < 7; turn += 1) answers.push(await resend.emails.send(email));
  const refused = answers.filter(({ error }) => error?.name === "rate_limit_exceeded");
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]?.headers).toMatchObject({
    "ratelimit-limit": "2",
    "ratelimit-remaining": "0",
    "retry-after": "1",
  });
  expect(answers[0]?.headers).toMatchObject({
    "ratelimit-policy": "2;w=1",
    "ratelimit-remaining": "1",
  });
  expect(sandbox.control.messages()).toHaveLength(answers.length - refused.length);
});

test("faults: refusals accept nothing, a lost reply accepts once", async () => {
  const { sandbox, resend } = await start();
  sandbox.control.refuseNext(429, 1);
  sandbox.control.refuseNext(500, 2);
  const names = [];
  for (let turn = 0; turn < 3; turn += 1) names.push((await resend.emails.send(email)).error?.name);
  expect(names).toEqual(["rate_limit_exceeded", "internal_server_error", "internal_server_error"]);
  expect(sandbox.control.messages()).toEqual([]);
  sandbox.control.loseNextReplies(1);
  expect((await resend.emails.send(email, { idempotencyKey: "a" })).error).toMatchObject({
    name: "application_error",
    statusCode: null,
  });
  const again = await resend.emails.send(email, { idempotencyKey: "a" });
  expect(sandbox.control.messages().map(({ id }) => id)).toEqual([again.data?.id]);
});

test.each([
  ["delivered@resend.dev", ["email.sent", "email.delivered"]],
  ["bounced+label@resend.dev", ["email.sent", "email.bounced"]],
  ["complained@resend.dev", ["email.sent", "email.delivered", "email.complained"]],
  ["gone@example.org", ["email.failed"]],
])("webhooks of an email to %s are %j, signed so that the real client accepts them", async (to, types) => {
  const { url, received } = await receiver();
  const { sandbox, resend } = await start({ webhook: { url, secret } });
  sandbox.control.decide("gone@example.org", "failed");
  const { data } = await resend.emails.send({ ...email, to });
  await sandbox.control.webhooksSettled();
  expect(getEventTypes(received).toSorted()).toEqual(types.toSorted());
  for (const { headers, body } of received) {
    const signed = {
      id: String(headers["svix-id"]),
      timestamp: String(headers["svix-timestamp"]),
      signature: String(headers["svix-signature"]),
    };
    expect(resend.webhooks.verify({ payload: body, headers: signed, webhookSecret: secret })).toMatchObject({
      data: { email_id: data?.id, to: [to] },
    });
    expect(() =>
      resend.webhooks.verify({
        payload: body.replace("email.", "email_"),
        headers: signed,
        webhookSecret: secret,
      }),
    ).toThrow();
  }
});

test("a webhook is tried again until the site takes it, and comes twice when asked, under one id", async () => {
  const { url, received } = await receiver([500, 500]);
  const { sandbox, resend } = await start({
    webhook: { url, secret },
    webhookRetries: [10, 10, 10],
  });
  const { data } = await resend.emails.send(email);
  await sandbox.control.webhooksSettled();
  expect(received).toHaveLength(4);
  expect(new Set(received.map(({ headers }) => headers["svix-id"])).size).toBe(2);
  sandbox.control.duplicateWebhooks(1);
  expect(sandbox.control.complain(data?.id ?? "")).toBe(true);
  await sandbox.control.webhooksSettled();
  const later = received.slice(4).filter((each) => !getEventTypes([each]).includes("suppression.added"));
  const [one, two] = later;
  expect(getEventTypes(later)).toEqual(["email.complained", "email.complained"]);
  expect(received).toHaveLength(7);
  expect(one?.headers["svix-id"]).toBe(two?.headers["svix-id"]);
  expect(sandbox.control.complain("unknown")).toBe(false);
});

test("emails, keys and webhooks not yet taken survive a restart, and a line torn by a kill does not matter", async () => {
  const folder = await mkdtemp(join(tmpdir(), "roomlight-resend-"));
  closing.push(() => rm(folder, { recursive: true }));
  const stateFile = join(folder, "new folder", "resend.jsonl");
  const before = await start({
    stateFile,
    webhook: { url: "http://127.0.0.1:9/", secret },
    webhookRetries: [60_000],
  });
  const sent = await before.resend.emails.send(email, { idempotencyKey: "receipt/1" });
  before.sandbox.control.decide("ada@example.org", "bounced");
  await before.sandbox.stop();
  closing.pop();
  await appendFile(stateFile, '["messages","torn",{"id":"to');

  const { url, received } = await receiver();
  const after = await start({ stateFile, webhook: { url, secret } });
  await after.sandbox.control.webhooksSettled();
  expect(getEventTypes(received).toSorted()).toEqual(["email.delivered", "email.sent"]);
  expect(after.sandbox.control.messages().map(({ id }) => id)).toEqual([sent.data?.id]);
  expect((await after.resend.emails.send(email, { idempotencyKey: "receipt/1" })).data?.id).toBe(sent.data?.id);
  const bounced = await after.resend.emails.send(email);
  expect((await after.resend.emails.get(bounced.data?.id ?? "")).data?.last_event).toBe("bounced");
});

test("the outbox shows each email shut in, as text with links, with its headers, and finds by address", async () => {
  const { sandbox, resend } = await start();
  const hostile = {
    ...email,
    subject: "<script>alert(1)</script>",
    html: '<script>alert(1)</script><a href="http://127.0.0.1:3000/x">go</a>',
    text: "Go to http://127.0.0.1:3000/thank-you/a?b=1&c=2.",
    headers: { "X-Kind": "receipt" },
  };
  const { data } = await resend.emails.send(hostile);
  await resend.emails.send({ ...email, to: "bea@example.org" });
  const read = async (path: string) => {
    const response = await fetch(sandbox.url + path);
    return { response, text: await response.text() };
  };
  const list = await read("/");
  expect(list.text).toContain("Pretend Resend: nothing leaves this machine");
  expect(list.text).not.toContain("<script>");
  expect(list.text.indexOf("bea@example.org")).toBeLessThan(list.text.indexOf("ada@example.org"));
  expect((await read("/?to=BEA")).text).not.toContain("ada@example.org");
  const one = await read(`/outbox/${data?.id}`);
  expect(one.text).toMatch(/<iframe\s+src="\/outbox\/[\w-]+\/email"[^>]*\ssandbox="(?!.*allow-scripts)/);
  const inside = await read(`/outbox/${data?.id}/email`);
  expect(inside.response.headers.get("content-security-policy")).toMatch(/^sandbox (?!.*allow-scripts).*default-src 'none'/);
  expect((await read(`/outbox/${data?.id}/text`)).text).toContain('<a href="http://127.0.0.1:3000/thank-you/a?b=1&amp;c=2">');
  expect((await read(`/outbox/${data?.id}/headers`)).text).toMatch(/X-Kind<\/dt>\s*<dd>receipt/);
  expect((await read("/outbox/unknown")).response.status).toBe(404);
});

test("the outbox is emptied by its own button only", async () => {
  const { sandbox, resend } = await start();
  await resend.emails.send(email);
  const empty = (origin: string) =>
    fetch(`${sandbox.url}/outbox/empty`, {
      method: "POST",
      headers: { origin },
      redirect: "manual",
    });
  expect((await empty("http://evil.example")).status).toBe(403);
  expect((await empty("null")).status).toBe(403);
  expect(sandbox.control.messages()).toHaveLength(1);
  expect((await empty(sandbox.url)).status).toBe(303);
  expect(sandbox.control.messages()).toEqual([]);
});

test("names of other machines are refused, and it does not listen beyond this one", async () => {
  const { sandbox } = await start();
  const status = await new Promise<number | undefined>((resolve, reject) => {
    httpRequest(`${sandbox.url}/`, { headers: { host: "rebound.example:4020" } }, (response) => resolve(response.resume().statusCode))
      .on("error", reject)
      .end();
  });
  expect(status).toBe(403);
  await expect(startResendSandbox({ port: 0, host: "0.0.0.0", webhook: null })).rejects.toThrow(/this machine only/);
});

test("every email of the site can be looked at by day, by night and as text", async () => {
  const all = listSamples().map(({ element, ...sample }) => ({ ...sample, render: () => renderEmail(element) }));
  const { sandbox } = await start({ samples: all });
  const list = await (await fetch(`${sandbox.url}/samples`)).text();
  expect(list).toContain("receipt: with Gift Aid");
  const dark = await (await fetch(`${sandbox.url}/samples/0/email?mode=dark`)).text();
  expect(dark).toContain("@media all {");
  expect(await (await fetch(`${sandbox.url}/samples/0`)).text()).toContain("Your gift: £30.00");
});
