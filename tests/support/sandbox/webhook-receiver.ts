import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export type WebhookReceiver = {
  /** Where it listens, without a path. */
  url: string;
  /** What a handler failed with since it was last asked: whoever asks expects none, or says which. */
  takeErrors: () => unknown[];
  stop: () => Promise<void>;
};

/**
 * Receives webhooks for a test.
 * @param handle gives the status to answer with; where it throws, that is 500, as the site's own handler does, and is kept for the test
 */
export async function startWebhookReceiver(handle: (body: Buffer, request: IncomingMessage) => Promise<number>): Promise<WebhookReceiver> {
  const errors: unknown[] = [];
  const receive = async (request: IncomingMessage): Promise<number | null> => {
    const body = await readBody(request);
    if (!body) return null;
    try {
      return await handle(body, request);
    } catch (error) {
      errors.push(error);
      return 500;
    }
  };
  const server = createServer((request, response) => {
    void receive(request).then((status) => (status === null ? response.destroy() : response.writeHead(status).end()));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    takeErrors: () => errors.splice(0),
    async stop() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** null: the sender hung up, as one does that is stopped in the midst of it. Unhandled, that would end the run outside of every test. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    return Buffer.concat(chunks);
  } catch (error) {
    if (request.destroyed && !request.complete) return null;
    throw error;
  }
}
