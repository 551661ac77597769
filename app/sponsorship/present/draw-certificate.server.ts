import { openPdf, type Pdf } from "~/platform/pdf/open-pdf.server";
import { isPlainText } from "~/platform/pdf/plain-text";
import { toSingleLine } from "~/platform/text";
import { windowSize } from "../rooms/house-geometry";

/** What a certificate says, ready to be read. `room`: null where it is needed most. `message`: the sponsor's words, line by line. */
export type Certificate = {
  recipient: string;
  sponsor: string;
  from: string;
  room: string | null;
  message: string[];
  charity: { name: string; details: string };
};

const ink = "#14204a";
const muted = "#434d68";
const lamp = "#f2b134";
const margin = 64;
const windowTop = 62;
const windowScale = 2.6;
const footHeight = 76;
const lineGap = 2;
/** Words of the sponsor beyond this height are set smaller. */
const roomForMessage = 90;
const maxLines = 7;
/** Between the window and what stands under it, in points. */
const leastGap = 12;
const smallestScale = 0.3;

type Line = { tag: "H1" | "P"; words: string; font?: "bold"; size: number; colour?: string; gap: number };

/** Draws a certificate to print: one A4 page, little ink. How much is given is not said. */
export async function drawCertificate(certificate: Certificate): Promise<Buffer> {
  const {
    recipient,
    sponsor,
    from: day,
    room,
    message,
    charity,
  } = JSON.parse(JSON.stringify(certificate), (_key, value: unknown) =>
    typeof value === "string" ? toSingleLine(value) : value,
  ) as Certificate;
  const text = [recipient, sponsor, room, ...message, charity.name, charity.details].join("");
  const title = `A present for ${recipient}`;
  const { pdf, root, finished } = await openPdf({ title, author: charity.name, margin, text, layout: "landscape" });
  // A poem keeps its lines, a ladder of words does not.
  const words = message.join(message.length > maxLines ? " " : "\n");

  drawFrame(pdf);
  root.add(pdf.struct("Figure", { alt: "A lit window" }, () => drawWindow(pdf)));
  // A name from right to left must not turn the English around it.
  const from = `${isPlainText(sponsor) ? "" : "\u200e"}${sponsor} sponsors ${room ? `the room ${room}` : "a safe room"} for you, from ${day}.`;
  const scaled = (scale: number): Line[] =>
    [
      { tag: "P" as const, words: "A present for", size: 14, colour: muted, gap: 2 },
      { tag: "H1" as const, words: recipient, font: "bold" as const, size: fittingSize(pdf, recipient, "bold", 36, 84), gap: 12 },
      { tag: "P" as const, words: from, size: 15, gap: 8 },
      {
        tag: "P" as const,
        words:
          "Each week it helps the light in its window to stay on, for somebody who has survived human trafficking: the rent, the heating, the lock on the door.",
        size: 11.5,
        colour: muted,
        gap: words === "" ? 0 : 18,
      },
      ...(words === "" ? [] : [{ tag: "P" as const, words, size: fittingSize(pdf, words, "regular", 14, roomForMessage), gap: 0 }]),
    ].map((line) => ({ ...line, size: line.size * scale, gap: line.gap * scale }));
  drawCentred(pdf, root, scaled);
  drawFoot(pdf, root, charity);
  root.end();
  pdf.end();
  return await finished;
}

/** The largest size, in points, at which a text is no higher than it may be. */
function fittingSize(pdf: Pdf, text: string, font: "regular" | "bold", largest: number, height: number): number {
  for (let size = largest; size > 7; size -= 1)
    if (
      pdf
        .font(font)
        .fontSize(size)
        .heightOfString(text, { width: widthOf(pdf), lineGap }) <= height
    )
      return size;
  return 7;
}

const widthOf = (pdf: Pdf): number => pdf.page.width - 2 * margin;

/**
 * Lines under each other, in the middle of what is left between the window and the foot.
 * @param linesAt the lines at a scale: at 1, or as much smaller as names of many wide letters need
 */
function drawCentred(pdf: Pdf, root: PDFKit.PDFStructureElement, linesAt: (scale: number) => Line[]): void {
  const options = { width: widthOf(pdf), align: "center" as const, lineGap };
  const setFont = ({ font, size }: Line) => pdf.font(font ?? "regular").fontSize(size);
  const heightOf = (lines: Line[]) => lines.reduce((sum, line) => sum + setFont(line).heightOfString(line.words, options) + line.gap, 0);
  const top = windowTop + (windowSize.height + 9) * windowScale;
  const room = pdf.page.height - footHeight - top;
  let scale = 1;
  while (scale > smallestScale && heightOf(linesAt(scale)) > room - leastGap) scale -= 0.05;
  const lines = linesAt(scale);
  pdf.y = top + Math.max(leastGap, (room - heightOf(lines)) * 0.4);
  for (const line of lines) {
    root.add(
      pdf.struct(line.tag, {}, () => {
        setFont(line)
          .fillColor(line.colour ?? ink)
          .text(line.words, margin, pdf.y, options);
      }),
    );
    pdf.y += line.gap;
  }
}

/** Decoration: no part of what is read aloud. */
function drawFrame(pdf: Pdf): void {
  pdf.markContent("Artifact", { type: "Layout" });
  const { width, height } = pdf.page;
  pdf
    .rect(24, 24, width - 48, height - 48)
    .lineWidth(2)
    .stroke(ink);
  pdf
    .rect(31, 31, width - 62, height - 62)
    .lineWidth(0.75)
    .stroke(lamp);
  pdf.endMarkedContent();
}

/** The window of the house of windows, lit, on its sill. */
function drawWindow(pdf: Pdf): void {
  const { width, height } = windowSize;
  pdf.save();
  pdf.translate((pdf.page.width - width * windowScale) / 2, windowTop).scale(windowScale);
  pdf.roundedRect(-4, -4, width + 8, height + 8, 3).fill(ink);
  pdf.rect(0, 0, width, height).fill(lamp);
  pdf
    .moveTo(width / 2, 0)
    .lineTo(width / 2, height)
    .moveTo(0, 20)
    .lineTo(width, 20)
    .lineWidth(3)
    .stroke("#ffffff");
  pdf.rect(-8, height + 4, width + 16, 5).fill(ink);
  pdf.restore();
}

function drawFoot(pdf: Pdf, root: PDFKit.PDFStructureElement, charity: Certificate["charity"]): void {
  const y = pdf.page.height - footHeight + 8;
  pdf.page.margins.bottom = 0;
  const options = { width: widthOf(pdf), align: "center" as const };
  root.add(
    pdf.struct("P", {}, () => {
      pdf.font("bold").fontSize(11).fillColor(ink).text(charity.name, margin, y, options);
      pdf.font("regular").fontSize(8.5).fillColor(muted).text(charity.details, margin, pdf.y, options);
    }),
  );
}
