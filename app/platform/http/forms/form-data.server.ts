import { chosen, readFields, type FieldLimits, type FormError } from "./form-fields";

/**
 * The declared fields of the form in a request, each no longer than it may be; other fields are not read. What is no form is
 * answered like an empty one. Every screen with something to type reads its form here.
 * @returns what was typed, and the mistakes that the screen gives back with it before its own rules look
 */
export async function readForm<Name extends string>(
  request: Request,
  fields: FieldLimits<Name>,
): Promise<{ input: Partial<Record<Name, string>>; errors: FormError[] }> {
  return readFields(await parseForm(request), fields);
}

/**
 * The same for a form that has nothing to type: what its buttons, choices and hidden fields say, "" for what is missing.
 * @throws a response with 400 where a field is not as our page sends it: there is nothing that its person could put right
 */
export async function readChoices<Name extends string>(request: Request, ...names: readonly Name[]): Promise<Record<Name, string>> {
  const limits = Object.fromEntries(names.map((name) => [name, chosen])) as FieldLimits<Name>;
  const { input, errors } = await readForm(request, limits);
  if (errors.length > 0) throw new Response(null, { status: 400, statusText: "Bad Request" });
  return Object.fromEntries(names.map((name) => [name, input[name] ?? ""])) as Record<Name, string>;
}

/** The file of a form that is small enough to be held whole; null: none was chosen. */
export async function readFile(request: Request, name: string): Promise<File | null> {
  const file = (await parseForm(request)).get(name);
  return file instanceof File && file.size > 0 ? file : null;
}

async function parseForm(request: Request): Promise<FormData> {
  try {
    return await request.formData();
  } catch (error) {
    if (error instanceof TypeError) return new FormData();
    throw error;
  }
}
