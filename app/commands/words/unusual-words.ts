import type { ReadText } from "./read-texts";
import { wordRules } from "./word-rules";

/** Where a word is somebody else's: the law's, HMRC's, Stripe's, or a wording that people agreed to and that is never changed. */
const others: { files: RegExp; words: RegExp }[] = [
  { files: /^app\/claims\//, words: /^gifts?$/i },
  { files: /^app\/sandbox\//, words: /./ },
  { files: /^app\/giving\/payments\/direct-debit-guarantee/, words: /./ },
];

/** What in these texts of a file people would stumble over, with what to say instead. */
export function unusualWords(file: string, texts: readonly ReadText[]): { line: number; message: string }[] {
  const found: { line: number; message: string }[] = [];
  for (const { line, text } of texts)
    for (const { refuse, say } of wordRules) {
      const word = refuse.exec(text)?.[0];
      if (word === undefined || others.some((other) => other.files.test(file) && other.words.test(word.trim()))) continue;
      found.push({ line, message: `“${word.trim()}” in “${text.trim().slice(0, 90)}”: say ${say}` });
    }
  return found;
}
