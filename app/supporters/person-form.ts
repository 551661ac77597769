import { z } from "zod";

/** What forms ask of a person: name and e-mail address, read in the same way wherever they are typed. */

type Mistake = { field: string; words: string };

const control = /[\p{Cc}\p{Cs}]/u;
/** Marks that some keyboards leave behind: they show nothing, or turn around what comes after them. */
const invisible = /[\u00ad\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;
const email = z.email({ pattern: z.regexes.html5Email });

/** What a name needs at least. */
export const somethingToSee = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** A typed line as it is kept: one form of each letter, single spaces, nothing invisible. */
export const oneLine = (text: string | undefined): string =>
  (text ?? "").normalize("NFC").replace(invisible, "").replace(/\s+/gu, " ").trim();

/** Whether a text has a sign that can't be shown. */
export const hasControl = (text: string): boolean => control.test(text);

/** Why a name can't be kept, in words for its owner, or null. */
export function nameMistake(name: string, field: "first" | "last", words: string): Mistake | null {
  if (hasControl(name)) return { field, words: `The ${words} has a sign that can’t be shown: type it again` };
  if ([...name].length > 80) return { field, words: `The ${words} is longer than the 80 letters we can keep: shorten it` };
  return null;
}

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
 * Reads an e-mail address that a person typed into the field "email".
 * @param why what it is for, as the end of a sentence: "your receipt goes there"
 */
export function readEmail(text: string | undefined, why: string): { email: string } | Mistake {
  const typed = (text ?? "").trim();
  const wrong = (words: string) => ({ field: "email", words });
  if (typed === "") return wrong(`Write your e-mail address: ${why}`);
  if (!typed.includes("@")) return wrong("Check the e-mail address: it has no @. An address looks like name@example.org");
  if (typed.length > 254) return wrong("Check the e-mail address: it is longer than an address can be");
  const [, domain = ""] = /@([^@]*)$/.exec(typed) ?? [];
  if (!domain.includes(".")) return wrong("Check the e-mail address: after the @ comes a name with a dot, such as example.org");
  const address = typed.slice(0, typed.length - domain.length) + asciiDomain(domain);
  if (!email.safeParse(address).success || /\.\.|^\.|\.@/.test(address) || !deliverable.test(address) || address.length > 254)
    return wrong("Check the e-mail address: we can’t write to it as it stands. An address looks like name@example.org");
  return { email: address };
}

/** Reads a name out of the fields "first" and "last". The last name may stay empty. */
export function readName(typed: { first?: string; last?: string }): { firstName: string; lastName: string } | { mistakes: Mistake[] } {
  const firstName = oneLine(typed.first);
  const lastName = oneLine(typed.last);
  const first = somethingToSee.test(firstName)
    ? nameMistake(firstName, "first", "first name")
    : { field: "first", words: "Write your first name, or an initial" };
  const mistakes = [first, nameMistake(lastName, "last", "last name")].filter((mistake) => mistake !== null);
  return mistakes.length > 0 ? { mistakes } : { firstName, lastName };
}
