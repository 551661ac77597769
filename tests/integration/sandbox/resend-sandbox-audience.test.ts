import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Resend } from "resend";
import { afterEach, expect, test } from "vitest";
import { startResendSandbox, type ResendSandbox, type ResendSandboxOptions } from "~/sandbox/resend/start-resend-sandbox";

const secret = `whsec_${Buffer.from("a secret of the tests, 32 bytes.").toString("base64")}`;
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function start(options: Partial<ResendSandboxOptions> = {}): Promise<{ sandbox: ResendSandbox; resend: Resend }> {
  const sandbox = await startResendSandbox({ port: 0, webhook: null, requestsPerSecond: 5000, ...options });
  closing.push(() => sandbox.stop());
  return { sandbox, resend: new Resend("re_test", { baseUrl: sandbox.url }) };
}

type Event = { type: string; data: Record<string, unknown> };

/** A site that keeps the events it gets. */
async function receiver(): Promise<{ url: string; secret: string; events: Event[] }> {
  const events: Event[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      events.push(JSON.parse(body) as Event);
      response.writeHead(200).end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, secret, events };
}

const getId = <Data extends { id: string }>({ data, error }: { data: Data | null; error: unknown }): string => {
  expect(error).toBeNull();
  return data?.id ?? "";
};

async function audience(resend: Resend) {
  const segment = getId(await resend.segments.create({ name: "news" }));
  const topic = getId(await resend.topics.create({ name: "News", defaultSubscription: "opt_out" }));
  await resend.contactProperties.create({ key: "link", type: "string", fallbackValue: "" });
  const add = async (email: string, subscription: "opt_in" | "opt_out" = "opt_in", link = `link-of-${email.split("@")[0]}`) =>
    getId(
      await resend.contacts.create({
        email,
        firstName: "Ada",
        segments: [{ id: segment }],
        topics: [{ id: topic, subscription }],
        properties: { link },
      }),
    );
  return { segment, topic, add };
}

const draft = (segmentId: string, topicId?: string) => ({
  name: "issue:1",
  segmentId,
  topicId,
  from: "Roomlight <news@roomlight.example>",
  subject: "Hello {{{contact.first_name|friend}}}",
  html: '<p><a href="https://roomlight.example/{{{contact.link|}}}">Yours</a> <a href="{{{RESEND_UNSUBSCRIBE_URL}}}">Leave</a></p>',
  text: "Leave: {{{RESEND_UNSUBSCRIBE_URL}}}",
});

test("contacts are found by id and by address, change, leave their segment, and go", async () => {
  const { resend } = await start();
  const { segment, topic, add } = await audience(resend);
  const id = await add("ada+tag@example.org");
  expect((await resend.contacts.get({ email: encodeURIComponent("ADA+tag@example.org") })).data).toMatchObject({
    object: "contact",
    id,
    email: "ada+tag@example.org",
    unsubscribed: false,
    properties: { link: { type: "string", value: "link-of-ada+tag" } },
  });
  expect((await resend.contacts.get({ email: "nobody@example.org" })).error).toMatchObject({ name: "not_found", statusCode: 404 });
  expect((await resend.contacts.segments.list({ contactId: id })).data?.data).toMatchObject([{ id: segment }]);
  expect((await resend.contacts.topics.list({ id })).data?.data).toMatchObject([{ id: topic, subscription: "opt_in" }]);
  await resend.contacts.topics.update({ id, topics: [{ id: topic, subscription: "opt_out" }] });
  expect((await resend.contacts.topics.list({ id })).data?.data).toMatchObject([{ subscription: "opt_out" }]);
  expect((await resend.contacts.segments.remove({ contactId: id, segmentId: segment })).error).toBeNull();
  expect((await resend.contacts.list({ segmentId: segment })).data?.data).toEqual([]);
  expect((await resend.contacts.update({ id, properties: { unknown: "x" } })).error?.name).toBe("validation_error");
  expect((await resend.contacts.remove({ id })).data).toEqual({ object: "contact", contact: id, deleted: true });
  expect((await resend.contacts.get({ id })).error?.name).toBe("not_found");
});

test("creating a contact that is there re-subscribes it, as the real one may", async () => {
  const { resend, sandbox } = await start();
  const { add } = await audience(resend);
  const id = await add("ada@example.org");
  sandbox.control.optOut(id);
  expect((await resend.contacts.get({ id })).data?.unsubscribed).toBe(true);
  expect(await add("ada@example.org")).toBe(id);
  expect((await resend.contacts.get({ id })).data?.unsubscribed).toBe(false);
});

test("a segment is listed page by page, newest first, also when one is removed meanwhile", async () => {
  const { resend, sandbox } = await start();
  const { segment, add } = await audience(resend);
  for (let n = 0; n < 7; n += 1) await add(`n${n}@example.org`);
  const first = await resend.contacts.list({ segmentId: segment, limit: 3 });
  expect(first.data).toMatchObject({ has_more: true, data: [{ email: "n6@example.org" }, {}, { email: "n4@example.org" }] });
  sandbox.control.removeContact("n3@example.org");
  const second = await resend.contacts.list({ segmentId: segment, limit: 3, after: first.data?.data.at(-1)?.id ?? "" });
  expect(second.data).toMatchObject({ has_more: false, data: [{ email: "n2@example.org" }, {}, { email: "n0@example.org" }] });
});

