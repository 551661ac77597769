import { Resend } from "resend";
import { afterEach, expect, test } from "vitest";
import { email, closing, start } from "tests/support/sandbox/resend-sandbox";

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

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
  sandbox.control.delay(1500);
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
