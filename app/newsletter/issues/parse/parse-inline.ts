import type { Inline } from "emails/newsletter/issue-blocks";
import { plainText } from "./issue-text";
import { altOf, withLines, type Token } from "./markdown";

/** What reading an issue needs to know, and whom to tell what is wrong. `line` counts from 1. */
export type ParseContext = { siteUrl: string; report: (line: number, message: string) => void };

/** The words of a button's link: `[button: See the rooms](/sponsor)`. */
export const buttonPattern = /^\s*button:/i;
export const housePattern = /\{\{\s*house\s*\}\}/i;

/** An absolute URL for the web or for mail; null, and reported, for anything else. */
export function absoluteUrl(href: string, line: number, { siteUrl, report }: ParseContext): string | null {
  if (/^\/(?!\/)/.test(href)) return `${siteUrl}${href}`;
  if (/^(https:\/\/[^/\s]+|mailto:\S+@\S+)/i.test(href)) return href;
  if (/^http:\/\//i.test(href) && href.startsWith(`${siteUrl}/`)) return href;
  report(line, `a link to “${href}” can’t be followed from an email. Begin it with https:// or, on this site, with /.`);
  return null;
}

/** Reads the words of a paragraph or heading. What can't be drawn is reported, and its words are kept. */
export class InlineParser {
  private at = 0;
  private readonly placed: { token: Token; line: number }[];

  constructor(
    tokens: readonly Token[],
    firstLine: number,
    private readonly context: ParseContext,
  ) {
    this.placed = withLines(tokens, firstLine);
  }

  /** Everything up to a closing token, or to the end. */
  parse(close?: string): Inline[] {
    const parts: Inline[] = [];
    for (let next = this.placed[this.at++]; next && next.token.type !== close; next = this.placed[this.at++]) {
      for (const part of this.part(next.token, next.line)) {
        const last = parts.at(-1);
        if (part.kind === "text" && last?.kind === "text") last.text += part.text;
        else if (part.kind !== "text" || part.text !== "") parts.push(part);
      }
    }
    return parts;
  }

  private part(token: Token, line: number): Inline[] {
    const { report } = this.context;
    switch (token.type) {
      case "text":
        if (housePattern.test(token.content)) report(line, "{{house}} needs a line of its own, with empty lines around it.");
        return [{ kind: "text", text: token.content }];
      case "code_inline":
        return [{ kind: "code", text: token.content }];
      case "softbreak":
        return [{ kind: "text", text: " " }];
      case "hardbreak":
        return [{ kind: "break" }];
      case "strong_open":
        return [{ kind: "strong", parts: this.parse("strong_close") }];
      case "em_open":
        return [{ kind: "em", parts: this.parse("em_close") }];
      case "link_open":
        return this.link(token, line);
      case "s_open":
        report(line, "crossed-out words (~~) can’t be used in a newsletter. Take the ~~ away.");
        return this.parse("s_close");
      case "image":
        report(line, "a picture needs a line of its own, with empty lines around it.");
        return [{ kind: "text", text: altOf(token) }];
      case "html_inline":
        report(line, "HTML tags can’t be used in a newsletter. Take the tag away.");
        return [{ kind: "text", text: token.content }];
      default:
        throw new Error(`Markdown has a part that is not known here: ${token.type}`);
    }
  }

  private link(token: Token, line: number): Inline[] {
    const { report } = this.context;
    const parts = this.parse("link_close");
    const words = plainText(parts);
    const href = absoluteUrl(String(token.attrGet("href")), line, this.context);
    if (words.trim() === "") report(line, "a link has no words. Write them between the square brackets.");
    if (buttonPattern.test(words)) report(line, "a button needs words after “button:”, and a line of its own with empty lines around it.");
    reportTitle(token, line, this.context);
    return href === null ? parts : [{ kind: "link", href, parts }];
  }
}

/** Words in quotes after an address show only under a mouse pointer: in an email and on a phone they would be lost. */
export function reportTitle(token: Token, line: number, { report }: ParseContext): void {
  if (token.attrGet("title")) report(line, "words in quotes after an address are not shown to readers. Take them away.");
}
