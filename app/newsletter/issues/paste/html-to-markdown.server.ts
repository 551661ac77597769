import TurndownService from "turndown";
import { escapeInline, marks, onOneLine, tidyMarkdown } from "./tidy-markdown";

/** What a paste became: Markdown of issues, and what of it was left out or changed, in words. */
export type Pasted = { markdown: string; notes: string[] };

type Found = { pictures: number; tables: number; struck: number; deleted: number };

/**
 * Turns what was copied in Word, Google Docs or a web page into the Markdown of issues. Only what an issue can show is kept:
 * words, ##, ###, bold, italic, links, lists, quotes, lines. Nothing of it is run or fetched.
 * @param html as the browser's clipboard gives it
 */
export function pasteAsMarkdown(html: string): Pasted {
  const found: Found = { pictures: 0, tables: 0, struck: 0, deleted: 0 };
  const [, fragment = html] = /<!--StartFragment-->([^]*?)(?:<!--EndFragment-->|$)/.exec(html) ?? [];
  return { markdown: tidyMarkdown(createConverter(found).turndown(fragment)), notes: describe(found) };
}

function describe({ pictures, tables, struck, deleted }: Found): string[] {
  return [
    ...(pictures === 1 ? ["A picture was left out: add it under Pictures."] : []),
    ...(pictures > 1 ? [`${pictures} pictures were left out: add them under Pictures.`] : []),
    ...(tables > 0 ? ["A table can’t be used in a newsletter: its words are kept, a line for each row."] : []),
    ...(struck > 0 ? ["Words that were crossed out are kept, without the line through them."] : []),
    ...(deleted > 0 ? ["Words that were deleted in tracked changes were left out."] : []),
  ];
}

const styleOf = (node: HTMLElement): string => (node.getAttribute("style") ?? "").toLowerCase();
const isBold = (style: string): boolean => /(?:^|[;\s])font-weight:\s*(?:bold|bolder|[6-9]\d\d)/.test(style);
const isItalic = (style: string): boolean => /(?:^|[;\s])font-style:\s*(?:italic|oblique)/.test(style);
const isPlainWeight = (style: string): boolean => /(?:^|[;\s])font-weight:\s*(?:normal|lighter|[1-5]\d\d)/.test(style);
const isPlainSlope = (style: string): boolean => /(?:^|[;\s])font-style:\s*normal/.test(style);
/** Word writes each item of a list as a paragraph, with its level in a style and its bullet as text. */
const wordLevel = (style: string): number | null => Number(/mso-list:\s*l\d+\s+level(\d+)/.exec(style)?.[1] ?? 0) || null;
const isWordBullet = (style: string): boolean => /mso-list:\s*ignore/.test(style);

const names = (...list: string[]) => list as TurndownService.TagName[];
const isNamed = (node: Node, ...list: string[]): boolean => list.includes(node.nodeName.toUpperCase());
const strong = (content: string) => (content.trim() === "" ? content : marks.strong.open + content + marks.strong.close);
const emphasis = (content: string) => (content.trim() === "" ? content : marks.em.open + content + marks.em.close);

/** An item of a list as a line of its own; the lines of lists inside it come after its words, each with its own depth. */
function listItem(depth: number, marker: string, content: string): string {
  const [words = "", ...inner] = content.replace(/\n+/g, "\n").split(/\n(?=[\ue010-\ue013]*\ue001)/);
  return `\n${marks.item}${depth}.${marker} ${onOneLine(words)}\n${inner.join("\n")}\n`;
}

function depthOf(item: HTMLElement): number {
  let depth = -1;
  for (let node: Node | null = item.parentNode; node; node = node.parentNode) if (isNamed(node, "UL", "OL", "MENU")) depth += 1;
  return Math.max(0, depth);
}

function markerOf(item: HTMLElement): string {
  const list = item.parentNode as HTMLElement | null;
  if (!list || !isNamed(list, "OL")) return "-";
  const items = Array.from(list.childNodes).filter((node) => isNamed(node, "LI"));
  const start = Number(list.getAttribute("start") ?? 1);
  return `${Math.max(0, (Number.isInteger(start) ? start : 1) + items.indexOf(item))}.`;
}

function wordMarkerOf(paragraph: HTMLElement): string {
  const bullet = Array.from(paragraph.getElementsByTagName("span")).find((span) => isWordBullet(styleOf(span)));
  const text = (bullet?.textContent ?? "").trim();
  const number = /^\(?(\d{1,9})[.)]/.exec(text)?.[1];
  return number ? `${number}.` : /^\(?[a-z]{1,5}[.)]/i.test(text) ? "1." : "-";
}

