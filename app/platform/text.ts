/** People's text: what is taken out of it where it enters, and how it is shortened and escaped where it leaves. */

/** Control characters but tab and line breaks, half surrogate pairs, U+FFFE and U+FFFF: what XML 1.0 allows nowhere. */
const notAllowedInXml = /[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** The text without characters that show nothing and break feeds and pictures; line breaks and tabs stay. */
export const stripControlCharacters = (text: string): string => text.replace(notAllowedInXml, "");

/** The text as one line: no control characters, single spaces, none at its ends. For subjects, titles and mail headers. */
export const toSingleLine = (text: string): string =>
  stripControlCharacters(text.replace(/[\s\u0085]+/gu, " "))
    .replace(/ {2,}/g, " ")
    .trim();

/** What spreadsheets, mail programs and PDFs leave behind: it shows nothing, or only turns around what comes after it. */
const invisibleCharacters = /\u034f|[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu;
/** They show nothing either, but shape the letters of names, in Persian and Hindi above all. */
const joiners = /[\u200c\u200d]/gu;

/** The text without what shows nothing, joiners apart. For names and other lines that people read. */
export const stripInvisible = (text: string): string => text.replace(invisibleCharacters, "");

/** The text without joiners: what is compared letter by letter must not differ by what nobody sees. */
export const stripJoiners = (text: string): string => text.replace(joiners, "");

/**
 * A typed value that is compared letter by letter: an email address, postcode, amount, date or column's name. Nothing in it
 * is invisible, spaces of every kind are single ordinary ones, and none is at its ends.
 */
export const cleanValue = (text: string | undefined): string =>
  stripJoiners(stripInvisible(text ?? ""))
    .replace(/\s+/gu, " ")
    .trim();

const xmlEntities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };

/** The text for an element or attribute of XML 1.0 (https://www.w3.org/TR/xml/#charsets): what no escape makes legal is left out. */
export const escapeXml = (text: string): string =>
  stripControlCharacters(text).replace(/[&<>"']/g, (character) => xmlEntities[character] ?? character);

const graphemes = new Intl.Segmenter("en-GB", { granularity: "grapheme" });

/** What readers see as one character each: an emoji of several parts is one. */
export const toGraphemes = (text: string): string[] => Array.from(graphemes.segment(text), ({ segment }) => segment);

/**
 * The beginning of a text, never cut through a character: at a space where the last third has one.
 * @param maxLength in UTF-16 units, the ellipsis not counted
 */
export function truncateText(text: string, maxLength: number, ellipsis = " …"): string {
  if (text.length <= maxLength) return text;
  let start = "";
  for (const { segment } of graphemes.segment(text)) {
    if (start.length + segment.length > maxLength) break;
    start += segment;
  }
  const space = text.lastIndexOf(" ", maxLength);
  return `${(space > (maxLength * 2) / 3 ? text.slice(0, space) : start).trimEnd()}${ellipsis}`;
}
