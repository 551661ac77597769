import type { Block, Inline } from "emails/issue-blocks";
import MarkdownIt from "markdown-it";

type Token = ReturnType<InstanceType<typeof MarkdownIt>["parse"]>[number];

/** A picture that issues may show. */
export type KnownPicture = { id: string; wide: number; tall: number };

export type ReadIssue = { blocks: Block[]; mistakes: string[] };

const md = new MarkdownIt({ html: false, linkify: false, typographer: true, quotes: "“”‘’" }).disable(["code", "table"]);

/** A button stands alone in its paragraph: `[button: See the rooms](/sponsor)`. */
const buttonWords = /^button:\s*(\S.*)$/i;

/**
 * Reads an issue's Markdown: headings (##, ###), lists, quotes, links, **bold**, *italic*, a line (---), and, alone in a
 * paragraph, a picture `![what it shows](picture:id)`, a button `[button: words](address)` and `{{house}}`.
 * @param site the site's address, which makes addresses such as /sponsor whole
 * @returns the blocks, and what is wrong, in words for whoever writes; with mistakes it can't be sent
 */
export function readIssue(markdown: string, pictures: readonly KnownPicture[], site: string): ReadIssue {
  const mistakes: string[] = [];
  // Our mail provider fills in what stands in three braces: nobody may ask it for a reader's own facts by accident.
  if (markdown.includes("{{{")) mistakes.push("Three braces in a row ({{{) can’t be sent. Write fewer.");
  const reader = new Reader(md.parse(markdown, {}), pictures, site, mistakes);
  const blocks = reader.blocks();
  if (blocks.length === 0) mistakes.push("There is nothing to read yet.");
  return { blocks, mistakes };
}

class Reader {
  private at = 0;

  constructor(
    private readonly tokens: Token[],
    private readonly pictures: readonly KnownPicture[],
    private readonly site: string,
    private readonly mistakes: string[],
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
        return { kind: "list", ordered: token.tag === "ol", items: this.wordsUntil(token.type.replace("_open", "_close")) };
      case "blockquote_open":
        return { kind: "quote", paragraphs: this.wordsUntil("blockquote_close") };
      case "hr":
        return { kind: "rule" };
      case "fence":
        this.mistakes.push("A block of code (```) can’t be shown in a letter.");
        return null;
      default:
        return null;
    }
  }

  private heading(tag: string): Block {
    const parts = this.inline(this.next()?.children ?? []);
    if (tag === "h1") this.mistakes.push("The subject is the one large heading: begin others with ## or ###.");
    return { kind: "heading", level: tag === "h3" || tag === "h4" || tag === "h5" || tag === "h6" ? 3 : 2, parts };
  }

  /** All words up to a closing token, a list for each paragraph. */
  private wordsUntil(close: string): Inline[][] {
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
    if (first?.type === "image" && children.length === 1) return this.picture(first);
    if (text === "{{house}}") return { kind: "house" };
    const button = first?.type === "link_open" && children.at(-1)?.type === "link_close" ? buttonWords.exec(text) : null;
    if (first && button?.[1]) {
      const href = this.address(String(first.attrGet("href")));
      return href === null ? null : { kind: "button", href, words: button[1] };
    }
    return { kind: "paragraph", parts: this.inline(children) };
  }

  private picture(token: Token): Block | null {
    const alt = token.content.trim();
    const id = /^picture:([\w-]+)$/.exec(String(token.attrGet("src")))?.[1];
    const known = this.pictures.find((picture) => picture.id === id);
    if (alt === "") this.mistakes.push("A picture needs words that say what it shows: ![what it shows](picture:…).");
    if (!known) this.mistakes.push("A picture was not found: add it below, and use the line that is shown there.");
    if (!known || alt === "") return null;
    return { kind: "picture", src: `${this.site}/newsletter/pictures/${known.id}`, alt, wide: known.wide, tall: known.tall };
  }

  /** A whole address for the web or for mail; null, with a mistake, for anything else. */
  private address(href: string): string | null {
    if (/^\/(?!\/)/.test(href)) return `${this.site}${href}`;
    if (/^(https:\/\/[^/\s]+|mailto:\S+@\S+)/i.test(href)) return href;
    if (/^http:\/\//i.test(href) && href.startsWith(`${this.site}/`)) return href;
    this.mistakes.push(`A link to “${href}” can’t be followed from a letter: begin with https:// or, on this site, with /.`);
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
        begin({ kind: "link", href: this.address(String(token.attrGet("href"))) ?? this.site, parts: [] });
      else if (token.type === "image") this.mistakes.push("A picture stands alone: leave an empty line before and after it.");
      else if (token.type.endsWith("_close")) open.pop();
    }
    return root.filter((part) => part.kind !== "text" || part.text !== "");
  }
}

/** The plain words of a part. */
export const plainWords = (parts: readonly Inline[]): string =>
  parts.map((part) => (part.kind === "text" ? part.text : part.kind === "break" ? " " : plainWords(part.parts))).join("");

/** The first words of an issue, for lists and feeds. */
export function beginningOf(blocks: readonly Block[], most = 220): string {
  const first = blocks.find((block) => block.kind === "paragraph");
  const words = first?.kind === "paragraph" ? plainWords(first.parts).trim() : "";
  return words.length <= most ? words : `${words.slice(0, words.lastIndexOf(" ", most))} …`;
}
