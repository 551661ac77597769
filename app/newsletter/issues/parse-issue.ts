import type { Block, Inline } from "emails/newsletter/issue-blocks";
import MarkdownIt from "markdown-it";

type Token = ReturnType<InstanceType<typeof MarkdownIt>["parse"]>[number];

/** A picture that issues may show. */
export type IssueImage = { id: string; width: number; height: number };

export type ParsedIssue = { blocks: Block[]; errors: string[] };

const md = new MarkdownIt({ html: false, linkify: false, typographer: true, quotes: "“”‘’" }).disable(["code", "table"]);

/** A button stands alone in its paragraph: `[button: See the rooms](/sponsor)`. */
const buttonPattern = /^button:\s*(\S.*)$/i;

/**
 * Reads an issue's Markdown: headings (##, ###), lists, quotes, links, **bold**, *italic*, a line (---), and, alone in a
 * paragraph, a picture `![what it shows](picture:id)`, a button `[button: words](address)` and `{{house}}`.
 * @param siteUrl the site's address, which makes addresses such as /sponsor whole
 * @returns the blocks, and what is wrong, in words for whoever writes; with mistakes it can't be sent
 */
export function parseIssue(markdown: string, images: readonly IssueImage[], siteUrl: string): ParsedIssue {
  const errors: string[] = [];
  // Our mail provider fills in what stands in three braces: nobody may ask it for a reader's own facts by accident.
  if (markdown.includes("{{{")) errors.push("Three braces in a row ({{{) can’t be sent. Write fewer.");
  const parser = new IssueParser(md.parse(markdown, {}), images, siteUrl, errors);
  const blocks = parser.blocks();
  if (blocks.length === 0) errors.push("There is nothing to read yet.");
  return { blocks, errors };
}

class IssueParser {
  private at = 0;

  constructor(
    private readonly tokens: Token[],
    private readonly images: readonly IssueImage[],
    private readonly siteUrl: string,
    private readonly errors: string[],
  ) {}

  blocks(): Block[] {
    const found: Block[] = [];
    for (let token = this.next(); token; token = this.next()) {
      const block = this.block(token);
      if (block) found.push(block);
    }
    return found;
  }

  private next(): Token | undefined {
    return this.tokens[this.at++];
  }

  private block(token: Token): Block | null {
    switch (token.type) {
      case "heading_open":
        return this.heading(token.tag);
      case "paragraph_open":
        return this.paragraph(this.next()?.children ?? []);
      case "bullet_list_open":
      case "ordered_list_open":
        return { kind: "list", ordered: token.tag === "ol", items: this.inlinesUntil(token.type.replace("_open", "_close")) };
      case "blockquote_open":
        return { kind: "quote", paragraphs: this.inlinesUntil("blockquote_close") };
      case "hr":
        return { kind: "rule" };
      case "fence":
        this.errors.push("A block of code (```) can’t be shown in a letter.");
        return null;
      default:
        return null;
    }
  }

  private heading(tag: string): Block {
    const parts = this.inline(this.next()?.children ?? []);
    if (tag === "h1") this.errors.push("The subject is the one large heading: begin others with ## or ###.");
    return { kind: "heading", level: tag === "h3" || tag === "h4" || tag === "h5" || tag === "h6" ? 3 : 2, parts };
  }

  /** All words up to a closing token, a list for each paragraph. */
  private inlinesUntil(close: string): Inline[][] {
    const items: Inline[][] = [];
    const open = close.replace("_close", "_open");
    let depth = 1;
    for (let token = this.next(); token; token = this.next()) {
      if (token.type === open) depth += 1;
      if (token.type === close) depth -= 1;
      if (depth === 0) break;
      if (token.type === "inline") items.push(this.inline(token.children ?? []));
    }
    return items;
  }

  private paragraph(children: Token[]): Block | null {
    const [first] = children;
    const text = children
      .map(({ content }) => content)
      .join("")
      .trim();
    if (first?.type === "image" && children.length === 1) return this.image(first);
    if (text === "{{house}}") return { kind: "house" };
    const button = first?.type === "link_open" && children.at(-1)?.type === "link_close" ? buttonPattern.exec(text) : null;
    if (first && button?.[1]) {
      const href = this.absoluteUrl(String(first.attrGet("href")));
      return href === null ? null : { kind: "button", href, label: button[1] };
    }
    return { kind: "paragraph", parts: this.inline(children) };
  }

  private image(token: Token): Block | null {
    const alt = token.content.trim();
    const id = /^picture:([\w-]+)$/.exec(String(token.attrGet("src")))?.[1];
    const found = this.images.find((picture) => picture.id === id);
    if (alt === "") this.errors.push("A picture needs words that say what it shows: ![what it shows](picture:…).");
    if (!found) this.errors.push("A picture was not found: add it below, and use the line that is shown there.");
    if (!found || alt === "") return null;
    return { kind: "picture", src: `${this.siteUrl}/newsletter/pictures/${found.id}`, alt, wide: found.width, tall: found.height };
  }

  /** A whole address for the web or for mail; null, with a mistake, for anything else. */
  private absoluteUrl(href: string): string | null {
    if (/^\/(?!\/)/.test(href)) return `${this.siteUrl}${href}`;
    if (/^(https:\/\/[^/\s]+|mailto:\S+@\S+)/i.test(href)) return href;
    if (/^http:\/\//i.test(href) && href.startsWith(`${this.siteUrl}/`)) return href;
    this.errors.push(`A link to “${href}” can’t be followed from a letter: begin with https:// or, on this site, with /.`);
    return null;
  }

  private inline(tokens: Token[]): Inline[] {
    const root: Inline[] = [];
    const open: Inline[][] = [root];
    const into = () => open.at(-1) ?? root;
    const begin = (part: Extract<Inline, { parts: Inline[] }>) => {
      into().push(part);
      open.push(part.parts);
    };
    for (const token of tokens) {
      if (token.type === "text" || token.type === "code_inline") into().push({ kind: "text", text: token.content });
      else if (token.type === "softbreak") into().push({ kind: "text", text: " " });
      else if (token.type === "hardbreak") into().push({ kind: "break" });
      else if (token.type === "strong_open") begin({ kind: "strong", parts: [] });
      else if (token.type === "em_open") begin({ kind: "em", parts: [] });
      else if (token.type === "link_open")
        begin({ kind: "link", href: this.absoluteUrl(String(token.attrGet("href"))) ?? this.siteUrl, parts: [] });
      else if (token.type === "image") this.errors.push("A picture stands alone: leave an empty line before and after it.");
      else if (token.type.endsWith("_close")) open.pop();
    }
    return root.filter((part) => part.kind !== "text" || part.text !== "");
  }
}

/** The plain words of a part. */
export const plainText = (parts: readonly Inline[]): string =>
  parts.map((part) => (part.kind === "text" ? part.text : part.kind === "break" ? " " : plainText(part.parts))).join("");

/** The first words of an issue, for lists and feeds. */
export function excerptOf(blocks: readonly Block[], maxLength = 220): string {
  const first = blocks.find((block) => block.kind === "paragraph");
  const text = first?.kind === "paragraph" ? plainText(first.parts).trim() : "";
  return text.length <= maxLength ? text : `${text.slice(0, text.lastIndexOf(" ", maxLength))} …`;
}