function linkTo(node: HTMLElement, content: string): string {
  const href = (node.getAttribute("href") ?? "").trim();
  const words = onOneLine(content);
  if (!/^(?:https?:\/\/|mailto:)[^\s<>]+$/i.test(href) || words === "") return content;
  return `[${words}](${href.replaceAll("(", "%28").replaceAll(")", "%29")})`;
}

function createConverter(found: Found): TurndownService {
  const service = new TurndownService();
  service.escape = escapeInline;
  service.remove(
    names("head", "style", "script", "title", "meta", "link", "xml", "o:p", "template", "iframe", "object", "svg", "noscript"),
  );
  const rule = (key: string, filter: TurndownService.Filter, replacement: (content: string, node: HTMLElement) => string) =>
    service.addRule(key, { filter, replacement: (content, node) => replacement(content, node as HTMLElement) });

  // The last rule that fits a node is taken.
  rule("line-break", names("br"), () => marks.lineBreak);
  rule("span", names("span", "font"), (content, node) => styled(content, styleOf(node), found));
  rule("strong", names("strong", "b"), (content, node) =>
    isPlainWeight(styleOf(node)) ? content : strong(styled(content, withoutWeight(node), found)),
  );
  rule("emphasis", names("em", "i", "cite"), (content, node) => (isPlainSlope(styleOf(node)) ? content : emphasis(content)));
  rule("struck", names("s", "strike"), (content) => {
    found.struck += content.trim() === "" ? 0 : 1;
    return content;
  });
  rule("deleted", names("del"), (content) => {
    found.deleted += content.trim() === "" ? 0 : 1;
    return "";
  });
  rule("heading", names("h1", "h2", "h3", "h4", "h5", "h6"), (content, node) => {
    const words = onOneLine(content.replace(/[\ue010-\ue013]/g, ""));
    return words === "" ? "" : `\n\n${marks.heading}${isNamed(node, "H1", "H2") ? 2 : 3}${words}\n\n`;
  });
  rule("list", names("ul", "ol", "menu"), (content) => `\n${content}\n`);
  rule("item", names("li"), (content, node) => listItem(depthOf(node), markerOf(node), content));
  rule(
    "word-item",
    (node) => isNamed(node, "P", "DIV") && wordLevel(styleOf(node)) !== null,
    (content, node) => listItem((wordLevel(styleOf(node)) ?? 1) - 1, wordMarkerOf(node), content),
  );
  rule(
    "word-bullet",
    (node) => isNamed(node, "SPAN") && isWordBullet(styleOf(node)),
    () => "",
  );
  rule(
    "word-title",
    (node) => isNamed(node, "P") && /\bMsoTitle\b/.test(node.className),
    (content) => `\n\n${marks.heading}2${onOneLine(content)}\n\n`,
  );
  rule("link", names("a"), (content, node) => linkTo(node, content));
  rule("picture", names("img", "picture", "video", "canvas"), (_content, node) => {
    found.pictures += isNamed(node, "PICTURE") ? 0 : 1;
    return "";
  });
  rule("line", names("hr"), () => `\n\n${marks.rule}\n\n`);
  rule(
    "quote",
    names("blockquote"),
    (content) =>
      `\n\n${content
        .trim()
        .split(/\n+/)
        .map((line) => marks.quote + line)
        .join("\n")}\n\n`,
  );
  // What stands in it comes as it was written.
  rule("code", names("code"), (content) => escapeInline(content));
  rule("code-block", names("pre"), (content) => `\n\n${content}\n\n`);
  rule("table", names("table"), (content) => {
    found.tables += 1;
    return `\n\n${content}\n\n`;
  });
  rule(
    "row",
    names("tr"),
    (content) =>
      `\n\n${content
        .split(marks.cell)
        .map((cell) => cell.trim())
        .filter(Boolean)
        .join(" · ")}\n\n`,
  );
  rule("cell", names("td", "th"), (content) => onOneLine(content) + marks.cell);
  return service;
}

/** A style's weight is that of its element, which is a bold one itself. */
const withoutWeight = (node: HTMLElement): string => styleOf(node).replace(/font-weight:[^;]*/, "");

/** Google Docs has bold, italic and crossed-out words as styles of a span. */
function styled(content: string, style: string, found: Found): string {
  if (/text-decoration[^;]*:[^;]*line-through/.test(style) && content.trim() !== "") found.struck += 1;
  const sloped = isItalic(style) ? emphasis(content) : content;
  return isBold(style) ? strong(sloped) : sloped;
}
