import { Buffer as TextBuffer, ClusterLevel, Direction, shape } from "harfbuzzjs";
import type { LoadedFont } from "./fonts.server";

/** A picture of a font: which one, and the characters that it stands for when text is copied. Offsets and advances in the font's units. */
export type ShapedGlyph = { id: number; characters: string; xAdvance: number; xOffset: number; yOffset: number };

/**
 * Chooses and places the pictures of a text of one font and direction, from left to right.
 * Each character is told of once, in the order in which it was written: readers of a PDF put lines that run from right to left in
 * that order by themselves.
 */
export function shapeText(text: string, { font }: LoadedFont, isRightToLeft: boolean): ShapedGlyph[] {
  const buffer = new TextBuffer();
  buffer.setClusterLevel(ClusterLevel.MONOTONE_CHARACTERS);
  buffer.addText(text);
  buffer.guessSegmentProperties();
  buffer.setDirection(isRightToLeft ? Direction.RTL : Direction.LTR);
  shape(font, buffer);
  const infos = buffer.getGlyphInfos();
  const positions = buffer.getGlyphPositions();
  const starts = [...new Set(infos.map(({ cluster }) => cluster))].toSorted((a, b) => a - b);
  const endOf = new Map(starts.map((start, index) => [start, starts[index + 1] ?? text.length]));
  const shared = new Map<number, string[]>();
  for (const start of starts) {
    const count = infos.filter(({ cluster }) => cluster === start).length;
    shared.set(start, share(Array.from(text.slice(start, endOf.get(start))), count, isRightToLeft));
  }
  return infos.map(({ codepoint, cluster }, index) => {
    const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[index] ?? {};
    return { id: codepoint, characters: shared.get(cluster)?.shift() ?? nothing, xAdvance, xOffset, yOffset };
  });
}

/** For a picture that is left over: readers show nothing of it, while they would invent a character for one that stands for none. */
const nothing = "\u2060";

/** Characters that become several pictures together: one for each, and the last has what is left. */
function share(characters: string[], count: number, isRightToLeft: boolean): string[] {
  const parts = Array.from(
    { length: count },
    (_, index) => (index === count - 1 ? characters.slice(index).join("") : characters[index]) || nothing,
  );
  return isRightToLeft ? parts.toReversed() : parts;
}
