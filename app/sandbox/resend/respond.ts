import type { IncomingMessage, ServerResponse } from "node:http";
import { headersOf, isLoopback, readBody } from "../http";
import type { ApiRequest } from "./api/answer";
import type { api } from "./api/handle-request";
import { html } from "../html";
import { samplePage, type EmailSample } from "./pages/sample-pages";
import type { Broadcast } from "./broadcasts";
import type { Contacts } from "./contacts";
import type { Labels } from "./api/labels";
import type { Message } from "./message";
import type { Outbox } from "./outbox";
import { outboxPage } from "./pages/outbox-pages";
import type { Collection } from "./store";
import { unsubscribePage } from "./pages/unsubscribe-page";
import { notFound, page, type Page } from "./pages/page";

const largestBody = 10 * 1024 * 1024;

/** What has pages as well as an API. */
type World = { outbox: Outbox; contacts: Contacts; labels: Labels; broadcasts: Collection<Broadcast>; samples: EmailSample[] };

/** Answers one HTTP request: a page of the outbox, or the pretend API. */
export async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  world: World,
  answer: ReturnType<typeof api>,
): Promise<void> {
  if (!isLoopback(request.headers.host))
    return send(
      response,
      page(
        "Refused",
        html`<h1>This address is refused</h1>
          <p>The sandbox answers to names of this machine only.</p>`,
        403,
      ),
    );
  const { pathname: path, searchParams: query } = new URL(request.url ?? "/", "http://sandbox.invalid");
  const method = request.method ?? "GET";
  const { outbox } = world;
  const reads = method === "GET" || method === "HEAD";
  if (reads && /^\/samples(\/|$)/.test(path)) return send(response, await samplePage(world.samples, path, query));
  if (reads && path === "/outbox.json") return send(response, json(200, outbox.newestFirst().map(outboxEntry)));
  if (reads && (path === "/" || path.startsWith("/outbox/"))) return send(response, outboxPage(outbox, path, query));
  if (path.startsWith("/unsubscribe/") && (reads || method === "POST"))
    return send(response, unsubscribePage(world, method, path, query, reads ? "" : ((await readBody(request, largestBody)) ?? "")));
  if (method === "POST" && path === "/outbox/empty") return emptyOutbox(request, response, outbox);
  if (reads && request.headers.authorization === undefined && (request.headers.accept ?? "").includes("text/html"))
    return send(response, notFound());

  const raw = await readBody(request, largestBody);
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

const outboxEntry = ({ id, to, subject, idempotencyKey, createdAt }: Message) => ({ id, to, subject, idempotencyKey, createdAt });

/** Only a button on the outbox's own page may empty it: another site's form says where it comes from. */
function emptyOutbox(request: IncomingMessage, response: ServerResponse, outbox: Outbox): void {
  const { origin, host } = request.headers;
  request.resume();
  if (origin !== undefined && origin !== `http://${host}`)
    return send(
      response,
      page(
        "Refused",
        html`<h1>Refused</h1>
          <p>The outbox is emptied from its own page only.</p>`,
        403,
      ),
    );
  outbox.empty();
  send(response, { status: 303, headers: { location: "/" }, body: "" });
}

function apiRequest(request: IncomingMessage, method: string, path: string, query: URLSearchParams, raw: string): ApiRequest | "not-json" {
  try {
    return {
      method,
      path,
      query,
      headers: headersOf(request),
      raw,
      body: raw === "" ? undefined : (JSON.parse(raw) as unknown),
    };
  } catch {
    return "not-json";
  }
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
