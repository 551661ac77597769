import type { IncomingMessage } from "node:http";
import { isIPv6 } from "node:net";

/**
 * The network address that a request came from. Behind proxies it is taken from X-Forwarded-For, counted from the
 * right: each trusted proxy adds one entry there, and whatever stands further left was written by the visitor.
 * An IPv6 address is cut to its /64, which is what one household or server has.
 * @param trustedProxies how many proxies stand in front of the site
 */
export function clientIp(request: Pick<IncomingMessage, "headers" | "socket">, trustedProxies: number): string {
  const forwarded = [request.headers["x-forwarded-for"] ?? []]
    .flat()
    .join(",")
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
  const chain = [...forwarded, request.socket.remoteAddress ?? ""];
  const rawEntry = chain[Math.max(0, chain.length - 1 - trustedProxies)] ?? "";
  // Some proxies write the port as well: 203.0.113.7:50123, [2001:db8::1]:50123.
  const ip = (/^\[([^\]]*)\]/.exec(rawEntry)?.[1] ?? rawEntry.replace(/^([\d.]+):\d+$/, "$1")).replace(/%.*$/, "");
  const ipv4OrIpv6 = ip.replace(/^::ffff:(?=[\d.]+$)/i, "");
  return isIPv6(ipv4OrIpv6) ? ipv6Prefix(ipv4OrIpv6) : ipv4OrIpv6;
}

/** The /48 of an IPv6 address as `clientIp` gives it: what a provider hands to one customer. Null for IPv4. */
export const ipv6Site = (ip: string): string | null => (ip.includes(":") ? ip.split(":").slice(0, 3).join(":") : null);

/** The first four groups of an IPv6 address, written out in full: `::` stands for as many zeros as are missing. */
function ipv6Prefix(ip: string): string {
  const canonical = new URL(`http://[${ip}]`).hostname.slice(1, -1);
  const [before = "", after] = canonical.split("::");
  const groups = (part: string) => (part === "" ? [] : part.split(":"));
  if (after === undefined) return groups(before).slice(0, 4).join(":");
  const missing = 8 - groups(before).length - groups(after).length;
  return [...groups(before), ...Array.from({ length: missing }, () => "0"), ...groups(after)].slice(0, 4).join(":");
}
