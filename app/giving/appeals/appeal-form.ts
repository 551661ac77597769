import { chosen, typed, type FormError } from "~/platform/http/forms/form-fields";
import { formatPoundsShort, parseAmount, pence, type Pence } from "~/platform/money";
import { cleanValue, stripControlCharacters } from "~/platform/text";
import { parseTypedDate } from "~/platform/typed-date";
import { normalizeLine } from "~/supporters/person-form";
import { findLineError } from "../funds/fund";
import { findSlugError, suggestSlug } from "./appeal";

const maxLengths = { name: 80, summary: 300, story: 20_000, surplus: 600, imageAlt: 200 } as const;
const maxGoal = pence(1_000_000_000);
const maxAmounts = 6;

/** The fields of an appeal. */
export const appealFields = {
  name: typed("name", maxLengths.name),
  slug: typed("address", 80),
  summary: typed("summary", maxLengths.summary),
  story: typed("story", maxLengths.story),
  surplus: typed("text", maxLengths.surplus),
  goal: typed("goal", 20),
  endsOn: typed("last day", 40),
  amounts: typed("amounts", 100),
  image: chosen,
  imageAlt: typed("description of the picture", maxLengths.imageAlt),
  fund: chosen,
} as const;
export type AppealInput = Record<keyof typeof appealFields, string>;

/** What was typed, whatever it is. */
export const appealInputFrom = (input: Partial<AppealInput>): AppealInput => ({
  ...(Object.fromEntries(Object.keys(appealFields).map((name) => [name, ""])) as AppealInput),
  ...input,
});

/** An appeal as it is kept. `endsOn`: the last London date; `amounts`: the sums that its form suggests, none for the usual ones. */
export type AppealForm = {
  name: string;
  slug: string;
  summary: string;
  story: string;
  surplus: string;
  goalPence: Pence | null;
  endsOn: string | null;
  amounts: Pence[];
  imageId: string | null;
  imageAlt: string;
  fundId: string;
};

/**
 * Reads the form of an appeal. Drafts may be half-written: what it still needs for publishing is said by `findMissing`.
 * @param limits of a gift
 */
export function parseAppealForm(input: AppealInput, limits: { min: Pence; max: Pence }): { form: AppealForm } | { errors: FormError[] } {
  const errors: FormError[] = [];
  const addError = (field: string, message: string | null) => void (message && errors.push({ field, message }));
  const name = normalizeLine(input.name);
  const nameError = findLineError(name, maxLengths.name, "name");
  addError("name", nameError === "empty" ? "Enter a name for the appeal" : nameError);
  const slug = cleanValue(input.slug).toLowerCase() || suggestSlug(name);
  if (slug !== "" || !nameError) addError("slug", findSlugError(slug));
  const summary = normalizeLine(input.summary);
  const lines = [
    ["summary", summary, maxLengths.summary, "summary"],
    ["imageAlt", normalizeLine(input.imageAlt), maxLengths.imageAlt, "description"],
  ] as const;
  for (const [field, text, length, label] of lines) {
    const error = findLineError(text, length, label);
    if (error !== "empty") addError(field, error);
  }
  const story = cleanText(input.story);
  if (story.length > maxLengths.story) addError("story", "The story is too long: 20,000 characters are the most");
  const surplus = cleanText(input.surplus).trim();
  if ([...surplus].length > maxLengths.surplus) addError("surplus", `Use ${maxLengths.surplus} characters at most`);
  const goalPence = parseGoal(input.goal, addError);
  const endsOn = cleanValue(input.endsOn) === "" ? null : parseTypedDate(input.endsOn);
  if (endsOn === null && cleanValue(input.endsOn) !== "") addError("endsOn", "Enter a real date, such as 31/12/2026");
  const amounts = parseAmounts(input.amounts, limits, addError);
  if (input.fund === "") addError("fund", "Choose the fund that its donations belong to");
  if (errors.length > 0) return { errors };
  const imageId = /^[\w-]{1,64}$/.test(input.image) ? input.image : null;
  const form = { name, slug, summary, story, surplus, goalPence, endsOn, amounts, imageId };
  return { form: { ...form, imageAlt: normalizeLine(input.imageAlt), fundId: input.fund } };
}

const cleanText = (text: string): string => stripControlCharacters(text.replaceAll(/\r\n?/g, "\n"));

function parseGoal(typedGoal: string, addError: (field: string, message: string) => void): Pence | null {
  const goal = parseAmount(typedGoal, { min: pence(100), max: maxGoal });
  if (goal.ok) return goal.pence;
  if (goal.reason !== "empty")
    addError(
      "goal",
      goal.reason === "too-large" ? `The goal can be ${formatPoundsShort(maxGoal)} at most` : "Enter the goal in pounds, such as 5000",
    );
  return null;
}

/** Sums between commas or spaces; a comma within a sum is none. */
function parseAmounts(
  typedAmounts: string,
  limits: { min: Pence; max: Pence },
  addError: (field: string, message: string) => void,
): Pence[] {
  const sums = typedAmounts.split(/[,;\s]+/).filter((each) => cleanValue(each) !== "");
  const parsed = sums.map((each) => parseAmount(each, limits));
  const wrong = parsed.findIndex((each) => !each.ok);
  if (wrong !== -1) {
    const range = `${formatPoundsShort(limits.min)} to ${formatPoundsShort(limits.max)}`;
    addError("amounts", `“${sums[wrong] ?? ""}” can’t be given: enter amounts from ${range}, such as 10, 25, 50`);
  }
  if (sums.length === 1 || sums.length > maxAmounts) addError("amounts", `Enter two to ${maxAmounts} amounts, or none for the usual ones`);
  return [...new Set(parsed.flatMap((each) => (each.ok ? [each.pence] : [])))].toSorted((one, other) => one - other);
}

/** What an appeal still needs before it is published. @param today the London date */
export function findMissing({ summary, surplus, imageId, imageAlt, endsOn }: Omit<AppealForm, "amounts">, today: string): string[] {
  return [
    summary === "" ? "Enter the summary: it stands under the name, and where somebody shares the page." : null,
    surplus === "" ? "Say what happens with more, or less, than the goal: the law asks for it." : null,
    imageId !== null && imageAlt === "" ? "Say what the picture shows, for people who can’t see it." : null,
    endsOn !== null && endsOn < today ? "Its last day is over. Choose a later one." : null,
  ].filter((text) => text !== null);
}
