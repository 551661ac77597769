import { loadFont, type FontFamily, type FontWeight, type LoadedFont } from "./fonts.server";
import { isPlainText } from "./plain-text";
import { shapeText, type ShapedGlyph } from "./shape.server";
import { toVisualRuns, type TextRun } from "./visual-runs.server";

type GlyphRun = {
  glyphs: { id: number; advanceWidth: number; codePoints: number[] }[];
  positions: { xAdvance: number; yAdvance: number; xOffset: number; yOffset: number }[];
  readonly advanceWidth: number;
};
/** What pdfkit keeps of a font in one document. */
type EmbeddedFont = {
  ascender: number;
  font: { layout: (text: string) => GlyphRun };
  subset: { glyphs: number[]; includeGlyph: (id: number) => number };
};
type FragmentOptions = { align?: string; width?: number; lineWidth?: number; baseline?: number | string; features?: object };
/** The parts of pdfkit that a line of text comes through. They have no public names. */
type PdfInternals = PDFKit.PDFDocument & {
  _font: EmbeddedFont;
  _fontSize: number;
  /** Every font that is to be within the document, by its name. */
  _fontFamilies: Record<string, EmbeddedFont>;
  /** What a table gives back after each of its cells. */
  _fontSource: unknown;
  _fontFamily: unknown;
  _fragment: (text: string, x: number, y: number, options: FragmentOptions) => void;
  widthOfString: (text: string, options?: FragmentOptions) => number;
};

/**
 * Makes a document draw lines of all scripts: each part of a line with a font that has its letters, shaped by HarfBuzz, in the order in
 * which it is read. Plain lines are drawn as before.
 * @param pdf with fonts registered as "regular" and "bold"
 */
export function enableAllScripts(pdf: PDFKit.PDFDocument): void {
  const internals = pdf as PdfInternals;
  const drawPlain = internals._fragment.bind(pdf);
  const measurePlain = internals.widthOfString.bind(pdf);
  const bold = (pdf.font("bold") as PdfInternals)._font;
  const shapedFonts = new Map<string, ShapedFont>();

  const useFontOf = ({ family, isRightToLeft }: TextRun, weight: FontWeight): void => {
    const key = `${family.name} ${weight}`;
    const shaped = shapedFonts.get(key) ?? shapedBy(openFont(internals, key, family, weight), loadFont(family, weight));
    shapedFonts.set(key, shaped);
    shaped.isRightToLeft = isRightToLeft;
    internals._font = shaped.font;
  };
  /** Does something for each part of a line, with its font, and gives the font back. */
  const forEachRun = (text: string, work: (run: TextRun) => void): void => {
    const before = internals._font;
    for (const run of toVisualRuns(text)) {
      useFontOf(run, before === bold ? "bold" : "regular");
      work(run);
    }
    internals._font = before;
  };
  /** With features, pdfkit shapes a run as a whole, not word by word. */
  const wholeRun = { features: [] };

  // pdfkit cuts the text of a table's cell off at the height of the first font's line: dots below Arabic letters would be lost.
  pdf.clip = () => pdf.addContent("n");
  internals.widthOfString = (line, options) => {
    const text = withoutLineEnd(line);
    if (isPlainText(text)) return measurePlain(text, options);
    let width = 0;
    forEachRun(text, (run) => void (width += measurePlain(run.text, { ...options, ...wholeRun })));
    return width;
  };
  internals._fragment = (line, x, y, options) => {
    const text = withoutLineEnd(line);
    if (isPlainText(text)) return drawPlain(text, x, y, options);
    let left = x;
    const spare = () => (options.lineWidth ?? 0) - internals.widthOfString(text.trimEnd(), options);
    if (options.width && options.align === "right") left += spare();
    if (options.width && options.align === "center") left += spare() / 2;
    // Every part stands on the line of the font that the rest of the document has.
    const onLine = { ...options, ...wholeRun, align: "left", baseline: (-internals._font.ascender / 1000) * internals._fontSize };
    forEachRun(text, (run) => {
      withActualText(pdf, run, () => drawPlain(run.text, left, y, onLine));
      left += measurePlain(run.text, { ...options, ...wholeRun });
    });
  };
}

/** pdfkit hands over a line with the break that ended it, for which fonts have a picture of what is unknown. */
const withoutLineEnd = (line: string): string => line.replace(/[\r\n]+$/, "");

/**
 * Says which text the pictures of a run stand for together, as some readers can't tell from them one by one. Not from right to left:
 * readers turn such a line around, and would turn this around too.
 */
function withActualText(pdf: PDFKit.PDFDocument, { text, isRightToLeft }: TextRun, draw: () => void): void {
  if (isRightToLeft) return draw();
  const add = pdf.addContent.bind(pdf);
  const hex = Buffer.from(`\ufeff${text}`, "utf16le").swap16().toString("hex");
  pdf.addContent = (operator) => {
    if (operator === "ET") add("EMC");
    add(operator);
    return operator === "BT" ? add(`/Span <</ActualText <${hex}>>> BDC`) : pdf;
  };
  draw();
  pdf.addContent = add;
}

/** A font of one document by itself: pdfkit would give the one that it has of the same name, which plain text is drawn with. */
function openFont(pdf: PdfInternals, key: string, family: FontFamily, weight: FontWeight): EmbeddedFont {
  const { _fontFamilies, _fontSource, _fontFamily } = pdf;
  pdf._fontFamilies = {};
  pdf.font(loadFont(family, weight).bytes);
  Object.assign(pdf, { _fontFamilies: { ..._fontFamilies, [key]: pdf._font }, _fontSource, _fontFamily });
  return pdf._font;
}

type ShapedFont = { font: EmbeddedFont; isRightToLeft: boolean };

/** Has a font of a document shaped by HarfBuzz instead of pdfkit's own rules. */
function shapedBy(embedded: EmbeddedFont, loaded: LoadedFont): ShapedFont {
  const shapedFont: ShapedFont = { font: embedded, isRightToLeft: false };
  // A picture that stands for other characters elsewhere counts as another picture: copied text is right only so.
  const numbers = new Map<string, number>();
  const numberOf = ({ id, characters }: ShapedGlyph): number => {
    const key = `${id} ${characters}`;
    const number = numbers.get(key) ?? 0x10000 * (numbers.size + 1) + id;
    numbers.set(key, number);
    return number;
  };
  const { subset, font } = embedded;
  const include = subset.includeGlyph.bind(subset);
  const included = new Map<number, number>();
  subset.includeGlyph = (number) => {
    if (number < 0x10000) return include(number);
    const place = included.get(number) ?? subset.glyphs.push(number % 0x10000) - 1;
    included.set(number, place);
    return place;
  };
  font.layout = (text) => {
    const shaped = shapeText(text, loaded, shapedFont.isRightToLeft);
    const positions = shaped.map(({ xAdvance, xOffset, yOffset }) => ({ xAdvance, yAdvance: 0, xOffset, yOffset }));
    return {
      glyphs: shaped.map((glyph) => ({
        id: numberOf(glyph),
        advanceWidth: loaded.font.glyphHAdvance(glyph.id),
        codePoints: Array.from(glyph.characters, (character) => character.codePointAt(0) ?? 0),
      })),
      positions,
      // pdfkit brings the positions to its own scale, and asks for this afterwards.
      get advanceWidth() {
        return positions.reduce((sum, { xAdvance }) => sum + xAdvance, 0);
      },
    };
  };
  return shapedFont;
}
