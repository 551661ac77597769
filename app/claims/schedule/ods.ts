import { zipSync, strToU8, type Zippable } from "fflate";
import type { ClaimLine } from "../claim-line";
import { contentXml } from "./content-xml";
import { mostBytes, mostRows } from "./schedule-cells";

const mediaType = "application/vnd.oasis.opendocument.spreadsheet";
const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const office = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2"';
const manifest = `${declaration}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">${[
  ["/", mediaType],
  ["content.xml", "text/xml"],
  ["styles.xml", "text/xml"],
  ["meta.xml", "text/xml"],
]
  .map(([path, type]) => `<manifest:file-entry manifest:full-path="${path}" manifest:media-type="${type}"></manifest:file-entry>`)
  .join("")}</manifest:manifest>`;

/** The same claim makes the same bytes. */
const mtime = new Date(2020, 0, 1);

/** One schedule as a file. HMRC's reader asks for the type as the first file, not compressed. */
export function writeOds(lines: readonly ClaimLine[], adjustmentPence: number): Uint8Array {
  const files: Zippable = {
    mimetype: [strToU8(mediaType), { level: 0 }],
    "content.xml": strToU8(contentXml(lines, adjustmentPence)),
    "styles.xml": strToU8(`${declaration}<office:document-styles ${office}></office:document-styles>`),
    "meta.xml": strToU8(`${declaration}<office:document-meta ${office}></office:document-meta>`),
    "META-INF/manifest.xml": strToU8(manifest),
  };
  return zipSync(files, { level: 9, mtime });
}

/** Lines in files that HMRC takes: 1,000 rows and 256,000 bytes each at most. Tax claimed too much stands in the first alone. */
export function* writeSchedules(
  lines: readonly ClaimLine[],
  adjustmentPence: number,
  limits = { rows: mostRows, bytes: mostBytes },
): Generator<Uint8Array> {
  for (let start = 0; start < lines.length;) {
    const adjustment = start === 0 ? adjustmentPence : 0;
    let count = Math.min(limits.rows, lines.length - start);
    let file = writeOds(lines.slice(start, start + count), adjustment);
    while (file.length > limits.bytes && count > 1) {
      count = Math.ceil(count / 2);
      file = writeOds(lines.slice(start, start + count), adjustment);
    }
    yield file;
    start += count;
  }
}
