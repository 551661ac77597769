import { isLondonDate, londonDate } from "~/platform/london-dates";
import { toSingleLine } from "~/platform/text";

/** How people tell staff that they want emails again. */
export const requestChannels = ["in_writing", "by_telephone", "in_person"] as const;
export type RequestChannel = (typeof requestChannels)[number];
export const requestChannelLabels: Record<RequestChannel, string> = {
  in_writing: "In writing",
  by_telephone: "By phone",
  in_person: "In person",
};

/** What was said to staff, for ever kept and naming nobody. `askedOn`: a London date. */
export type UnsuppressRequest = { channel: RequestChannel; requestedOn: string; statement: string };
export type UnsuppressFieldError = { field: keyof UnsuppressRequest; message: string };
export type UnsuppressInput = Record<keyof UnsuppressRequest, string>;

export const maxStatementLength = 200;

/** Reads what staff wrote of a person's request to hear from us again. */
export function parseUnsuppressForm(
  input: UnsuppressInput,
  now: Date,
): { request: UnsuppressRequest } | { errors: UnsuppressFieldError[] } {
  const errors: UnsuppressFieldError[] = [];
  const channel = requestChannels.find((way) => way === input.channel);
  const statement = toSingleLine(input.statement);
  if (!channel) errors.push({ field: "channel", message: "Choose how they asked" });
  if (!isLondonDate(input.requestedOn)) errors.push({ field: "requestedOn", message: "Enter the day on which they asked" });
  else if (input.requestedOn > londonDate(now)) errors.push({ field: "requestedOn", message: "This day has not come yet" });
  if (statement === "") errors.push({ field: "statement", message: "Enter what they said" });
  if (statement.length > maxStatementLength) errors.push({ field: "statement", message: `Enter at most ${maxStatementLength} characters` });
  if (statement.includes("@"))
    errors.push({ field: "statement", message: "Skip the payment on email addresses: this stays on record for ever" });
  return errors.length > 0 || !channel ? { errors } : { request: { channel, requestedOn: input.requestedOn, statement } };
}
