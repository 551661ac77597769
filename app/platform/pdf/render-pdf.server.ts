import { stripControlCharacters } from "../text";
import { openPdf, type Pdf } from "./open-pdf.server";
import type { PdfDocument, PdfSection } from "./pdf-document";

const textColour = "#121c38";
const mutedColour = "#434d68";
const ruleColour = "#d9dde7";
const fontSizes = { title: 22, heading: 14, body: 11, small: 9.5 };
const margin = 56;

/**
 * Prints a paper as a PDF of A4 pages. Its text is tagged, so that it can be read aloud in order, with headings and
 * tables known as such; fonts are embedded, so that names look the same everywhere.
 */
export async function renderPdf(document: PdfDocument): Promise<Buffer> {
  const content = withoutControlCharacters(document);
  const { pdf, root, finished } = await openPdf({ title: content.title, author: content.sender[0] ?? "", margin, text: allText(content) });
  const addTagged = (tag: "H1" | "H2" | "P", draw: () => void) => root.add(pdf.struct(tag, {}, draw));
  addTagged("P", () => {
    pdf
      .font("bold")
      .fontSize(fontSizes.body)
      .fillColor(textColour)
      .text(content.sender[0] ?? "");
    pdf.font("regular").fontSize(fontSizes.small).fillColor(mutedColour);
    for (const senderLine of content.sender.slice(1)) pdf.text(senderLine);
  });
  pdf.moveDown(2);
  addTagged("H1", () => void pdf.font("bold").fontSize(fontSizes.title).fillColor(textColour).text(content.title));
  pdf.moveDown(0.6);
  for (const part of content.sections) renderSection(pdf, root, part, addTagged);
  root.end();
  addPageNumbers(pdf);
  pdf.end();
  return await finished;
}

/** Each text of a document, one after another. */
const allText = (value: unknown): string =>
  typeof value === "string" ? value : typeof value === "object" && value !== null ? Object.values(value).map(allText).join("") : "";

/** A PDF has its title as XML too, and no font has a picture for a control character. */
const withoutControlCharacters = (document: PdfDocument): PdfDocument =>
  JSON.parse(JSON.stringify(document), (_key, value: unknown) =>
    typeof value === "string" ? stripControlCharacters(value) : value,
  ) as PdfDocument;

type AddTagged = (tag: "H1" | "H2" | "P", draw: () => void) => unknown;

function renderSection(pdf: Pdf, root: PDFKit.PDFStructureElement, section: PdfSection, addTagged: AddTagged): void {
  if ("heading" in section) {
    pdf.moveDown(0.8);
    addTagged("H2", () => void pdf.font("bold").fontSize(fontSizes.heading).fillColor(textColour).text(section.heading));
    pdf.moveDown(0.4);
  } else if ("text" in section) {
    addTagged(
      "P",
      () =>
        void pdf
          .font("regular")
          .fontSize(section.muted ? fontSizes.small : fontSizes.body)
          .fillColor(section.muted ? mutedColour : textColour)
          .text(section.text, { lineGap: 3 }),
    );
    pdf.moveDown(0.8);
  } else if ("definitions" in section) {
    renderTable(pdf, root, { widths: [170, "*"], rows: section.definitions, headers: null, total: null, numericColumns: [] });
  } else renderTable(pdf, root, section.table);
}

type TableData = { widths: (number | "*")[]; headers: string[] | null; rows: string[][]; total: string[] | null; numericColumns: number[] };

function renderTable(pdf: Pdf, root: PDFKit.PDFStructureElement, { widths, headers, rows, total, numericColumns }: TableData): void {
  const fontSize = headers === null ? fontSizes.body : fontSizes.small;
  const cell = (content: string, column: number, kind: "head" | "row" | "total") => ({
    text: content,
    ...(kind === "head"
      ? { type: "TH" as const, scope: "Column" as const }
      : column === 0 && (headers === null || kind === "total")
        ? { type: "TH" as const, scope: "Row" as const }
        : {}),
    font: { src: kind !== "row" || (headers === null && column === 1) ? "bold" : "regular", size: fontSize },
    textColor: textColour,
    align: { x: numericColumns.includes(column) ? ("right" as const) : ("left" as const), y: "top" as const },
    border: { top: 0, left: 0, right: 0, bottom: kind === "head" ? 1 : 0.5 },
    borderColor: kind === "head" ? textColour : ruleColour,
    padding: {
      top: 5,
      bottom: 5,
      left: column === 0 ? 0 : numericColumns.includes(column - 1) && !numericColumns.includes(column) ? 12 : 4,
      right: column === widths.length - 1 ? 0 : 4,
    },
  });
  const allRows = [
    ...(headers ? [headers.map((words, column) => cell(words, column, "head"))] : []),
    ...rows.map((row) => row.map((words, column) => cell(words, column, "row"))),
    ...(total ? [total.map((words, column) => cell(words, column, "total"))] : []),
  ];
  pdf.table({ structParent: root, columnStyles: widths, data: allRows } as unknown as PDFKit.Mixins.TableOptionsWithData);
  pdf.x = margin;
  pdf.moveDown(1);
}

/** "Page 1 of 3" at the foot of each, where there are several. It is no part of what is read aloud. */
function addPageNumbers(pdf: Pdf): void {
  const { start, count } = pdf.bufferedPageRange();
  if (count < 2) return;
  for (let index = start; index < start + count; index++) {
    pdf.switchToPage(index);
    pdf.page.margins.bottom = 0;
    pdf.markContent("Artifact", { type: "Pagination" });
    pdf
      .font("regular")
      .fontSize(fontSizes.small)
      .fillColor(mutedColour)
      .text(`Page ${index + 1} of ${count}`, margin, pdf.page.height - 40, {
        width: pdf.page.width - 2 * margin,
        align: "right",
        lineBreak: false,
      });
    pdf.endMarkedContent();
    pdf.page.margins.bottom = margin;
  }
}
