import type { IncomingMessage } from "node:http";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clientIp, ipv6Site } from "~/platform/http/client-ip.server";

const from = (remoteAddress: string | undefined, forwarded?: string | string[], trusted = 0) =>
  clientIp(
    { headers: { "x-forwarded-for": forwarded } as IncomingMessage["headers"], socket: { remoteAddress } as IncomingMessage["socket"] },
    trusted,
  );

describe("the address that a request came from", () => {
  it("is the connection's where no proxy is trusted, whatever the visitor wrote", () => {
    expect(from("203.0.113.7")).toBe("203.0.113.7");
    expect(from("203.0.113.7", "1.2.3.4")).toBe("203.0.113.7");
    expect(from("::ffff:203.0.113.7")).toBe("203.0.113.7");
  });

  it("is what the trusted proxies wrote, counted from the right", () => {
    expect(from("10.0.0.1", "203.0.113.7", 1)).toBe("203.0.113.7");
    expect(from("10.0.0.1", "1.2.3.4, 203.0.113.7", 1)).toBe("203.0.113.7");
    expect(from("10.0.0.1", "1.2.3.4, 203.0.113.7, 10.0.0.2", 2)).toBe("203.0.113.7");
    expect(from("10.0.0.1", ["1.2.3.4", "203.0.113.7"], 1)).toBe("203.0.113.7");
  });

  it("is the furthest known when there are fewer entries than proxies", () => {
    expect(from("10.0.0.1", undefined, 1)).toBe("10.0.0.1");
    expect(from("10.0.0.1", "203.0.113.7", 5)).toBe("203.0.113.7");
    expect(from(undefined)).toBe("");
  });

  it("can't be chosen by a visitor behind a trusted proxy", () => {
    const written = fc.array(fc.ipV4(), { maxLength: 5 });
    fc.assert(fc.property(written, (lies) => void expect(from("10.0.0.1", [...lies, "203.0.113.7"].join(", "), 1)).toBe("203.0.113.7")));
  });

  it("leaves out the port that some proxies write", () => {
    expect(from("10.0.0.1", "203.0.113.7:50123", 1)).toBe("203.0.113.7");
    expect(from("10.0.0.1", "[2001:db8:1:2:3:4:5:6]:50123", 1)).toBe(from("2001:db8:1:2::1"));
  });

  it("is one for a whole IPv6 network of 64 bits, however it is written", () => {
    const household = from("2001:db8:1:2:3:4:5:6");
    for (const other of ["2001:db8:1:2::1", "2001:DB8:1:2::2", "2001:0db8:0001:0002:0:0:0:3", "2001:db8:1:2:ffff::"])
      expect(from(other)).toBe(household);
    expect(from("2001:db8:1:3::1")).not.toBe(household);
    const zeros = from("2001:db8::1");
    for (const other of ["2001:db8::2", "2001:db8:0:0:a:b:c:d", "2001:db8::a:b:c:d"]) expect(from(other)).toBe(zeros);
    expect(from("2001:db8:0:1::1")).not.toBe(zeros);
    expect(from("fe80::1%eth0")).toBe(from("fe80::2"));
  });

  it("is of one /48, which a provider gives to one customer, where the first three groups are the same; IPv4 has none", () => {
    const site = ipv6Site(from("2001:db8:1:2::1"));
    for (const other of ["2001:db8:1::1", "2001:db8:1:ffff::2"]) expect(ipv6Site(from(other))).toBe(site);
    for (const other of ["2001:db8:2:2::1", "2001:db8::1"]) expect(ipv6Site(from(other))).not.toBe(site);
    expect(ipv6Site(from("2001:db8::1"))).toBe(ipv6Site(from("2001:db8:0:77::1")));
    expect(ipv6Site(from("203.0.113.7"))).toBeNull();
    expect(ipv6Site(from("::ffff:203.0.113.7"))).toBeNull();
  });

  it("of all IPv6 addresses of one network is the same, and of others another", () => {
    const group = fc.integer({ min: 0, max: 0xffff });
    const half = fc.tuple(group, group, group, group);
    const written = (groups: number[]) => new URL(`http://[${groups.map((part) => part.toString(16)).join(":")}]`).hostname.slice(1, -1);
    fc.assert(
      fc.property(half, half, half, (network, one, other) => {
        fc.pre(network.some((part) => part !== 0));
        expect(from(written([...network, ...one]))).toBe(from(written([...network, ...other])));
        const neighbour = [...network.slice(0, 3), ((network[3] ?? 0) + 1) % 0x10000];
        expect(from(written([...neighbour, ...one]))).not.toBe(from(written([...network, ...one])));
      }),
    );
  });
});
