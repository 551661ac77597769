/**
 * The network that an address belongs to, as it may be kept: enough to see that something came from elsewhere, not to
 * find a household.
 * @param ip as `clientIp` gives it: IPv4, or the first four groups of IPv6
 */
export function truncateNetwork(ip: string): string {
  if (/^\d+(\.\d+){3}$/.test(ip)) return `${ip.split(".").slice(0, 3).join(".")}.0/24`;
  const groups = ip.split(":");
  return groups.length >= 3 ? `${groups.slice(0, 3).join(":")}::/48` : "";
}

/** A browser as its owner knows it again, such as "Firefox on Windows". */
export function describeBrowser(userAgent: string | null): string {
  const text = userAgent ?? "";
  const find = (names: readonly (readonly [RegExp, string])[]) => names.find(([pattern]) => pattern.test(text))?.[1];
  const browser = find([
    [/Edg/, "Edge"],
    [/Firefox|FxiOS/, "Firefox"],
    [/Chrome|CriOS/, "Chrome"],
    [/Safari/, "Safari"],
  ]);
  const system = find([
    [/iPhone/, "an iPhone"],
    [/iPad/, "an iPad"],
    [/Android/, "Android"],
    [/Windows/, "Windows"],
    [/Mac OS/, "a Mac"],
    [/Linux/, "Linux"],
  ]);
  return `${browser ?? "A browser"}${system ? ` on ${system}` : ""}`;
}
