import type { IncomingMessage, ServerResponse } from "node:http";
import type { ApiRequest } from "./answer";
import type { api } from "./api";
import { markup } from "./markup";
import { samplePage } from "./letters-pages";
import type { Broadcast } from "./broadcasts";
import type { Contacts } from "./contacts";
import type { Labels } from "./labels";
import type { Outbox } from "./outbox";
import { outboxPage } from "./outbox-pages";
import type { Collection } from "./store";
import { unsubscribePage } from "./unsubscribe-page";
import { notFound, page, type Page } from "./page";

/** What a Host header may say: another name that leads here is a trick of some page on the web. */
export const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

const largestBody = 10 * 1024 * 1024;

/** What has pages as well as an API. */
type World = { outbox: Outbox; contacts: Contacts; labels: Labels; broadcasts: Collection<Broadcast> };

/** Answers one HTTP request: a page of the outbox, or the pretend API. */
export async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  world: World,
  answer: ReturnType<typeof api>,
): Promise<void> {
  if (!loopback.test(request.headers.host ?? ""))
    return send(
      response,
      page(
        "Refused",
        markup`<h1>This address is refused</h1>
          <p>The sandbox answers to names of this machine only.</p>`,
        403,
      ),
    );
  const { pathname: path, searchParams: query } = new URL(request.url ?? "/", "http://sandbox.invalid");
  const method = request.method ?? "GET";
  const { outbox } = world;
  const reads = method === "GET" || method === "HEAD";
  if (reads && /^(\/outbox)?\/letters(\/|$)/.test(path)) return send(response, await samplePage(path.replace(/^\/outbox/, ""), query));
  if (reads && (path === "/" || path.startsWith("/outbox/"))) return send(response, outboxPage(outbox, path, query));
  if (path.startsWith("/unsubscribe/") && (reads || method === "POST"))
    return send(response, unsubscribePage(world, method, path, query, reads ? "" : ((await readBody(request)) ?? "")));
  if (method === "POST" && path === "/outbox/empty") return emptyOutbox(request, response, outbox);
  if (reads && request.headers.authorization === undefined && (request.headers.accept ?? "").includes("text/html"))
    return send(response, notFound());

  const raw = await readBody(request);
  if (raw === null)
    return send(
      response,
      json(413, {
        statusCode: 413,
        name: "validation_error",
        message: "The request body is too large.",
      }),
    );
  const given = await answer(apiRequest(request, method, path, query, raw), request.headers.authorization);
  if (given === null) return void response.destroy();
  send(response, json(given.status, given.body, given.headers));
}

/** Only a button on the outbox's own page may empty it: another site's form says where it comes from. */
function emptyOutbox(request: IncomingMessage, response: ServerResponse, outbox: Outbox): void {
  const { origin, host } = request.headers;
  request.resume();
  if (origin !== undefined && origin !== `http://${host}`)
    return send(
      response,
      page(
        "Refused",
        markup`<h1>Refused</h1>
          <p>The outbox is emptied from its own page only.</p>`,
        403,
      ),
    );
  outbox.empty();
  send(response, { status: 303, headers: { location: "/" }, body: "" });
}

function apiRequest(request: IncomingMessage, method: string, path: string, query: URLSearchParams, raw: string): ApiRequest | "not-json" {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]),
  );
  try {
    return {
      method,
      path,
      query,
      headers,
      raw,
      body: raw === "" ? undefined : (JSON.parse(raw) as unknown),
    };
  } catch {
    return "not-json";
  }
}

/** The whole body, or null once it is larger than the sandbox takes. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= largestBody) chunks.push(chunk);
  }
  return size > largestBody ? null : Buffer.concat(chunks).toString("utf8");
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Page => ({
  status,
  headers: { "content-type": "application/json; charset=utf-8", ...headers },
  body: JSON.stringify(body),
});

function send(response: ServerResponse, { status, headers, body }: Page): void {
  response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
  response.end(response.req.method === "HEAD" ? undefined : body);
}
