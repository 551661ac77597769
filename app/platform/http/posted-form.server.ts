/** The form of a request. What is no form is answered like an empty one. */
export async function postedForm(request: Request): Promise<FormData> {
  try {
    return await request.formData();
  } catch (error) {
    if (error instanceof TypeError) return new FormData();
    throw error;
  }
}

/** The one text of a field; "" where it is missing, came twice or is a file: guessing which was meant could be wrong. */
export function textOf(form: FormData, name: string): string {
  const [first, ...others] = form.getAll(name);
  return typeof first === "string" && others.length === 0 ? first : "";
}
