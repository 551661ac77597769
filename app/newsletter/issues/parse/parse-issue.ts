import type { Block, Inline } from "emails/newsletter/issue-blocks";
import { plainText } from "./issue-text";
import { altOf, lineOf, parseMarkdown, splitLines, type Token } from "./markdown";
import { absoluteUrl, buttonPattern, housePattern, InlineParser, reportTitle, type ParseContext } from "./parse-inline";

/** A picture that issues may show. */
export type IssueImage = { id: string; width: number; height: number };

export type ParsedIssue = { blocks: Block[]; errors: string[] };

/**
 * Reads an issue's Markdown (https://spec.commonmark.org): paragraphs, headings (##, ###), lists, quotes, links, **bold**,
 * *italic*, `code` in a line, a line (---), and, on lines of their own, a picture `![what it shows](picture:id)`, a button
 * `[button: words](address)` and `{{house}}`.
 * @param siteUrl the site's address, which makes addresses such as /sponsor whole
 * @returns the blocks, and what is wrong, each with its line, for whoever writes; with errors it can't be sent. Nothing
 * of CommonMark is left out or changed without an error that says so
 */
export function parseIssue(markdown: string, images: readonly IssueImage[], siteUrl: string): ParsedIssue {
  const errors: { line: number; message: string }[] = [];
  const report = (line: number, message: string) => void errors.push({ line, message });
  const lines = markdown.split(/\r\n?|\n/);
  for (const [index, line] of lines.entries()) if (line.includes("{{{")) report(index + 1, bracesMessage);
  const tokens = parseMarkdown(markdown);
  const blocks = new IssueParser(tokens, lines, images, { siteUrl, report }).blocksUntil();
  reportSkippedLines(tokens, lines, report);
  const messages = errors.toSorted((a, b) => a.line - b.line).map(({ line, message }) => `Line ${line}: ${message}`);
  if (blocks.length === 0) messages.push("There is nothing to read yet.");
  return { blocks, errors: [...new Set(messages)] };
}

/** Our mail provider fills in what stands in three braces: nobody may ask it for a reader's own facts by accident. */
const bracesMessage = "three braces in a row ({{{) can’t be sent. Write fewer.";

