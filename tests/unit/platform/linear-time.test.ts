import postcode from "postcode";
import { describe, expect, it } from "vitest";
import { parseSource } from "~/giving/checkout/donation-form";
import { giftAidNameError } from "~/giving/gift-aid/gift-aid";
import { cleanIssueText } from "~/newsletter/issues/issue-form";
import { pasteAsMarkdown } from "~/newsletter/issues/paste/html-to-markdown.server";
import { parseEmail } from "~/platform/email-address";
import { parseAmount, pence } from "~/platform/money";
import { stripControlCharacters, toSingleLine, truncateText } from "~/platform/text";
import { parseFirstDay } from "~/sponsorship/join/first-day";
import { parseTypedDate } from "~/platform/typed-date";
import { findTraces } from "~/sponsorship/rooms/updates/update-text";
import { findContactDetail, normalizeLine, visibleCharacter } from "~/supporters/person-form";

const limits = { min: pence(100), max: pence(1_000_000) };
/** What reads people's text. */
const rules: Record<string, (text: string) => unknown> = {
  parseAmount: (text) => parseAmount(text, limits),
  parseEmail: (text) => parseEmail(text, "empty"),
  parseSource,
  giftAidNameError,
  parseFirstDay: (text) => parseFirstDay(text, "2026-11-28"),
  parseTypedDate,
  findContactDetail,
  findTraces,
  normalizeLine,
  visibleCharacter: (text) => visibleCharacter.test(text),
  postcode: (text) => postcode.parse(text),
  stripControlCharacters,
  toSingleLine,
  truncateText: (text) => truncateText(text, 100),
  // A reader of HTML, with more to do for each character than a rule.
  pasteAsMarkdown: (text) => pasteAsMarkdown(`<ul><li><b>${text.slice(0, text.length / 8)}</b></li></ul>`),
  cleanIssueText: (text) => cleanIssueText({ subject: text, preview: text, body: text }),
};
/** What regular expressions with a repeat inside a repeat, or one after the other, take longest for. */
const nasty = [
  "a-",
  "a.",
  "a@",
  "0 ",
  "1,",
  "1/",
  "é",
  "e\u0301",
  "\u0301",
  "👩‍🚀",
  "www.",
  "http://",
  "+44 ",
  "%40",
  "utm_source=a&",
  "[",
  "](",
  "![a](",
  "**a",
  "*a_",
  "`",
  "<a ",
  "> ",
  "- ",
  "1. ",
  "{{ ",
  "{{ house ",
  "&amp;",
  "<br>",
  "&nbsp;",
  "\\",
  "a\n",
  "\n",
  "~~",
  "| ",
].flatMap((piece) => [
  (length: number) => piece.repeat(length / piece.length),
  (length: number) => `${piece.repeat(length / piece.length)}!`,
]);
const spaced = ["5", "-", "£", "a@b.", "1 1", "SW1A", "{{", "**"].flatMap((start) =>
  [" ", "\t", "\u00a0", "\n"].map((space) => (length: number) => `${start}${space.repeat(length)}x`),
);

/** The quickest of some runs, in milliseconds of this process: what else the machine does is not counted. */
function quickest(run: () => unknown, runs: number): number {
  const times = Array.from({ length: runs }, () => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

describe("a text of 48,000 characters takes a rule no longer than its length explains", () => {
  it.each(Object.entries(rules))("%s", (_name, rule) => {
    for (const make of [...nasty, ...spaced]) {
      const [short, long] = [make(3000), make(48_000)];
      const measure = () =>
        quickest(() => rule(long), 2) /
        Math.max(
          quickest(() => rule(short), 3),
          3,
        );
      // 16 times as long. What grows with the square takes 256 times; a heap that is tidied up meanwhile is asked again.
      const found = measure();
      if (found >= 80) expect([long.slice(0, 10), Math.min(found, measure()) < 80]).toEqual([long.slice(0, 10), true]);
    }
  });
});
