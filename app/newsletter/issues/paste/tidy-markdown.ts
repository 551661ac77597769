import { stripControlCharacters, stripInvisible } from "~/platform/text";

/** Signs of our own that stand in a text while it is converted: nobody types them, and none is left in it. */
export const marks = {
  /** Begins an item of a list: then come its depth, "." and its marker. */
  item: "\ue001",
  /** Behind a cell of a table. */
  cell: "\ue002",
  /** A line that ends within a paragraph. */
  lineBreak: "\ue003",
  /** Begins a heading: then comes its level. */
  heading: "\ue004",
  quote: "\ue005",
  rule: "\ue006",
  strong: { open: "\ue010", close: "\ue011" },
  em: { open: "\ue012", close: "\ue013" },
} as const;

const structure = /^((?:[\ue010-\ue013\s]|\ue005|\ue006|\ue004[23]|\ue001\d+\.(?:-|\d+\.) )*)(.*)$/s;
const anyStructure = /\ue004[23]|\ue001\d+\.(?:-|\d+\.) |[\ue002\ue005\ue006]/g;

/** Words on one line, whatever broke it or stood before it. */
export const onOneLine = (text: string): string =>
  text
    .replace(anyStructure, "")
    .replace(/[\s\ue003]+/g, " ")
    .trim();

/** A line of what the converter found, taken apart. */
type Line = { quotes: number; text: string; kind: "words" | "rule" | "heading" | "item"; level: number; marker: string };

/** Makes one text of what the converter found: a block for each of its lines, lists as lines, bold and italic once. */
export function tidyMarkdown(converted: string): string {
  const carried = { strong: 0, em: 0 };
  const lines = stripInvisible(stripControlCharacters(converted))
    .split(/\n+/)
    .map(takeApart)
    .map((line) => ({ ...line, text: escapeStart(withEmphasis(line.text, carried), line) }))
    .filter(({ kind, text }) => kind === "rule" || text !== "");
  let written = "";
  let before: Line | null = null;
  let depth = 0;
  for (const line of lines) {
    const follows: boolean = before?.kind === "item" && line.kind === "item" && before.quotes === line.quotes;
    depth = line.kind === "item" ? (follows ? Math.min(line.level, depth + 1) : 0) : 0;
    const isNewList = follows && depth === 0 && (line.marker === "-") !== (lists.get(before) ?? line.marker === "-");
    if (line.kind === "item") lists.set(line, depth === 0 || !follows ? line.marker === "-" : (lists.get(before) ?? true));
    const quote = "> ".repeat(line.quotes);
    if (before) written += follows && !isNewList ? "\n" : `\n${"> ".repeat(Math.min(line.quotes, before.quotes)).trimEnd()}\n`;
    const start = { words: "", rule: "---", heading: `${"#".repeat(line.level)} `, item: `${"    ".repeat(depth)}${line.marker} ` }[
      line.kind
    ];
    written += `${quote}${start}${line.text.replaceAll("\\\n", `\\\n${quote}${" ".repeat(line.kind === "item" ? start.length : 0)}`)}`;
    before = line;
  }
  return written.replace(/[\ue000-\ue0ff]/g, "");
}

/** Whether the list that an item stands in has bullets at its outermost level. */
const lists = new WeakMap<object, boolean>() as { get(key: object | null): boolean | undefined; set(key: object, value: boolean): void };

function takeApart(line: string): Line {
  const [, start = "", text = ""] = structure.exec(line) ?? [];
  const [, level = "0", marker = "-"] = /\ue001(\d+)\.(-|\d+\.) /.exec(start) ?? [];
  const heading = /\ue004([23])/.exec(start)?.[1];
  const kind = start.includes(marks.rule) ? "rule" : start.includes(marks.item) ? "item" : heading ? "heading" : "words";
  const emphasis = start.replace(/[^\ue010-\ue013]/g, "");
  const words = kind === "heading" ? text.replace(/\ue003+/g, " ") : text;
  return {
    quotes: start.split(marks.quote).length - 1,
    text: emphasis + words.replace(anyStructure, " ").trim(),
    kind,
    level: kind === "heading" ? Number(heading) : Number(level),
    marker,
  };
}

/**
 * Nested and neighbouring bold words become one stretch: `**a****b**` would be read as asterisks. What goes on over several lines is
 * closed at the end of each.
 */
function withEmphasis(line: string, carried: { strong: number; em: number }): string {
  // One sign for each gap, so that no rule below goes over a long one again and again.
  let text = line
    .replace(/[\s\ue003]+/g, (gap) => (gap.includes(marks.lineBreak) ? marks.lineBreak : " "))
    .replace(/^[ \ue003]|[ \ue003]$/g, "");
  for (const [name, sign] of [
    ["strong", "**"],
    ["em", "*"],
  ] as const) {
    const { open, close } = marks[name];
    const before = carried[name];
    carried[name] = Math.max(0, before + text.split(open).length - text.split(close).length);
    text = flatten(open.repeat(before) + text + close.repeat(carried[name]), open, close);
    const inside = "(?:\\\\.|[^\\p{L}\\p{N}\\s\\\\\\ue000-\\ue0ff]){1,20}";
    text = text
      .replace(new RegExp(`${close}([\\s\\ue003]*)${open}`, "g"), "$1")
      .replace(new RegExp(`${open}([\\s\\ue003]+)`, "g"), `$1${open}`)
      .replace(new RegExp(`([\\s\\ue003]+)${close}`, "g"), `${close}$1`)
      // Between a letter and a full stop, the signs would not be read as such.
      .replace(new RegExp(`(${inside})${close}(?=[\\p{L}\\p{N}])`, "gu"), `${close}$1`)
      .replace(new RegExp(`(?<=[\\p{L}\\p{N}])${open}(${inside})`, "gu"), `$1${open}`)
      .replace(new RegExp(`${open}([^\\p{L}\\p{N}${open}${close}]*)${close}`, "gu"), "$1")
      .replaceAll(open, sign)
      .replaceAll(close, sign);
  }
  return text
    .replace(/^[\s\ue003]+|[\s\ue003]+$/g, "")
    .replace(/[^\S\n]*\ue003[\s\ue003]*/g, "\\\n")
    .replace(/ {2,}/g, " ");
}

/** Keeps of marks within marks the outermost. */
function flatten(text: string, open: string, close: string): string {
  let depth = 0;
  return text.replace(new RegExp(`[${open}${close}]`, "g"), (mark) => {
    if (mark === open) return depth++ === 0 ? open : "";
    return --depth === 0 ? close : "";
  });
}

/** Words that would be read as the start of a list, a heading, a quote or a line. */
const escapeStart = (text: string, { kind }: Line): string =>
  kind === "heading"
    ? text.replace(/(#+)$/, String.raw`\$1`)
    : text
        .replace(/^(\s*)(#{1,6}(?=\s|$)|[-+](?=\s|$)|>|=+\s*$|-[-\s]*$)/gm, String.raw`$1\$2`)
        .replace(/^(\s*\d{1,9})([.)](?=\s|$))/gm, String.raw`$1\$2`);

/** Signs that mean something in Markdown wherever they stand. */
export const escapeInline = (text: string): string =>
  text
    .replaceAll("\u00a0", " ")
    .replace(/[\ue000-\ue0ff]/g, "")
    .replace(/[\\*[\]`~|]/g, String.raw`\$&`)
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, String.raw`\_`)
    .replace(/<(?=[a-z/!?])|&(?=[a-z#])/gi, String.raw`\$&`);
