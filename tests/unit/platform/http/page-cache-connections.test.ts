import { createServer } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cacheSecondsHeader, createPageCache } from "~/platform/http/page-cache/page-cache.server";

/** A cached page as bytes on the wire, whatever the connection is. */
const body = Buffer.from("<p>ready</p>");
const pages = createPageCache(() => Promise.reject(new Error("not asked for")));
const server = createServer((request, response) => void pages.respond(request, response));

beforeAll(() =>
  pages.store("/", new Response(body, { headers: { "content-type": "text/html", "x-own": "b\u00e9", [cacheSecondsHeader]: "60" } })),
);
beforeAll(() => new Promise<void>((opened) => void server.listen(0, "127.0.0.1", opened)));
afterAll(() => void server.close());

/** Sends bytes and gives what came back until the server closed, or until so many answers were read. */
async function exchange(text: string, answers: number): Promise<string> {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.write(text);
  let got = "";
  for await (const chunk of socket.setEncoding("latin1") as AsyncIterable<string>) {
    got += chunk;
    if (got.split(body.toString()).length > answers) break;
  }
  socket.destroy();
  return got;
}

const get = "GET / HTTP/1.1\r\nhost: here\r\n\r\n";

test("is sent with its head, the date, and the body once", async () => {
  const askedAt = Date.now();
  const got = await exchange(get, 1);
  const [lines = "", ...bodies] = got.split("\r\n\r\n");
  expect(bodies).toEqual([body.toString()]);
  const [status, ...headers] = lines.split("\r\n");
  expect(status).toBe("HTTP/1.1 200 OK");
  expect(headers).toEqual(expect.arrayContaining(["content-type: text/html", `content-length: ${body.length}`, "x-own: b\u00e9"]));
  const sent = Date.parse(/^date: (.+ GMT)$/im.exec(lines)?.[1] ?? "");
  // Whole seconds, and Node keeps one for a second.
  expect(sent).toBeGreaterThan(askedAt - 2000);
  expect(sent).toBeLessThanOrEqual(Date.now());
});

test("answers many requests of one connection, also when they are sent before the answers", async () => {
  const got = await exchange(get.repeat(5), 5);
  expect(got.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(5);
  expect(got.match(/<p>ready<\/p>/g)).toHaveLength(5);
});

test.each([
  ["a connection that is to be closed", "GET / HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n", "close"],
  ["the first version of HTTP", "GET / HTTP/1.0\r\n\r\n", "close"],
  ["the first version of HTTP, kept open", "GET / HTTP/1.0\r\nconnection: keep-alive\r\n\r\n", "keep-alive"],
])("is sent over %s", async (_what, request, connection) => {
  const got = await exchange(request, 1);
  expect(got.toLowerCase()).toContain(`connection: ${connection}\r\n`);
  expect(got.endsWith(`\r\n\r\n${body.toString()}`)).toBe(true);
});

test("is sent to HEAD without a body", async () => {
  const got = await exchange("HEAD / HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n", 1);
  expect(got).toContain(`content-length: ${body.length}`);
  expect(got.endsWith("\r\n\r\n")).toBe(true);
});
