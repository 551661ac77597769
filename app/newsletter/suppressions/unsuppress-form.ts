import { londonDate, parseLondonDateTime } from "~/platform/london-dates";

/** How people tell staff that they want letters again. */
export const requestChannels = ["in-writing", "by-telephone", "in-person"] as const;
export type RequestChannel = (typeof requestChannels)[number];
export const requestChannelLabels: Record<RequestChannel, string> = {
  "in-writing": "In writing",
  "by-telephone": "By telephone",
  "in-person": "In person",
};

/** What was said to staff, for ever kept and naming nobody. `askedOn`: a London date. */
export type UnsuppressRequest = { asked: RequestChannel; askedOn: string; words: string };
export type UnsuppressFieldError = { field: keyof UnsuppressRequest; message: string };
export type UnsuppressInput = Record<keyof UnsuppressRequest, string>;

/** Reads what staff wrote of a person's wish to hear from us again. */
export function parseUnsuppressForm(
  input: UnsuppressInput,
  now: Date,
): { request: UnsuppressRequest } | { errors: UnsuppressFieldError[] } {
  const errors: UnsuppressFieldError[] = [];
  const asked = requestChannels.find((way) => way === input.asked);
  const words = input.words.replace(/\s+/g, " ").trim();
  if (!asked) errors.push({ field: "asked", message: "Choose how they asked" });
  const isValidDate = /^\d{4}-\d\d-\d\d$/.test(input.askedOn) && parseLondonDateTime(`${input.askedOn}T00:00`) !== null;
  if (!isValidDate) errors.push({ field: "askedOn", message: "Write the day on which they asked" });
  else if (input.askedOn > londonDate(now)) errors.push({ field: "askedOn", message: "This day has not come yet" });
  if (words === "") errors.push({ field: "words", message: "Write what they said" });
  if (words.length > 200) errors.push({ field: "words", message: "Write at most 200 letters" });
  if (words.includes("@")) errors.push({ field: "words", message: "Leave addresses out: this is kept for ever" });
  return errors.length > 0 || !asked ? { errors } : { request: { asked, askedOn: input.askedOn, words } };
}
