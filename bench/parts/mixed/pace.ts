import { Agent, request as send } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

export type Kind = "page" | "form" | "webhook" | "supporter";
/** `isRight`: whether an answer of this status, which leads there, is the one that a visitor should get. */
export type MixedRequest = {
  method: "GET" | "POST";
  path: string;
  headers: Record<string, string>;
  body?: string;
  isRight: (status: number, location: string) => boolean;
};

export type Answered = {
  /** From the moment it was due to its answer's last byte: milliseconds, in the order of answers. */
  waits: Record<Kind, number[]>;
  /** What went wrong, in words, with how often. */
  errors: Map<string, number>;
  seconds: number;
};

/** Twenty in a row are 16 pages, 2 forms, a webhook and a page of a supporter: 80, 10, 5 and 5 in a hundred. */
const order: Kind[] = Array.from({ length: 20 }, (_, nth) =>
  nth === 4 || nth === 14 ? "form" : nth === 9 ? "webhook" : nth === 19 ? "supporter" : "page",
);
const answerMs = 30_000;

/**
 * Sends requests at a pace of their own, to one port after the other, whether or not earlier ones were answered: as visitors come. What
 * a slow answer makes others wait counts as their wait.
 * @param rate requests a second @param next makes the next of a kind
 */
export async function sendAtPace(
  ports: readonly number[],
  rate: number,
  seconds: number,
  next: (kind: Kind) => MixedRequest,
): Promise<Answered> {
  const agent = new Agent({ keepAlive: true, maxSockets: 512 });
  const waits: Answered["waits"] = { page: [], form: [], webhook: [], supporter: [] };
  const errors = new Map<string, number>();
  const underWay = new Set<Promise<void>>();
  const began = performance.now();
  const count = Math.round(rate * seconds);
  for (let nth = 0; nth < count; nth++) {
    const due = began + (nth / rate) * 1000;
    while (performance.now() < due) await sleep(Math.max(1, due - performance.now()));
    const kind = order[nth % order.length] ?? "page";
    const asked = next(kind);
    const done = ask(agent, ports[nth % ports.length] ?? 0, asked)
      .then(({ status, location }) => {
        waits[kind].push(performance.now() - due);
        if (!asked.isRight(status, location)) note(`${kind}: ${asked.method} ${asked.path.split("?")[0]} was answered with ${status}`);
      })
      .catch((error: NodeJS.ErrnoException) => note(`${kind}: ${asked.method} ${asked.path.split("?")[0]}: ${error.code ?? error.message}`))
      .finally(() => underWay.delete(done));
    underWay.add(done);
  }
  await Promise.all(underWay);
  agent.destroy();
  return { waits, errors, seconds: (performance.now() - began) / 1000 };

  function note(what: string): void {
    errors.set(what, (errors.get(what) ?? 0) + 1);
  }
}

function ask(agent: Agent, port: number, { method, path, headers, body }: MixedRequest): Promise<{ status: number; location: string }> {
  return new Promise((answered, failed) => {
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const asked = send({ agent, port, host: "127.0.0.1", method, path, headers: { ...headers, ...length } }, (answer) => {
      answer.resume();
      answer.once("end", () => answered({ status: answer.statusCode ?? 0, location: answer.headers.location ?? "" }));
      answer.once("error", failed);
    });
    asked.setTimeout(answerMs, () => asked.destroy(new Error(`no answer in ${answerMs / 1000} s`)));
    asked.once("error", failed);
    asked.end(body);
  });
}
