import type { IncomingMessage, ServerResponse } from "node:http";
import { newId } from "../ids.server";
import { isDatabaseUnavailable } from "../database/retryable-errors";
import { log, logError } from "../log.server";
import { raceOutage } from "./outage.server";

/** Takes a raw webhook body and, by their names, its headers; throws when it could not be kept. */
export type ReceiveWebhook = (rawBody: Buffer, header: (name: string) => string | null) => Promise<{ status: number; message: string }>;

const maxBytes = 1024 * 1024;

/** An event that was kept after all and comes again is kept once. */
const notKept = (status: 500 | 503) => ({ status, message: "Not saved: send it again" });

/**
 * Answers webhooks in front of the framework. They come in bursts, and the raw bytes are all that is wanted:
 * the web's own request, streams and response would cost several times what it takes to verify and keep an event.
 * @param isDatabaseUp asked where an event takes long to keep: its sender is told in time to send it again
 * @returns answers a request if it is a webhook; false, having done nothing, if it is not
 */
export function webhookHandler(
  path: string,
  receive: ReceiveWebhook,
  isDatabaseUp: () => Promise<boolean>,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    const [requestPath] = (request.url ?? "").split("?", 1);
    if (request.method !== "POST" || requestPath !== path) return false;
    void respond(request, response, path, receive, isDatabaseUp);
    return true;
  };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  receive: ReceiveWebhook,
  isDatabaseUp: () => Promise<boolean>,
): Promise<void> {
  const started = performance.now();
  const id = newId();
  const { status, message } = await receiveBody(request, receive, isDatabaseUp);
  const head = {
    "content-type": "text/plain; charset=utf-8",
    "content-length": Buffer.byteLength(message),
    "x-content-type-options": "nosniff",
    "x-request-id": id,
  };
  response.writeHead(status, head).end(message);
  // What was kept has its row, with the time: only what was not is worth a line for each.
  log[status === 200 ? "debug" : "info"](
    { request: id, method: "POST", path, status, ms: Math.round(performance.now() - started) },
    "answered",
  );
}

async function receiveBody(
  request: IncomingMessage,
  receive: ReceiveWebhook,
  isDatabaseUp: () => Promise<boolean>,
): Promise<{ status: number; message: string }> {
  try {
    const body = await readBody(request);
    if (body === "too-large") return { status: 413, message: "Too large: an event has at most 1 MB" };
    if (body === "aborted") return { status: 400, message: "The body did not arrive whole" };
    const kept = receive(body, (name) => [request.headers[name] ?? null].flat()[0] ?? null);
    const answer = await raceOutage(kept, isDatabaseUp);
    return answer === "outage" ? notKept(503) : answer;
  } catch (error) {
    logError("webhooks", error);
    return notKept(isDatabaseUnavailable(error) ? 503 : 500);
  }
}

/** Reads a body of at most 1 MB. What comes after that is let go by unread. */
function readBody(request: IncomingMessage): Promise<Buffer | "too-large" | "aborted"> {
  return new Promise((done) => {
    if (Number(request.headers["content-length"] ?? 0) > maxBytes) return done("too-large");
    const chunks: Buffer[] = [];
    let bytes = 0;
    const collect = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBytes) return void chunks.push(chunk);
      request.off("data", collect).resume();
      done("too-large");
    };
    request.on("data", collect);
    request.once("end", () => done(Buffer.concat(chunks)));
    request.once("error", () => done("aborted"));
  });
}
