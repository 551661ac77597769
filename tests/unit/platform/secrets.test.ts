import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { config } from "~/platform/config/config.server";
import { keyedHash } from "~/platform/secrets/keyed-hash.server";
import { signedCookie } from "~/platform/secrets/signed-cookie.server";
import { readToken, signToken, type TokenPurpose } from "~/platform/secrets/signed-token.server";
import { hashEmail } from "~/supporters/consent/email-hash.server";

const now = new Date("2026-11-28T10:00:00Z");
const inHours = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const { baseUrl, lastingSecret } = config;
const secrets = [...config.sessionSecrets];
const useSecrets = (...list: string[]) => void config.sessionSecrets.splice(0, Infinity, ...list);
const [first, second, third] = [1, 2, 3].map((nth) => `secret number ${nth}, which is long enough`) as [string, string, string];

afterEach(() => {
  useSecrets(...secrets);
  Object.assign(config, { baseUrl, lastingSecret });
});

describe("a token", () => {
  const purposes: TokenPurpose[] = [
    "form: giving",
    "form: newsletter",
    "plan link",
    "card link",
    "sign-in link",
    "change of address, from the old one",
    "change of address, from the new one",
  ];

  it("says what it is about until it expires, from that instant on only that it did", () => {
    const token = signToken("sign-in link", "a-b_c.2", inHours(1));
    expect(readToken("sign-in link", token, now)).toEqual({ subject: "a-b_c.2", expiresAt: inHours(1) });
    expect(readToken("sign-in link", token, new Date(inHours(1).getTime() - 1))).toHaveProperty("expiresAt");
    expect(readToken("sign-in link", token, inHours(1))).toEqual({ refused: "expired", subject: "a-b_c.2" });
    const lasting = signToken("plan link", "7.1", null);
    expect(readToken("plan link", lasting, new Date("2099-01-01"))).toEqual({ subject: "7.1", expiresAt: null });
  });

  it("of one purpose is none of another, nor is its signature", () => {
    for (const [nth, purpose] of purposes.entries())
      for (const [other, otherPurpose] of purposes.entries())
        expect("refused" in readToken(otherPurpose, signToken(purpose, "id", inHours(1)), now)).toBe(nth !== other);
    expect(new Set(purposes.map((purpose) => signToken(purpose, "id", inHours(1)))).size).toBe(purposes.length);
  });

  it("changed in any character, cut or added to is invalid", () => {
    const token = signToken("plan link", "5d0c.1", inHours(1));
    const alphabet = "ABCXYZabcxyz0189-_.~é\u0000\n %";
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(...alphabet), (at, character) => {
        fc.pre(token[at] !== character);
        for (const altered of [
          token.slice(0, at) + character + token.slice(at + 1),
          token.slice(0, at) + character + token.slice(at),
          token.slice(0, at) + token.slice(at + 1),
          token.slice(0, at),
        ])
          expect(readToken("plan link", altered, now)).toEqual({ refused: "invalid" });
      }),
    );
    for (const wrong of ["", ".", "..", "...", `${token}\n`, ` ${token}`, "x".repeat(100_000), ".".repeat(100_000), "\ud800"])
      expect(readToken("plan link", wrong, now)).toEqual({ refused: "invalid" });
  });

  it("can't be made to count for longer, or for good", () => {
    const [subject, , signature] = signToken("plan link", "5d0c", inHours(1)).split(".");
    for (const expiry of ["0", inHours(100).getTime().toString(36)])
      expect(readToken("plan link", `${subject}.${expiry}.${signature}`, now)).toEqual({ refused: "invalid" });
  });

  it("holds only what may stand in an address", () => {
    for (const subject of ["", "a b", "ada@example.org", "a/b", "é", "x".repeat(101)])
      expect(() => signToken("plan link", subject, null)).toThrow(/can't stand in a token/);
  });

  it("stays open while the secret that signed it is in the list; new ones are signed with the first", () => {
    useSecrets(first);
    const old = signToken("plan link", "1", null);
    useSecrets(second, first);
    expect(readToken("plan link", old, now)).toHaveProperty("subject", "1");
    const newer = signToken("plan link", "1", null);
    expect(newer).not.toBe(old);
    useSecrets(third, second, first);
    for (const token of [old, newer]) expect(readToken("plan link", token, now)).toHaveProperty("subject", "1");
    useSecrets(second);
    expect(readToken("plan link", newer, now)).toHaveProperty("subject", "1");
    expect(readToken("plan link", old, now)).toEqual({ refused: "invalid" });
  });
});

describe("a signed cookie", () => {
  const one = signedCookie("one", { sameSite: "strict", maxAgeSeconds: 60 });
  const other = signedCookie("other", { sameSite: "lax", maxAgeSeconds: null });
  const requestWith = (cookie: string) => new Request("http://127.0.0.1:3000/", { headers: { cookie } });
  const pairOf = (header: string) => header.split(";")[0] ?? "";

  it("is this host's alone over https, and out of reach of scripts everywhere", async () => {
    expect(await one.serialize("value")).toMatch(/^one=[^;]+; Max-Age=60; Path=\/; HttpOnly; SameSite=Strict$/);
    config.baseUrl = "https://www.lamp.org";
    expect(await one.serialize("value")).toMatch(/^__Host-one=[^;]+; Max-Age=60; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    expect(await other.serialize("value")).toMatch(/^__Host-other=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    expect(await other.clear()).toMatch(/^__Host-other=; Max-Age=0; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    const header = await one.serialize("value");
    expect(await one.read(requestWith(pairOf(header)))).toBe("value");
    expect(await one.read(requestWith(pairOf(header).replace("__Host-", "")))).toBeNull();
  });

  it("that is forged, changed, emptied or another cookie's value is none", async () => {
    const pair = pairOf(await one.serialize("value"));
    expect(await one.read(requestWith(pair))).toBe("value");
    expect(await other.read(requestWith(pair.replace("one=", "other=")))).toBeNull();
    for (const wrong of ["", "one=", "one=x", `${pair}x`, pair.replace("=", "=x"), `one=${btoa('"value"')}`, "one=%", "one=ImRlc2si.abc"])
      expect(await one.read(requestWith(wrong))).toBeNull();
  });

  it("stays good while the secret that signed it is in the list; new ones are signed with the first", async () => {
    useSecrets(first);
    const old = pairOf(await one.serialize("value"));
    useSecrets(second, first);
    expect(await one.read(requestWith(old))).toBe("value");
    const newer = pairOf(await one.serialize("value"));
    useSecrets(second);
    expect(await one.read(requestWith(newer))).toBe("value");
    expect(await one.read(requestWith(old))).toBeNull();
  });
});

describe("a keyed hash", () => {
  it("of an address is what rows of suppressed addresses hold: it never changes, whatever secret signs", () => {
    config.lastingSecret = "a lasting secret of the year 2026, kept beside the backups";
    const known = "HrnIr37WLX1w48_7iMmMZN9b-ayrPWMWfjTmsviki2Y";
    expect(hashEmail(" Ada@Example.org ")).toBe(known);
    useSecrets(second);
    expect(hashEmail("ada@example.org")).toBe(known);
  });

  it("is another one for each purpose and each lasting secret", () => {
    const hashes = [keyedHash("person", "x"), keyedHash("data", "x"), keyedHash("request", "x")];
    config.lastingSecret = first;
    hashes.push(keyedHash("person", "x"));
    expect(new Set(hashes).size).toBe(4);
  });
});
