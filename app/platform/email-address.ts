import { z } from "zod";
import { cleanValue } from "./text";

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
 * Reads an email address as it was typed, or stood in a file: invisible characters and spaces around it are no part of it.
 * @param emptyMessage what to say to somebody who wrote none
 * @returns the address to write to, or what is wrong with it in words for its person
 */
export function parseEmail(text: string | undefined, emptyMessage: string): { email: string } | { wrong: string } {
  const input = cleanValue(text);
  if (input === "") return { wrong: emptyMessage };
  if (!input.includes("@")) return { wrong: "Check the email address: it has no @. An address looks like name@example.org" };
  if (input.length > 254) return { wrong: "Check the email address: it is longer than an address can be" };
  const [, domain = ""] = /@([^@]*)$/.exec(input) ?? [];
  if (!domain.includes(".")) return { wrong: "Check the email address: after the @ comes a name with a dot, such as example.org" };
  const email = input.slice(0, input.length - domain.length) + asciiDomain(domain);
  if (!html5.safeParse(email).success || /\.\.|^\.|\.@/.test(email) || !deliverable.test(email) || email.length > 254)
    return { wrong: "Check the email address: we can’t write to it as it stands. An address looks like name@example.org" };
  return { email };
}

/** An address that its owner knows again and nobody else can write to: a•••@e•••.org. */
export function maskEmail(email: string): string {
  const [name = "", domain = ""] = email.split("@");
  const [first = "", ...rest] = domain.split(".");
  return `${[...name][0] ?? ""}•••@${[...first][0] ?? ""}•••.${rest.join(".")}`;
}
