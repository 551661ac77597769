import { createServer } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildHead, sendPrebuilt } from "~/platform/http/page-cache/prebuilt-head.server";

const body = Buffer.from("<p>ready</p>");
const head = buildHead(["content-type", "text/html", "content-length", String(body.length), "x-own", "b\u00e9"]);
const server = createServer((request, response) => {
  if (!sendPrebuilt(request, response, head, body))
    response.writeHead(200, { "x-made": "by writeHead", "content-length": body.length }).end(body);
});

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

test("sends the head as it is, with the date, and the body once", async () => {
  const got = await exchange(get, 1);
  const [lines = "", ...bodies] = got.split("\r\n\r\n");
  expect(bodies).toEqual([body.toString()]);
  const [status, ...headers] = lines.split("\r\n");
  expect(status).toBe("HTTP/1.1 200 OK");
  expect(headers.slice(0, 3)).toEqual(["content-type: text/html", `content-length: ${body.length}`, "x-own: b\u00e9"]);
  expect(headers).toHaveLength(4);
  const sent = Date.parse(/^date: (.+ GMT)$/.exec(headers[3] ?? "")?.[1] ?? "");
  expect(Math.abs(Date.now() - sent)).toBeLessThan(5000);
});

test("answers many requests of one connection, also when they are sent before the answers", async () => {
  const got = await exchange(get.repeat(5), 5);
  expect(got.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(5);
  expect(got.match(/<p>ready<\/p>/g)).toHaveLength(5);
});

test.each([
  ["a connection that is to be closed", "GET / HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n"],
  ["the first version of HTTP", "GET / HTTP/1.0\r\n\r\n"],
  ["the first version of HTTP, kept open", "GET / HTTP/1.0\r\nconnection: keep-alive\r\n\r\n"],
])("leaves %s to Node", async (_what, request) => {
  expect(await exchange(request, 1)).toContain("x-made: by writeHead");
});

test("leaves HEAD to Node, which sends no body", async () => {
  const got = await exchange("HEAD / HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n", 1);
  expect(got).toContain("x-made: by writeHead");
  expect(got.endsWith("\r\n\r\n")).toBe(true);
});
