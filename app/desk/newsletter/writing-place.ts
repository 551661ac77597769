import type { Block } from "emails/newsletter/issue-blocks";

/** A sign of our own, which nobody types: where somebody is writing. */
const sign = "\ue100";

/** Lines that are more than words: another sign in them would change what they are. */
const special = /^\s*(?:\[|!\[|\{\{|<|`|~|\||(?:[-*_=]\s*)+$)|\\$| {2}$/;

/** Marks in an issue the last line of words up to a line, counted from 1. */
export function markPlace(body: string, line: number): string {
  const lines = body.replaceAll(sign, "").split("\n");
  for (let index = Math.min(line, lines.length) - 1; index >= 0; index -= 1) {
    const text = lines[index] ?? "";
    if (!/[\p{L}\p{N}]/u.test(text) || special.test(text)) continue;
    lines[index] = `${text} ${sign}`;
    break;
  }
  return lines.join("\n");
}

/** The id of the place in a page, which the end of its address scrolls to. */
export const placeId = "here";

/** Makes the marked place one that an address can lead to. */
export const showPlace = (html: string): string => html.replace(sign, `<span id="${placeId}"></span>`).replaceAll(sign, "");

/** Blocks before the marked one, and from it on, without the mark. Where none is marked, all are after the place. */
export function splitAtPlace(blocks: readonly Block[]): { before: Block[]; after: Block[] } {
  const at = Math.max(
    0,
    blocks.findIndex((block) => JSON.stringify(block).includes(sign)),
  );
  const clean = blocks.map((block) => JSON.parse(JSON.stringify(block).replaceAll(` ${sign}`, "").replaceAll(sign, "")) as Block);
  return { before: clean.slice(0, at), after: clean.slice(at) };
}
