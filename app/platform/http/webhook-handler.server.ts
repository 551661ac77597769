import type { IncomingMessage, ServerResponse } from "node:http";
import { newId } from "../ids.server";
import { log, logError } from "../log.server";

/** Takes a raw webhook body and, by their names, its headers; throws when it could not be kept. */
export type ReceiveWebhook = (rawBody: Buffer, header: (name: string) => string | null) => Promise<{ status: number; message: string }>;

const maxBytes = 1024 * 1024;

/**
 * Answers webhooks in front of the framework. They come in bursts, and the raw bytes are all that is wanted:
 * the web's own request, streams and response would cost several times what it takes to verify and keep an event.
 * @returns answers a request if it is a webhook; false, having done nothing, if it is not
 */
export function webhookHandler(path: string, receive: ReceiveWebhook): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    const [requestPath] = (request.url ?? "").split("?", 1);
    if (request.method !== "POST" || requestPath !== path) return false;
    void respond(request, response, path, receive);
    return true;
  };
}

async function respond(request: IncomingMessage, response: ServerResponse, path: string, receive: ReceiveWebhook): Promise<void> {
  const started = performance.now();
  const id = newId();
  const { status, message } = await receiveBody(request, receive);
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

async function receiveBody(request: IncomingMessage, receive: ReceiveWebhook): Promise<{ status: number; message: string }> {
  try {
    const body = await readBody(request);
    if (body === "too-large") return { status: 413, message: "Too large: an event has at most 1 MB" };
    if (body === "aborted") return { status: 400, message: "The body did not arrive whole" };
    return await receive(body, (name) => [request.headers[name] ?? null].flat()[0] ?? null);
  } catch (error) {
    logError("webhooks", error);
    return { status: 500, message: "Not kept: send it again" };
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
