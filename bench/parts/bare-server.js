import { createServer } from "node:http";

/** The least that Node can do: one answer, ready as bytes, to everything. It is told which, then tells its port. */
process.once("message", (/** @type {{ head: Record<string, string>, body: string }} */ { head, body }) => {
  const bytes = Buffer.from(body, "base64");
  const server = createServer((_request, response) => {
    response.writeHead(200, head);
    response.end(bytes);
  });
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    process.send?.({ port: typeof address === "object" && address ? address.port : 0 });
  });
});
process.send?.({ listening: true });
