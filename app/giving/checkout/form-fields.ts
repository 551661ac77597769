/** What is wrong with one field, in words for whoever typed it. */
export type Mistake = { field: string; words: string };

/**
 * Takes the texts out of a posted form, by the names of its fields. A field that came twice, or as a file, is a
 * mistake: guessing which one was meant could take the wrong sum.
 */
export function typedFields<Name extends string>(
  form: FormData,
  names: readonly Name[],
): { typed: Partial<Record<Name, string>>; mistakes: Mistake[] } {
  const typed: Partial<Record<Name, string>> = {};
  const mistakes: Mistake[] = [];
  for (const name of names) {
    const values = form.getAll(name);
    const [first] = values;
    if (typeof first === "string") typed[name] = first;
    if (values.length > 1 || (first !== undefined && typeof first !== "string")) {
      mistakes.push({ field: name, words: "Part of the form arrived twice. Check it and send it again" });
    }
  }
  return { typed, mistakes };
}
