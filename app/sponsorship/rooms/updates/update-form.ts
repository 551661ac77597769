import { chosen, typed, type FormError } from "~/platform/http/forms/form-fields";
import { maxUpdateTextLength, parseUpdateText } from "./update-text";

export const updateFields = { room: chosen, month: chosen, text: typed("text", maxUpdateTextLength) } as const;
export type UpdateInput = Partial<Record<keyof typeof updateFields, string>>;

/** `roomId` null: for the sponsors of every room. `month`: such as 2026-11. */
export type UpdateForm = { roomId: string | null; month: string; text: string };

/** What the form sends for all rooms. */
export const allRooms = "all";

const monthsBack = 12;

/** The London month of a London date, such as 2026-11. */
export const monthOf = (date: string): string => date.slice(0, 7);

/** The months that an update may be about: that of a London date and those of the year before it, the newest first. */
export function listUpdateMonths(today: string): string[] {
  const [year = 0, month = 0] = today.split("-").map(Number);
  return Array.from({ length: monthsBack }, (_, back) => {
    const count = year * 12 + (month - 1) - back;
    return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, "0")}`;
  });
}

/**
 * Reads the form of an update. Whether the room is there, and open, its verb says.
 * @param months those that may be chosen
 */
export function parseUpdateForm(input: UpdateInput, months: readonly string[]): { update: UpdateForm } | { errors: FormError[] } {
  const { room = "", month = "" } = input;
  const words = parseUpdateText(input.text);
  const errors: FormError[] = [];
  if (room === "") errors.push({ field: "room", message: "Choose the room that it is about, or all rooms" });
  if (!months.includes(month)) errors.push({ field: "month", message: "Choose one of the months" });
  if ("wrong" in words) return { errors: [...errors, { field: "text", message: words.wrong }] };
  return errors.length > 0 ? { errors } : { update: { roomId: room === allRooms ? null : room, month, text: words.text } };
}
