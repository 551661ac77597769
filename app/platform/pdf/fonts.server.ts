import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Blob, Face, Font } from "harfbuzzjs";

export type FontWeight = "regular" | "bold";

/** A face that letters of some scripts are drawn with. Its files are read once a document needs them: beside `anchor`, a module of theirs. */
export type FontFamily = { name: string; anchor: string } & Record<FontWeight, string>;

const noto = (script: string): FontFamily => ({
  name: `Noto Sans ${script}`,
  anchor: `@expo-google-fonts/noto-sans-${script.toLowerCase()}`,
  regular: `400Regular/NotoSans${script}_400Regular.ttf`,
  bold: `700Bold/NotoSans${script}_700Bold.ttf`,
});

/** Latin, Greek, Cyrillic, Hebrew, Armenian, Georgian, Lao, signs. It has Arabic too, but not all of its letters. */
export const baseFamily: FontFamily = {
  name: "DejaVu Sans",
  anchor: "dejavu-fonts-ttf/package.json",
  regular: "ttf/DejaVuSans.ttf",
  bold: "ttf/DejaVuSans-Bold.ttf",
};
const japanese: FontFamily = {
  name: "Noto Sans JP",
  anchor: "@embedpdf/fonts-jp",
  regular: "../fonts/NotoSansJP-Regular.otf",
  bold: "../fonts/NotoSansJP-Bold.otf",
};
const chinese: FontFamily = {
  name: "Noto Sans SC",
  anchor: "@embedpdf/fonts-sc",
  regular: "../fonts/NotoSansHans-Regular.otf",
  bold: "../fonts/NotoSansHans-Bold.otf",
};
const korean: FontFamily = {
  name: "Noto Sans KR",
  anchor: "@embedpdf/fonts-kr",
  regular: "../fonts/NotoSansKR-Regular.otf",
  bold: "../fonts/NotoSansKR-Bold.otf",
};
/** Each letter with its dots is one picture here, so what is copied is what was written; the newer Noto Sans Arabic draws dots apart. */
const arabic: FontFamily = {
  name: "Noto Naskh Arabic",
  anchor: "@embedpdf/fonts-arabic",
  regular: "../fonts/NotoNaskhArabic-Regular.ttf",
  bold: "../fonts/NotoNaskhArabic-Bold.ttf",
};
/** Scripts that have a family of their own. */
const familyByScript: [script: RegExp, family: FontFamily][] = [
  ...[
    "Bengali",
    "Devanagari",
    "Ethiopic",
    "Gujarati",
    "Gurmukhi",
    "Kannada",
    "Khmer",
    "Malayalam",
    "Myanmar",
    "Sinhala",
    "Tamil",
    "Telugu",
    "Thai",
  ].map((script): [RegExp, FontFamily] => [new RegExp(`\\p{scx=${script}}`, "u"), noto(script)]),
  [/\p{scx=Arabic}/u, arabic],
  [/\p{scx=Hangul}/u, korean],
];
const eastAsian = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\uff00-\uffef]/u;
const kana = /[\p{sc=Hiragana}\p{sc=Katakana}]/u;
/** It shows nothing, so no font needs a picture of it. */
const ignorable = /\p{Default_Ignorable_Code_Point}/gu;

export type LoadedFont = { bytes: Buffer; font: Font; codePoints: Set<number> };
const loadedFonts = new Map<string, LoadedFont>();

/** Reads a font once, and keeps it: those of Chinese have 8 MB each, and a site meets few scripts. */
export function loadFont(family: FontFamily, weight: FontWeight): LoadedFont {
  const path = join(dirname(createRequire(import.meta.url).resolve(family.anchor)), family[weight]);
  const known = loadedFonts.get(path);
  if (known) return known;
  const bytes = readFileSync(path);
  const face = new Face(new Blob(bytes));
  const loaded = { bytes, font: new Font(face), codePoints: new Set(face.collectUnicodes()) };
  loadedFonts.set(path, loaded);
  return loaded;
}

/** Whether a family has a picture for each character of a text. */
export const hasAll = (family: FontFamily, text: string): boolean =>
  [...text.replace(ignorable, "")].every((character) =>
    (["regular", "bold"] as const).every((weight) => loadFont(family, weight).codePoints.has(character.codePointAt(0) ?? 0)),
  );

/**
 * The family that what readers see as one character is drawn with; null: none has a picture of it.
 * @param line where it stands: the same sign is written differently in Japanese and Chinese
 */
export function findFamily(grapheme: string, line: string): FontFamily | null {
  const ofScript = familyByScript.filter(([script]) => script.test(grapheme)).map(([, family]) => family);
  const ofEastAsia = eastAsian.test(grapheme) ? (kana.test(line) ? [japanese, chinese] : [chinese, japanese]) : [];
  return [...ofScript, baseFamily, ...ofEastAsia].find((family) => hasAll(family, grapheme)) ?? null;
}
