import createBidi from "bidi-js";
import { toGraphemes } from "../text";
import { baseFamily, findFamily, hasAll, type FontFamily } from "./fonts.server";

/** A part of a line that is drawn with one font, in one direction. */
export type TextRun = { text: string; family: FontFamily; isRightToLeft: boolean };

const bidi = createBidi();
/** Spaces, digits and signs belong to whatever stands before them, so that words of one script stay together. */
const ofNoScript = /^[\p{sc=Common}\p{sc=Inherited}]+$/u;
const missing = "\ufffd";

/**
 * The parts of a line from left to right, as the Unicode Bidirectional Algorithm orders them
 * (https://www.unicode.org/reports/tr9/). What no font has a picture of becomes �, so that nothing is left out unseen.
 */
export function toVisualRuns(line: string): TextRun[] {
  const { levels } = bidi.getEmbeddingLevels(line);
  const runs: (TextRun & { level: number })[] = [];
  let at = 0;
  for (const grapheme of toGraphemes(line)) {
    const level = levels[at] ?? 0;
    at += grapheme.length;
    const last = runs.at(-1);
    const isJoined = last !== undefined && ofNoScript.test(grapheme) && hasAll(last.family, grapheme);
    const found = isJoined ? last.family : findFamily(grapheme, line);
    const [family, text] = found ? [found, grapheme] : [baseFamily, missing];
    if (last?.family === family && last.level === level) last.text += text;
    else runs.push({ text, family, level, isRightToLeft: level % 2 === 1 });
  }
  return reorder(runs);
}

/** Rule L2: from the highest level down, whatever is at a level or above is turned around. */
function reorder<Run extends { level: number }>(runs: Run[]): Run[] {
  let ordered = runs;
  for (let level = Math.max(0, ...runs.map((run) => run.level)); level > 0; level -= 1) {
    const groups: Run[][] = [];
    let isTurning = false;
    for (const run of ordered) {
      const turns = run.level >= level;
      if (turns && isTurning) groups.at(-1)?.unshift(run);
      else groups.push([run]);
      isTurning = turns;
    }
    ordered = groups.flat();
  }
  return ordered;
}
