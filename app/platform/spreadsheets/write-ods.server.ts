import { Zip, ZipDeflate, ZipPassThrough, strToU8 } from "fflate";
import { escapeXml } from "../text";

const namespaces =
  'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"';
const mimeType = "application/vnd.oasis.opendocument.spreadsheet";
const manifest = `<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="${mimeType}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`;

/** A cell: a text as it stands, never a formula; or a number. */
export type OdsCell = string | number;

const toXml = (cell: OdsCell): string =>
  typeof cell === "number"
    ? `<table:table-cell office:value-type="float" office:value="${cell}"><text:p>${cell}</text:p></table:table-cell>`
    : `<table:table-cell office:value-type="string"><text:p>${escapeXml(cell)}</text:p></table:table-cell>`;

const toRow = (cells: readonly OdsCell[]): string => `<table:table-row>${cells.map(toXml).join("")}</table:table-row>`;

/**
 * A spreadsheet of one sheet (OpenDocument 1.2), in pieces as they are ready: memory stays the same for any number of rows.
 * @param pages rows, some at a time
 */
export async function* writeOds(
  sheet: string,
  heads: readonly string[],
  pages: AsyncIterable<readonly (readonly OdsCell[])[]>,
): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    ready.push(piece);
  });
  // The type comes first and as it is: programs know the file by it.
  const type = new ZipPassThrough("mimetype");
  zip.add(type);
  type.push(strToU8(mimeType), true);
  const manifestFile = new ZipDeflate("META-INF/manifest.xml");
  zip.add(manifestFile);
  manifestFile.push(strToU8(manifest), true);
  const content = new ZipDeflate("content.xml", { level: 6 });
  zip.add(content);
  const head = `<?xml version="1.0" encoding="UTF-8"?><office:document-content ${namespaces} office:version="1.2"><office:body><office:spreadsheet><table:table table:name="${escapeXml(sheet)}">`;
  content.push(strToU8(head + toRow(heads)));
  yield* ready.splice(0);
  for await (const rows of pages) {
    content.push(strToU8(rows.map(toRow).join("")));
    yield* ready.splice(0);
  }
  content.push(strToU8("</table:table></office:spreadsheet></office:body></office:document-content>"), true);
  zip.end();
  yield* ready.splice(0);
}
