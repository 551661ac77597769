/** The form in a request. What is no form is answered like an empty one. */
export async function readFormData(request: Request): Promise<FormData> {
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
