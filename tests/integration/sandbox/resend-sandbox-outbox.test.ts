import { once } from "node:events";
import { mkdtemp, appendFile, rm } from "node:fs/promises";
import { createServer, request as httpRequest, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { listSamples } from "emails/index";
import { renderEmail } from "~/platform/mail/render-email.server";
import { startResendSandbox } from "~/sandbox/resend/start-resend-sandbox";
import { email, closing, start } from "tests/support/sandbox/resend-sandbox";

const secret = `whsec_${Buffer.from("a secret of the tests, 32 bytes.").toString("base64")}`;

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

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
  expect(await (await fetch(`${sandbox.url}/samples/0`)).text()).toContain("Your donation: £30.00");
});
