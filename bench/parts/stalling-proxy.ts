import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onCleanup } from "./cleanup";

export type StallingProxy = {
  url: string;
  /** The last address that a payment page was told to lead back to. */
  successUrl(): string | null;
  /** From now on, keeps questions waiting; returns what lets them go on. */
  hold(): () => void;
  /** How many questions are waiting. */
  countWaiting(): number;
};

/** Stands between the site and its Stripe, passes everything on, and can keep it waiting as a slow network would. */
export async function startStallingProxy(toPort: number): Promise<StallingProxy> {
  let successUrl: string | null = null;
  let holding = false;
  let waiting: (() => void)[] = [];
  const pass = async (asked: IncomingMessage, answer: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of asked as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    successUrl = new URLSearchParams(body.toString()).get("success_url") ?? successUrl;
    if (holding) await new Promise<void>((go) => waiting.push(go));
    const onward = {
      port: toPort,
      host: "127.0.0.1",
      method: asked.method,
      path: asked.url,
      headers: { ...asked.headers, host: `127.0.0.1:${toPort}` },
    };
    request(onward, (given) => {
      answer.writeHead(given.statusCode ?? 502, given.headers);
      given.pipe(answer);
    })
      .once("error", () => answer.destroy())
      .end(body);
  };
  const server = createServer((asked, answer) => void pass(asked, answer).catch(() => answer.destroy()));
  await new Promise<void>((opened) => server.listen(0, "127.0.0.1", opened));
  onCleanup(async () => {
    server.close();
    server.closeAllConnections();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    successUrl: () => successUrl,
    countWaiting: () => waiting.length,
    hold() {
      holding = true;
      return () => {
        holding = false;
        for (const go of waiting) go();
        waiting = [];
      };
    },
  };
}