test("a broadcast reaches each contact of segment and topic once, with its own links and one-click headers", async () => {
  const site = await receiver();
  const { resend, sandbox } = await start({ webhook: { ...site, events: ["email.", "contact.updated"] } });
  const { segment, topic, add } = await audience(resend);
  await add("in@example.org");
  await add("out@example.org", "opt_out");
  const gone = await add("gone@example.org");
  sandbox.control.optOut(gone);
  await add("bounced@resend.dev");
  sandbox.control.decide("bad@example.org", "bounced");
  await add("bad@example.org");
  const id = getId(await resend.broadcasts.create(draft(segment, topic)));
  expect((await resend.broadcasts.get(id)).data).toMatchObject({ status: "draft", name: "issue:1", segment_id: segment, sent_at: null });
  expect((await resend.broadcasts.send(id)).error).toBeNull();
  expect((await resend.broadcasts.send(id)).error?.name).toBe("validation_error");
  await sandbox.control.broadcastsSettled();
  await sandbox.control.webhooksSettled();
  expect((await resend.broadcasts.get(id)).data?.status).toBe("sent");
  expect(sandbox.control.reached("issue:1")).toMatchObject({ reached: 3, everyoneOnce: true, sent: 3, delivered: 1, bounced: 2 });
  expect((await resend.suppressions.get("bad@example.org")).data).toMatchObject({ origin: "bounce" });
  const [email] = sandbox.control.messages().filter(({ to }) => to[0] === "in@example.org");
  expect(email?.subject).toBe("Hello Ada");
  expect(email?.html).toContain("https://roomlight.example/link-of-in");
  expect(email?.headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
  expect(site.events.find(({ type }) => type === "email.delivered")?.data).toMatchObject({ broadcast_id: id, to: ["in@example.org"] });

  const leave = /<(.*)>/.exec(email?.headers["List-Unsubscribe"] ?? "")?.[1] ?? "";
  expect(await (await fetch(leave)).text()).toContain("Leave these emails?");
  expect((await resend.contacts.get({ email: "in@example.org" })).data?.unsubscribed).toBe(false);
  for (let click = 0; click < 2; click += 1) await fetch(leave, { method: "POST", body: "List-Unsubscribe=One-Click" });
  await sandbox.control.webhooksSettled();
  const updates = site.events.filter(({ type, data }) => type === "contact.updated" && data["email"] === "in@example.org");
  expect(updates).toMatchObject([{ data: { unsubscribed: true } }]);
});

test("a lost reply has been carried out, a refusal has not, and both hit only what they are aimed at", async () => {
  const { resend, sandbox } = await start();
  const { segment, add } = await audience(resend);
  await add("in@example.org");
  sandbox.control.failAt(/^POST \/broadcasts$/, "lost", 1);
  sandbox.control.failAt(/send$/, 429, 1);
  expect((await resend.segments.list()).error).toBeNull();
  expect((await resend.broadcasts.create(draft(segment))).error).toMatchObject({ name: "application_error", statusCode: null });
  const [broadcast] = (await resend.broadcasts.list()).data?.data ?? [];
  const refused = await resend.broadcasts.send(broadcast?.id ?? "");
  expect(refused.error?.name).toBe("rate_limit_exceeded");
  expect(refused.headers).toMatchObject({ "retry-after": "1", "ratelimit-remaining": "0" });
  expect((await resend.broadcasts.get(broadcast?.id ?? "")).data?.status).toBe("draft");
  expect((await resend.broadcasts.remove(broadcast?.id ?? "")).data?.deleted).toBe(true);
});

test("audience and broadcasts survive a restart; one that was under way goes on, and nobody gets it twice", async () => {
  const folder = await mkdtemp(join(tmpdir(), "roomlight-resend-"));
  closing.push(() => rm(folder, { recursive: true }));
  const stateFile = join(folder, "resend.json");
  const first = await startResendSandbox({ port: 0, webhook: null, requestsPerSecond: 5000, stateFile });
  const resend = new Resend("re_test", { baseUrl: first.url });
  const { segment, topic, add } = await audience(resend);
  for (let n = 0; n < 450; n += 1) await add(`n${n}@example.org`);
  const id = getId(await resend.broadcasts.create(draft(segment, topic)));
  await resend.broadcasts.send(id);
  while (first.control.reached("issue:1").reached === 0) await new Promise((next) => setTimeout(next, 1));
  await first.stop();
  const before = first.control.reached("issue:1").reached;
  const { sandbox } = await start({ stateFile });
  await sandbox.control.broadcastsSettled();
  expect(before).toBeLessThan(450);
  expect(sandbox.control.reached("issue:1")).toMatchObject({ reached: 450, everyoneOnce: true });
  expect(sandbox.control.contacts()).toBe(450);
  expect(sandbox.control.messages().length).toBeLessThan(50);
});
