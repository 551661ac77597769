import type { IncomingMessage } from "node:http";

/**
 * The network address that a request came from. Behind proxies it is taken from X-Forwarded-For, counted from the
 * right: each trusted proxy adds one entry there, and whatever stands further left was written by the visitor.
 * An IPv6 address is cut to its /64, which is what one household or server has.
 * @param trustedProxies how many proxies stand in front of the site
 */
export function clientAddress(request: Pick<IncomingMessage, "headers" | "socket">, trustedProxies: number): string {
  const forwarded = [request.headers["x-forwarded-for"] ?? []].flat().join(",").split(",").map((part) => part.trim()).filter(Boolean);
  const chain = [...forwarded, request.socket.remoteAddress ?? ""];
  const address = chain[Math.max(0, chain.length - 1 - trustedProxies)] ?? "";
  const plain = address.replace(/^::ffff:/, "");
  return plain.includes(":") ? plain.split(":").slice(0, 4).join(":") : plain;
}
