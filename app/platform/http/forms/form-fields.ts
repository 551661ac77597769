/** What is wrong with one field: which, in words for whoever typed it. `field` is the input's name and id. */
export type FormError = { field: string; message: string };

/** What a field holds at most, in characters; `label` is what its mistake calls it. */
export type FieldLimit = { maxLength: number; readLength: number; label: string | null };

/**
 * A field that people type into. Up to four times its length is read, so that its own rules can say what is too long and
 * give back all of it; what is longer than that reaches no rule.
 * @param label as in "Shorten the first name"
 */
export const typed = (label: string, maxLength: number): FieldLimit => ({ label, maxLength, readLength: maxLength * 4 });

/** A field that is chosen, pressed or carried along: no person types it. */
export const chosen: FieldLimit = { label: null, maxLength: 200, readLength: 200 };

/** Where somebody came from, as the address of the page had it. */
export const sourceField: FieldLimit = { label: null, maxLength: 12_000, readLength: 12_000 };

export type FieldLimits<Name extends string = string> = Readonly<Record<Name, FieldLimit>>;

/** What people type about themselves. The lengths are those that the rules of each field have. */
export const personFields = {
  first: typed("first name", 80),
  last: typed("last name", 80),
  email: typed("email address", 254),
} as const;

/** The fields of `parseHomeAddress`. */
export const homeFields = { house: typed("first line of the address", 80), postcode: typed("postcode", 20), overseas: chosen } as const;

/**
 * Takes the texts out of a posted form before any rule looks at them. A field that came twice or as a file is a mistake, since
 * guessing what was meant could take the wrong sum; so is one that is far too long, of which the beginning is kept, or that holds
 * U+0000, which no keyboard makes and PostgreSQL takes in no text. Half a character needs no rule: it arrives as U+FFFD.
 * @returns what was typed, and the mistakes in the order of the fields
 */
export function readFields<Name extends string>(
  form: FormData,
  fields: FieldLimits<Name>,
): { input: Partial<Record<Name, string>>; errors: FormError[] } {
  const input: Partial<Record<Name, string>> = {};
  const errors: FormError[] = [];
  for (const name of Object.keys(fields) as Name[]) {
    const values = form.getAll(name);
    const [first] = values;
    if (first === undefined) continue;
    if (values.length > 1 || typeof first !== "string")
      errors.push({ field: name, message: "Part of the form arrived twice. Check it and send it again" });
    if (typeof first !== "string") continue;
    const { text, message } = readText(first, fields[name]);
    input[name] = text;
    if (message !== null && values.length === 1) errors.push({ field: name, message });
  }
  return { input, errors };
}

function readText(text: string, { label, maxLength, readLength }: FieldLimit): { text: string; message: string | null } {
  const notOurs = "Part of the form is not as this page sent it. Open the page again and fill it in";
  // Half of a pair that the cut went through would be no character.
  const start = text.slice(0, readLength).replace(/[\ud800-\udbff]$/, "");
  const kept = start.replaceAll("\0", "");
  if (start.length < text.length) return { text: kept, message: label ? `Shorten the ${label} to ${maxLength} characters` : notOurs };
  if (kept.length < start.length)
    return { text: kept, message: label ? `The ${label} has a sign that can’t be shown: type it again` : notOurs };
  return { text, message: null };
}
