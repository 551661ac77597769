import { stripControlCharacters, stripInvisible, stripJoiners } from "~/platform/text";
import { findContactDetail, visibleCharacter } from "~/supporters/person-form";

export const maxUpdateTextLength = 800;

/** Area, district, sector and unit as Royal Mail writes them, whatever stands between the halves. */
const postcode = /\b(?:GIR[ .-]{0,2}0AA|[A-PR-UWYZ](?:\d[\dA-HJKPSTUW]?|[A-HK-Y]\d[\dABEHMNPRV-Y]?)[ .-]{0,2}\d[ABD-HJLNP-UW-Z]{2})\b/i;

/** "Candle Street" by itself; ends that are everyday words too only with a number: "7 Harbour View", but "on the way". */
const streetName =
  /(?<!\p{L})\p{Lu}[\p{L}\p{M}’'-]{0,30} (?:Street|Road|Lane|Avenue|Crescent|Terrace)\b|\b\d{1,4}[a-z]?,? (?:The )?\p{Lu}[\p{L}\p{M}’'-]{0,30} (?:St|Rd|Ave|Close|Drive|Court|Square|Gardens?|Place|Way|Grove|Hill|House|Mews|Row|Walk|Park|View)\b/u;

const monthName =
  "(?:[Jj]an(?:uary)?|[Ff]eb(?:ruary)?|Mar(?:ch)?|[Aa]pr(?:il)?|May|[Jj]une?|[Jj]uly?|[Aa]ug(?:ust)?|[Ss]ept?(?:ember)?|[Oo]ct(?:ober)?|[Nn]ov(?:ember)?|[Dd]ec(?:ember)?)";
const dayNumber = "(?:[12]\\d|3[01]|0?[1-9])(?:st|nd|rd|th)?";
/** A day of the calendar; a month, or a year, alone says little. */
const calendarDay = new RegExp(
  `\\b${dayNumber} (?:of )?${monthName}\\b|\\b${monthName} (?:the )?${dayNumber}\\b|\\b\\d{1,2}[./-]\\d{1,2}[./-](?:\\d{4}|\\d{2})\\b|\\b\\d{4}-\\d{2}-\\d{2}\\b`,
);

const patterns = [
  ["postcode", postcode],
  ["street", streetName],
  ["day", calendarDay],
] as const;

/**
 * What of a text could lead somebody to the house or to a resident, each as its writer finds it again. It finds what has a form: names and
 * towns have none, so the page warns of them.
 * @param text no longer than an update may be: check that first
 */
export function findTraces(text: string): string[] {
  const plain = stripJoiners(stripInvisible(text.normalize("NFKC"))).replace(/\s+/gu, " ");
  const contact = findContactDetail(plain);
  const found = patterns.flatMap(([what, pattern]) => {
    const match = pattern.exec(plain)?.[0];
    return match === undefined ? [] : [`the ${what} “${match}”`];
  });
  return contact ? [`the ${contact}`, ...found] : found;
}

/** The text as it is kept: one form of each letter, nothing invisible, no spaces at the ends of lines, one empty line at most between two. */
const tidy = (text: string): string =>
  stripControlCharacters(stripInvisible(text).replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n"))
    .normalize("NFC")
    .replace(/[^\S\n]+/gu, " ")
    .replace(/ ?\n ?/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();

const listed = new Intl.ListFormat("en-GB");

/** Reads the words of an update. @returns them as they are kept, or what is wrong with them in words for their writer */
export function parseUpdateText(input: string | undefined): { text: string } | { wrong: string } {
  const text = tidy(input ?? "");
  if (!visibleCharacter.test(text)) return { wrong: "Enter what happened, in a few lines" };
  if ([...text].length > maxUpdateTextLength) return { wrong: `Use ${maxUpdateTextLength} characters or fewer (now ${[...text].length})` };
  const traces = findTraces(text);
  if (traces.length === 0) return { text };
  return { wrong: `Take out ${listed.format(traces)}: nothing here may lead to the house or to somebody who lives there` };
}
