import { inflateSync } from "node:zlib";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";

/** The text of a PDF as Firefox copies it, without spaces: where they stand, it reckons from distances. */
export async function copiedText(pdf: Buffer): Promise<string> {
  const loading = getDocument({ data: new Uint8Array(pdf), verbosity: 0 });
  const document = await loading.promise;
  let text = "";
  for (let number = 1; number <= document.numPages; number += 1) {
    const { items } = await (await document.getPage(number)).getTextContent();
    text += items.map((item) => ("str" in item ? item.str : "")).join("");
  }
  await loading.destroy();
  return withoutSpaces(text);
}

export const withoutSpaces = (text: string): string => text.replace(/[\s\u200c\u200d]+/gu, "").normalize("NFC");

/** What draws the pages: the content streams, in order. */
function contentStreams(pdf: Buffer): string[] {
  const streams: string[] = [];
  for (let at = pdf.indexOf("stream\n"); at >= 0; at = pdf.indexOf("stream\n", at + 1)) {
    if (pdf.subarray(at - 3, at).toString() === "end") continue;
    const end = pdf.indexOf("endstream", at);
    const head = pdf.subarray(Math.max(0, at - 60), at).toString("latin1");
    if (!head.includes("FlateDecode")) continue;
    const content = inflateSync(pdf.subarray(at + "stream\n".length, end)).toString("latin1");
    if (/\bTJ\b/.test(content)) streams.push(content);
  }
  return streams;
}

/** The texts that drawn words stand for as a whole, for readers that ask. */
export const actualTexts = (pdf: Buffer): string[] =>
  contentStreams(pdf)
    .flatMap((content) => [...content.matchAll(/\/ActualText <feff([0-9a-f]*)>/gi)])
    .map(([, hex = ""]) => Buffer.from(hex, "hex").swap16().toString("utf16le"));

/** How many pictures are drawn, and how many of them are the box that stands for a missing letter. */
export function countGlyphs(pdf: Buffer): { drawn: number; missing: number } {
  const glyphs = contentStreams(pdf)
    .flatMap((content) => [...content.matchAll(/<([0-9a-f]+)>(?=[^\]]*\] TJ)/g)])
    .flatMap(([, hex = ""]) => hex.match(/.{4}/g) ?? []);
  return { drawn: glyphs.length, missing: glyphs.filter((glyph) => glyph === "0000").length };
}

/** The fonts of a PDF without the letters that mark a part of them, and how many of them are within it. */
export function fontsOf(pdf: Buffer): { names: string[]; embedded: number } {
  const text = pdf.toString("latin1");
  const names = [...text.matchAll(/\/FontName \/[A-Z]{6}\+(\S+)/g)].map(([, name = ""]) => name);
  return { names: [...new Set(names)].toSorted(), embedded: [...text.matchAll(/\/FontFile[23] \d+ 0 R/g)].length };
}

/** How many fonts were opened until the last one that draws something: each that is opened has the next number. */
export const countOpenedFonts = (pdf: Buffer): number =>
  Math.max(
    0,
    ...contentStreams(pdf).flatMap((content) => [...content.matchAll(/\/F(\d+) [\d.]+ Tf/g)].map(([, number]) => Number(number))),
  );
