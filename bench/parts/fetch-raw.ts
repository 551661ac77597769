import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";

export type RawResponse = { status: number; head: Record<string, string>; body: Buffer };

const hopByHopHeaders = new Set(["date", "connection", "keep-alive"]);

/** Fetches a page as it travels: still compressed, with the headers that are its own. */
export async function fetchRaw(port: number, path: string, encoding = "br"): Promise<RawResponse> {
  const asked = request({ port, host: "127.0.0.1", path, headers: { "accept-encoding": encoding } }).end();
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  const own = Object.entries(response.headers).filter(([name]) => !hopByHopHeaders.has(name));
  const head = Object.fromEntries(own.map(([name, value]) => [name, [value ?? ""].flat().join(", ")]));
  return { status: response.statusCode ?? 0, head, body: Buffer.concat(chunks) };
}
