import type { IncomingMessage, Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Names of this machine, with a port or without. A page on the web can make a browser call this machine under another name. */
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/** Whether a Host header names this machine. */
export const isLoopback = (host: string | undefined): boolean => loopback.test(host ?? "");

/**
 * Lets a server listen on this machine. @param port 0: any free one @returns its base URL
 * @throws Error of another machine's address, of a port that is taken
 */
export async function listen(server: Server, port: number, host = "127.0.0.1"): Promise<string> {
  const name = host.includes(":") ? `[${host}]` : host;
  if (!isLoopback(name)) throw new Error(`The sandbox answers on this machine only, not on ${host}`);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return `http://${name}:${(server.address() as AddressInfo).port}`;
}

export async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** The whole body, or null where it is larger than `most` bytes. */
export async function readBody(request: IncomingMessage, most: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= most) chunks.push(chunk);
  }
  return size > most ? null : Buffer.concat(chunks).toString("utf8");
}

/** Headers by name, one value each. */
export const headersOf = (request: IncomingMessage): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]));

/** A part of a path with its percent signs read; one that is written wrongly stays as it is. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
