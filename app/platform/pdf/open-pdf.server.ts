import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { isPlainText } from "./plain-text";

// One face with the letters of every name that Latin, Greek, Cyrillic and Vietnamese are written in; others are loaded once a document
// needs them. Only the letters used are embedded.
const fontPaths = {
  regular: createRequire(import.meta.url).resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf"),
  bold: createRequire(import.meta.url).resolve("dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf"),
};
let fonts: { regular: Buffer; bold: Buffer } | null = null;

export type Pdf = PDFKit.PDFDocument;

/** `text`: everything that it will say, so that fonts are there for it. `margin`: in points. */
type PdfOptions = { title: string; author: string; margin: number; text: string; layout?: "portrait" | "landscape" };

/**
 * Begins a PDF of A4 pages, tagged so that it can be read aloud in order; fonts ("regular" and "bold") are embedded, so that names look
 * the same everywhere. End its root, then it: `finished` is the file.
 */
export async function openPdf({
  title,
  author,
  margin,
  text,
  layout = "portrait",
}: PdfOptions): Promise<{ pdf: Pdf; root: PDFKit.PDFStructureElement; finished: Promise<Buffer> }> {
  fonts ??= { regular: readFileSync(fontPaths.regular), bold: readFileSync(fontPaths.bold) };
  // Of some weight: a process that prints nothing does without it.
  const { default: PDFDocument } = await import("pdfkit");
  const pdf = new PDFDocument({
    size: "A4",
    layout,
    margin,
    pdfVersion: "1.7",
    // Known to pdfkit 0.20, not yet to its types.
    ...({ subset: "PDF/UA" } as object),
    tagged: true,
    lang: "en-GB",
    displayTitle: true,
    bufferPages: true,
    info: { Title: title, Author: author },
  });
  const chunks: Buffer[] = [];
  pdf.on("data", (chunk: Buffer) => chunks.push(chunk));
  const finished = new Promise<Buffer>((done, failed) => {
    pdf.on("end", () => done(Buffer.concat(chunks)));
    pdf.on("error", failed);
  });
  pdf.registerFont("regular", fonts.regular).registerFont("bold", fonts.bold);
  openFontsOnce(pdf, fonts);
  if (!isPlainText(text)) (await import("./all-scripts.server")).enableAllScripts(pdf);

  const root = pdf.struct("Document");
  pdf.addStructure(root);
  return { pdf, root, finished };
}

/** After each cell of a table pdfkit gives the font back by its bytes, and would read all of them anew: 1.5 s for sixty gifts. */
function openFontsOnce(pdf: Pdf, { regular, bold }: { regular: Buffer; bold: Buffer }): void {
  const font = pdf.font.bind(pdf) as (src: PDFKit.Mixins.PDFFontSource, family?: string | null, size?: number) => Pdf;
  pdf.font = (src: PDFKit.Mixins.PDFFontSource, family?: string | number, size?: number) => {
    const name = src === regular ? "regular" : src === bold ? "bold" : src;
    return typeof family === "number" ? font(name, null, family) : font(name, family, size);
  };
}
