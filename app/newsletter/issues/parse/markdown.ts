import MarkdownIt from "markdown-it";

export type Token = ReturnType<InstanceType<typeof MarkdownIt>["parse"]>[number];

// Everything of CommonMark, and what people know from elsewhere, is read: so that what can't be drawn is named.
const md = new MarkdownIt("commonmark", { html: true }).enable(["table", "strikethrough"]);
// Links that lead nowhere are named by us; left alone, markdown-it would show their brackets.
md.validateLink = () => true;

export const parseMarkdown = (markdown: string): Token[] => md.parse(markdown, {});

/** What a picture shows, in plain words. */
export const altOf = (image: Token): string => md.renderer.renderInlineAsText(image.children ?? [], md.options, {}).trim();

/** The line that a block begins on, counted from 1. */
export const lineOf = (block: Token): number => (block.map?.[0] ?? 0) + 1;

/** The line that each inline token begins on. @param firstLine of the paragraph or heading that they are in */
export function withLines(tokens: readonly Token[], firstLine: number): { token: Token; line: number }[] {
  let line = firstLine;
  return tokens.map((token) => {
    const placed = { token, line };
    if (token.type === "softbreak" || token.type === "hardbreak") line += 1;
    return placed;
  });
}

/** The tokens of each line of a paragraph, without those that show nothing. */
export function splitLines(tokens: readonly Token[], firstLine: number): { tokens: Token[]; line: number }[] {
  const lines: { tokens: Token[]; line: number }[] = [];
  for (const { token, line } of withLines(tokens, firstLine)) {
    const isBreak = (token.type === "softbreak" || token.type === "hardbreak") && token.level === 0;
    if (lines.length === 0 || isBreak) lines.push({ tokens: [], line: isBreak ? line + 1 : line });
    if (!isBreak && !(token.type === "text" && token.content.trim() === "")) lines.at(-1)?.tokens.push(token);
  }
  return lines;
}
