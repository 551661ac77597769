import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import PDFDocument from "pdfkit";
import type { Paper, PaperPart } from "./pdf-document";

// One face with the letters of every name that Latin, Greek, Cyrillic and Vietnamese are written in. Only the letters used are embedded.
const faces = {
  regular: createRequire(import.meta.url).resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf"),
  bold: createRequire(import.meta.url).resolve("dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf"),
};
let fonts: { regular: Buffer; bold: Buffer } | null = null;

const ink = "#121c38";
const muted = "#434d68";
const line = "#d9dde7";
const size = { title: 22, heading: 14, words: 11, quiet: 9.5 };
const margin = 56;

type Pdf = PDFKit.PDFDocument;

/**
 * Prints a paper as a PDF of A4 pages. Its text is tagged, so that it can be read aloud in order, with headings and
 * tables known as such; fonts are embedded, so that names look the same everywhere.
 */
export async function printPaper(paper: Paper): Promise<Buffer> {
  fonts ??= { regular: readFileSync(faces.regular), bold: readFileSync(faces.bold) };
  const pdf = new PDFDocument({
    size: "A4",
    margin,
    pdfVersion: "1.7",
    // Known to pdfkit 0.20, not yet to its types.
    ...({ subset: "PDF/UA" } as object),
    tagged: true,
    lang: "en-GB",
    displayTitle: true,
    bufferPages: true,
    info: { Title: paper.title, Author: paper.from[0] ?? "" },
  });
  const chunks: Buffer[] = [];
  pdf.on("data", (chunk: Buffer) => chunks.push(chunk));
  const whole = new Promise<Buffer>((done, failed) => {
    pdf.on("end", () => done(Buffer.concat(chunks)));
    pdf.on("error", failed);
  });
  pdf.registerFont("regular", fonts.regular).registerFont("bold", fonts.bold);

  const root = pdf.struct("Document");
  pdf.addStructure(root);
  const say = (tag: "H1" | "H2" | "P", draw: () => void) => root.add(pdf.struct(tag, {}, draw));
  say("P", () => {
    pdf
      .font("bold")
      .fontSize(size.words)
      .fillColor(ink)
      .text(paper.from[0] ?? "");
    pdf.font("regular").fontSize(size.quiet).fillColor(muted);
    for (const each of paper.from.slice(1)) pdf.text(each);
  });
  pdf.moveDown(2);
  say("H1", () => void pdf.font("bold").fontSize(size.title).fillColor(ink).text(paper.title));
  pdf.moveDown(0.6);
  for (const part of paper.parts) printPart(pdf, root, part, say);
  root.end();
  numberPages(pdf);
  pdf.end();
  return await whole;
}

type Say = (tag: "H1" | "H2" | "P", draw: () => void) => unknown;

function printPart(pdf: Pdf, root: PDFKit.PDFStructureElement, part: PaperPart, say: Say): void {
  if ("heading" in part) {
    pdf.moveDown(0.8);
    say("H2", () => void pdf.font("bold").fontSize(size.heading).fillColor(ink).text(part.heading));
    pdf.moveDown(0.4);
  } else if ("words" in part) {
    say(
      "P",
      () =>
        void pdf
          .font("regular")
          .fontSize(part.quiet ? size.quiet : size.words)
          .fillColor(part.quiet ? muted : ink)
          .text(part.words, { lineGap: 3 }),
    );
    pdf.moveDown(0.8);
  } else if ("facts" in part) {
    printTable(pdf, root, { widths: [170, "*"], rows: part.facts, heads: null, total: null, sums: [] });
  } else printTable(pdf, root, part.table);
}

type Table = { widths: (number | "*")[]; heads: string[] | null; rows: string[][]; total: string[] | null; sums: number[] };

function printTable(pdf: Pdf, root: PDFKit.PDFStructureElement, { widths, heads, rows, total, sums }: Table): void {
  const text = heads === null ? size.words : size.quiet;
  const cell = (words: string, column: number, kind: "head" | "row" | "total") => ({
    text: words,
    ...(kind === "head"
      ? { type: "TH" as const, scope: "Column" as const }
      : column === 0 && (heads === null || kind === "total")
        ? { type: "TH" as const, scope: "Row" as const }
        : {}),
    font: { src: kind !== "row" || (heads === null && column === 1) ? "bold" : "regular", size: text },
    textColor: ink,
    align: { x: sums.includes(column) ? ("right" as const) : ("left" as const), y: "top" as const },
    border: { top: 0, left: 0, right: 0, bottom: kind === "head" ? 1 : 0.5 },
    borderColor: kind === "head" ? ink : line,
    padding: {
      top: 5,
      bottom: 5,
      left: column === 0 ? 0 : sums.includes(column - 1) && !sums.includes(column) ? 12 : 4,
      right: column === widths.length - 1 ? 0 : 4,
    },
  });
  const lines = [
    ...(heads ? [heads.map((words, column) => cell(words, column, "head"))] : []),
    ...rows.map((row) => row.map((words, column) => cell(words, column, "row"))),
    ...(total ? [total.map((words, column) => cell(words, column, "total"))] : []),
  ];
  pdf.table({ structParent: root, columnStyles: widths, data: lines } as unknown as PDFKit.Mixins.TableOptionsWithData);
  pdf.x = margin;
  pdf.moveDown(1);
}

/** "Page 1 of 3" at the foot of each, where there are several. It is no part of what is read aloud. */
function numberPages(pdf: Pdf): void {
  const { start, count } = pdf.bufferedPageRange();
  if (count < 2) return;
  for (let index = start; index < start + count; index++) {
    pdf.switchToPage(index);
    pdf.page.margins.bottom = 0;
    pdf.markContent("Artifact", { type: "Pagination" });
    pdf
      .font("regular")
      .fontSize(size.quiet)
      .fillColor(muted)
      .text(`Page ${index + 1} of ${count}`, margin, pdf.page.height - 40, {
        width: pdf.page.width - 2 * margin,
        align: "right",
        lineBreak: false,
      });
    pdf.endMarkedContent();
    pdf.page.margins.bottom = margin;
  }
}
