import { giftLinePageSize } from "~/giving/offline/imports/gift-imports.server";
import { giftRowStates } from "~/giving/offline/imports/gift-import";
import { readChoices } from "~/platform/http/forms/form-data.server";
import { parseWholeNumber } from "~/platform/query-values";

const places = Array.from({ length: giftLinePageSize }, (_, place) => place);
const lineFields = places.flatMap((place) => [`line${place}`, `choice${place}`]);

/**
 * What the form of a list says: its button, and of each line on the page what was chosen of it.
 * @returns `back`: the query of the lines that were looked at
 */
export async function readChoicesByLine(request: Request) {
  const form: Record<string, string> = await readChoices(request, "do", "dateOrder", "lines", "after", ...lineFields);
  const choices = new Map<number, string>();
  for (const place of places) {
    const line = parseWholeNumber(form[`line${place}`] ?? "");
    if (line > 0) choices.set(line, form[`choice${place}`] ?? "");
  }
  const lines = giftRowStates.find((state) => state === form["lines"]) ?? "";
  const back = new URLSearchParams({ lines, after: String(parseWholeNumber(form["after"] ?? "")) }).toString();
  return { do: form["do"] ?? "", dateOrder: form["dateOrder"] ?? "", choices, back };
}
