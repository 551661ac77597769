import type { Block, Inline } from "emails/newsletter/issue-blocks";
import { truncateText } from "~/platform/text";

/** The plain words of parts. */
export const plainText = (parts: readonly Inline[]): string =>
  parts.map((part) => ("text" in part ? part.text : part.kind === "break" ? " " : plainText(part.parts))).join("");

/** The first words of an issue, for lists and feeds. @param maxLength in UTF-16 units, the ellipsis not counted */
export function excerptOf(blocks: readonly Block[], maxLength = 220): string {
  const first = blocks.find((block) => block.kind === "paragraph");
  return truncateText(first ? plainText(first.parts).trim() : "", maxLength);
}