class IssueParser {
  private at = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly lines: readonly string[],
    private readonly images: readonly IssueImage[],
    private readonly context: ParseContext,
  ) {}

  /** Everything up to a closing token, or to the end. */
  blocksUntil(close?: string): Block[] {
    const found: Block[] = [];
    for (let token = this.next(); token && token.type !== close; token = this.next()) found.push(...this.block(token));
    return found;
  }

  private next(): Token | undefined {
    return this.tokens[this.at++];
  }

  private block(token: Token): Block[] {
    switch (token.type) {
      case "heading_open":
        return [this.heading(token)];
      case "paragraph_open":
        return this.paragraph(this.inlineTokens("paragraph_close"), lineOf(token));
      case "bullet_list_open":
      case "ordered_list_open":
        return [this.list(token)];
      case "blockquote_open":
        this.reportEmpty("blockquote_close", lineOf(token), "no words stand after this >. Write them or take it away.");
        return [{ kind: "quote", blocks: this.blocksUntil("blockquote_close") }];
      case "hr":
        return [{ kind: "rule" }];
      case "fence":
        return this.notDrawn(token, `code blocks (${token.markup}) can’t be used in a newsletter. Take the ${token.markup} away.`);
      case "code_block":
        return this.notDrawn(token, "four spaces or a tab before words make a code block, which can’t be used. Take the spaces away.");
      case "html_block":
        return this.notDrawn(token, "HTML tags can’t be used in a newsletter. Take the tags away.");
      case "table_open":
        while (this.tokens[this.at - 1]?.type !== "table_close") this.at += 1;
        return this.notDrawn(token, "tables can’t be used in a newsletter. Write it as a list.");
      default:
        throw new Error(`Markdown has a block that is not known here: ${token.type}`);
    }
  }

  /** Names what can't be drawn, and keeps its words as they were written. */
  private notDrawn(token: Token, message: string): Block[] {
    const [from, to] = token.map ?? [0, 0];
    this.context.report(from + 1, message);
    const parts = this.lines.slice(from, to).flatMap((line): Inline[] => [{ kind: "break" }, { kind: "text", text: line.trim() }]);
    return [{ kind: "paragraph", parts: parts.slice(1) }];
  }

  private reportEmpty(close: string, line: number, message: string): void {
    if (this.tokens[this.at]?.type === close) this.context.report(line, message);
  }

  private inlineTokens(close: string): Token[] {
    const children = this.next()?.children ?? [];
    if (this.next()?.type !== close) throw new Error(`Markdown has no ${close} where one is due`);
    return children;
  }

  private inline(tokens: readonly Token[], line: number): Inline[] {
    const parts = new InlineParser(tokens, line, this.context).parse();
    // What is written apart may come together: {\{{.
    if (plainText(parts).includes("{{{")) this.context.report(line, bracesMessage);
    return parts;
  }

  private heading(token: Token): Block {
    const line = lineOf(token);
    const parts = this.inline(this.inlineTokens("heading_close"), line);
    if (token.tag === "h1")
      this.context.report(line, "the subject is the one large heading. Begin this one with ## or ###, without === below it.");
    else if (token.tag !== "h2" && token.tag !== "h3") this.context.report(line, "headings have two sizes, ## and ###. Write ### here.");
    if (parts.length === 0) this.context.report(line, "this heading has no words. Write them or take it away.");
    return { kind: "heading", level: token.tag === "h1" || token.tag === "h2" ? 2 : 3, parts };
  }

  private list(open: Token): Block {
    const close = open.type.replace("_open", "_close");
    const items: Block[][] = [];
    // In a list without space between its items, markdown-it hides the paragraphs two levels below.
    let tight = true;
    for (let index = this.at; this.tokens[index] && this.tokens[index]?.level !== open.level; index += 1) {
      const token = this.tokens[index];
      if (token?.type === "paragraph_open" && token.level === open.level + 2 && !token.hidden) tight = false;
    }
    for (let token = this.next(); token && token.type !== close; token = this.next()) {
      this.reportEmpty("list_item_close", lineOf(token), "this item of the list has no words. Write them or take it away.");
      items.push(this.blocksUntil("list_item_close"));
    }
    const start = open.tag === "ol" ? Number(open.attrGet("start") ?? 1) : null;
    return { kind: "list", start, tight, items };
  }

  /** A paragraph; or, where each of its lines is a picture, a button or the house, these. */
  private paragraph(tokens: readonly Token[], firstLine: number): Block[] {
    const standalone = splitLines(tokens, firstLine).map(({ tokens: line, line: number }) => this.standalone(line, number));
    if (standalone.length === 0 || standalone.includes(null)) return [{ kind: "paragraph", parts: this.inline(tokens, firstLine) }];
    return standalone.flatMap((draw) => draw?.() ?? []);
  }

  /** What draws a line that is a picture, a button or the house; null: the line is words. */
  private standalone(tokens: readonly Token[], line: number): (() => Block[]) | null {
    const [first] = tokens;
    const text = tokens.map(({ content }) => content).join("");
    if (tokens.length === 1 && first?.type === "image") return () => this.image(first, line);
    if (tokens.length === 1 && first?.type === "text" && text.replace(housePattern, "").trim() === "" && text.trim() !== "")
      return () => [{ kind: "house" }];
    const isOneLink = first?.type === "link_open" && tokens.findIndex(({ type }) => type === "link_close") === tokens.length - 1;
    if (!isOneLink || !buttonPattern.test(text) || text.replace(buttonPattern, "").trim() === "") return null;
    return () => this.button(tokens, text.replace(buttonPattern, "").trim(), line);
  }

  private button(tokens: readonly Token[], label: string, line: number): Block[] {
    const [link] = tokens;
    const href = link ? absoluteUrl(String(link.attrGet("href")), line, this.context) : null;
    if (link) reportTitle(link, line, this.context);
    if (label.includes("{{{")) this.context.report(line, bracesMessage);
    if (tokens.slice(1, -1).some(({ type }) => type !== "text"))
      this.context.report(line, "a button has plain words only: no bold, italic, code, pictures or second line.");
    return href === null ? [] : [{ kind: "button", href, label }];
  }

  private image(token: Token, line: number): Block[] {
    const { report, siteUrl } = this.context;
    const alt = altOf(token);
    const id = /^picture:([\w-]+)$/.exec(String(token.attrGet("src")))?.[1];
    const found = this.images.find((picture) => picture.id === id);
    if (alt === "") report(line, "a picture needs words that say what it shows: ![what it shows](picture:…).");
    if (!found) report(line, "this picture was not found. Add it under Pictures, and use the line that is shown there.");
    if (alt.includes("{{{")) report(line, bracesMessage);
    reportTitle(token, line, this.context);
    if (!found || alt === "") return [];
    return [{ kind: "picture", src: `${siteUrl}/newsletter/pictures/${found.id}`, alt, width: found.width, height: found.height }];
  }
}

const blocksWithLines = new Set(["paragraph_open", "heading_open", "hr", "fence", "code_block", "html_block", "table_open"]);

/** Names lines with words that no block has: addresses kept apart from their links, and what is nested too deep to be read. */
function reportSkippedLines(tokens: readonly Token[], lines: readonly string[], report: ParseContext["report"]): void {
  const read = new Set<number>();
  for (const { type, map } of tokens)
    if (map && blocksWithLines.has(type)) for (let line = map[0]; line < map[1]; line += 1) read.add(line);
  for (const [index, line] of lines.entries()) {
    const words = line.replace(/^(?:\s|>|[-+*](?=\s|$)|\d{1,9}[.)](?=\s|$))+/, "");
    if (words === "" || read.has(index)) continue;
    report(
      index + 1,
      words.startsWith("[")
        ? "an address can’t stand apart from its link. Write [words](address) where the link belongs."
        : "this line would not be shown. Put fewer lists and quotes inside each other.",
    );
  }
}
