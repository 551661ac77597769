/**
 * The form in a request. What is no form is answered like an empty one.
 * @param refusesNul whether the form's own rules refuse U+0000 at each field, and give back what was typed
 * @throws otherwise a response with 400 if a name or a text holds U+0000, which no keyboard makes and PostgreSQL takes in
 * no text. Half a character needs no rule: it arrives as U+FFFD
 */
export async function readFormData(request: Request, { refusesNul = false } = {}): Promise<FormData> {
  const form = await parseForm(request);
  if (refusesNul) return form;
  for (const [name, value] of form) {
    if (name.includes("\0") || (typeof value === "string" && value.includes("\0")))
      throw new Response(null, { status: 400, statusText: "Bad Request" });
  }
  return form;
}

async function parseForm(request: Request): Promise<FormData> {
  try {
    return await request.formData();
  } catch (error) {
    if (error instanceof TypeError) return new FormData();
    throw error;
  }
}

/** One field of a form as text. A field that came twice, or as a file, counts as missing: guessing what was meant could do the wrong thing. */
export function getTextField(form: FormData, name: string): string | undefined {
  const [value, ...more] = form.getAll(name);
  return typeof value === "string" && more.length === 0 ? value : undefined;
}

/** The same where "" serves for what is missing. */
export function getTextFieldOrEmpty(form: FormData, name: string): string {
  return getTextField(form, name) ?? "";
}
