import { z } from "zod";

const html5 = z.email({ pattern: z.regexes.html5Email });

/** What mail programs and Resend take: RFC 5321's lengths, and a last part of the domain that is no number. */
const deliverable = /^[^@]{1,64}@[^@]*\.[a-z][a-z0-9-]*[a-z0-9]$/i;

/** A domain with letters beyond ASCII, as mail servers know it. A number at its end would be read as an IP address. */
function asciiDomain(domain: string): string {
  try {
    return /^[\p{L}\p{M}\p{N}.-]+[\p{L}\p{M}]$/u.test(domain) ? new URL(`http://${domain}`).hostname : domain;
  } catch {
    return domain;
  }
}

/**
 * Reads an e-mail address as it was typed.
 * @param whenEmpty what to say to somebody who wrote none
 * @returns the address to write to, or what is wrong with it in words for its person
 */
export function readEmail(text: string | undefined, whenEmpty: string): { email: string } | { wrong: string } {
  const typed = (text ?? "").trim();
  if (typed === "") return { wrong: whenEmpty };
  if (!typed.includes("@")) return { wrong: "Check the e-mail address: it has no @. An address looks like name@example.org" };
  if (typed.length > 254) return { wrong: "Check the e-mail address: it is longer than an address can be" };
  const [, domain = ""] = /@([^@]*)$/.exec(typed) ?? [];
  if (!domain.includes(".")) return { wrong: "Check the e-mail address: after the @ comes a name with a dot, such as example.org" };
  const address = typed.slice(0, typed.length - domain.length) + asciiDomain(domain);
  if (!html5.safeParse(address).success || /\.\.|^\.|\.@/.test(address) || !deliverable.test(address) || address.length > 254)
    return { wrong: "Check the e-mail address: we can’t write to it as it stands. An address looks like name@example.org" };
  return { email: address };
}

/** Enough of an address for its owner to know it, and for nobody else to learn it. */
export function maskedEmail(email: string): string {
  const at = email.lastIndexOf("@");
  return `${email.slice(0, 1)}…${email.slice(at)}`;
}
