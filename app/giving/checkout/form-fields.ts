/** What is wrong with one field, in words for whoever typed it. */
export type FormError = { field: string; message: string };

/**
 * Takes the texts out of a posted form, by the names of its fields. A field that came twice, or as a file, is a
 * mistake: guessing which one was meant could take the wrong sum.
 */
export function readFormFields<Name extends string>(
  form: FormData,
  names: readonly Name[],
): { input: Partial<Record<Name, string>>; errors: FormError[] } {
  const input: Partial<Record<Name, string>> = {};
  const errors: FormError[] = [];
  for (const name of names) {
    const values = form.getAll(name);
    const [first] = values;
    if (typeof first === "string") input[name] = first;
    if (values.length > 1 || (first !== undefined && typeof first !== "string")) {
      errors.push({ field: name, message: "Part of the form arrived twice. Check it and send it again" });
    }
  }
  return { input, errors };
}
