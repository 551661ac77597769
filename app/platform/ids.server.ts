import { randomBytes, randomInt, randomUUID } from "node:crypto";
import { sha256 } from "./sha256.server";

/** A new id of a row. */
export const newId = (): string => randomUUID();

/** Whether a text can be an id that a form brought along: a new row may be called by it. */
export const isId = (text: string | undefined): text is string => /^[\w-]{10,64}$/.test(text ?? "");

/** A new address that nobody can guess: 192 random bits. */
export const newToken = (): string => randomBytes(24).toString("base64url");

/** What is kept of a token, or of a browser's number: enough to know it again, not to use it. */
export const hashToken = (token: string): string => sha256(token);

// No vowels and nothing that looks like something else: it is read out on the telephone.
const referenceAlphabet = "23456789BCDFGHJKMNPQRTVWXY";

/** Random signs of an alphabet, each as likely as the others. */
export const randomText = (alphabet: string, length: number): string =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");

/** A new reference that people read out and write down, such as RL-7K3QX9. Over 300 million of them; its column is unique. */
export const newReference = (): string => `RL-${randomText(referenceAlphabet, 6)}`;
