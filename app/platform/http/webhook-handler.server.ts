import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { log, reportFailure } from "../log.server";

/** Takes a raw webhook body and, by their names, its headers; throws when it could not be kept. */
export type TakeWebhook = (rawBody: Buffer, header: (name: string) => string | null) => Promise<{ status: number; words: string }>;

const mostBytes = 1024 * 1024;

/**
 * Answers webhooks in front of the framework. They come in bursts, and the raw bytes are all that is wanted:
 * the web's own request, streams and response would cost several times what it takes to verify and keep an event.
 * @returns answers a request if it is a webhook; false, having done nothing, if it is not
 */
export function webhookDoor(path: string, take: TakeWebhook): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    const [asked] = (request.url ?? "").split("?", 1);
    if (request.method !== "POST" || asked !== path) return false;
    void answer(request, response, path, take);
    return true;
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, path: string, take: TakeWebhook): Promise<void> {
  const started = performance.now();
  const id = randomUUID();
  const { status, words } = await outcome(request, take);
  const head = {
    "content-type": "text/plain; charset=utf-8",
    "content-length": Buffer.byteLength(words),
    "x-content-type-options": "nosniff",
    "x-request-id": id,
  };
  response.writeHead(status, head).end(words);
  // What was kept has its row, with the time: only what was not is worth a line for each.
  log[status === 200 ? "debug" : "info"](
    { request: id, method: "POST", path, status, ms: Math.round(performance.now() - started) },
    "answered",
  );
}

async function outcome(request: IncomingMessage, take: TakeWebhook): Promise<{ status: number; words: string }> {
  try {
    const body = await wholeBody(request);
    if (body === "too-large") return { status: 413, words: "Too large: an event has at most 1 MB" };
    if (body === "cut-off") return { status: 400, words: "The body did not arrive whole" };
    return await take(body, (name) => [request.headers[name] ?? null].flat()[0] ?? null);
  } catch (error) {
    reportFailure("webhooks", error);
    return { status: 500, words: "Not kept: send it again" };
  }
}

/** Reads a body of at most 1 MB. What comes after that is let go by unread. */
function wholeBody(request: IncomingMessage): Promise<Buffer | "too-large" | "cut-off"> {
  return new Promise((done) => {
    if (Number(request.headers["content-length"] ?? 0) > mostBytes) return done("too-large");
    const chunks: Buffer[] = [];
    let bytes = 0;
    const collect = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= mostBytes) return void chunks.push(chunk);
      request.off("data", collect).resume();
      done("too-large");
    };
    request.on("data", collect);
    request.once("end", () => done(Buffer.concat(chunks)));
    request.once("error", () => done("cut-off"));
  });
}
