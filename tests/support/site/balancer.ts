import { createServer, request, type Server } from "node:http";

/**
 * A proxy in front of several processes: each request goes to the next of them, as most proxies do it.
 * @param backends their ports; may change meanwhile
 * @param refuses the paths that it answers itself, with 503
 */
export function startBalancer(
  port: number,
  backends: readonly number[],
  refuses: (path: string) => boolean = () => false,
): Promise<Server> {
  let next = 0;
  const server = createServer((incoming, outgoing) => {
    if (refuses(incoming.url ?? "")) return void outgoing.writeHead(503).end();
    const backend = backends[next++ % backends.length];
    const onward = request(
      { host: "127.0.0.1", port: backend, path: incoming.url, method: incoming.method, headers: incoming.headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        answer.pipe(outgoing);
      },
    );
    onward.on("error", () => outgoing.headersSent || outgoing.writeHead(502).end());
    incoming.pipe(onward);
  });
  return new Promise((opened) => server.listen(port, "127.0.0.1", () => opened(server)));
}
