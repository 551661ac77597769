const ones = [
  "no",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
  "thirteen",
  "fourteen",
  "fifteen",
  "sixteen",
  "seventeen",
  "eighteen",
  "nineteen",
];
const tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/** A whole number as headings have it: forty, forty-two; in digits from 100 on. */
export function numberInWords(count: number): string {
  if (count < 20) return ones[count] ?? String(count);
  if (count > 99) return String(count);
  const rest = count % 10;
  return `${tens[(count - rest) / 10]}${rest ? `-${ones[rest]}` : ""}`;
}

/** The same at the head of a sentence. */
export const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The same within a sentence: only its first letter is small, not an "I" further on. */
export const uncapitalize = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** 1 line, 1,200 lines. @param many the plural, where it is not made with an s */
export const formatCount = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;

/** 1 person, 1,200 people. */
export const formatPeople = (count: number): string => formatCount(count, "person", "people");
