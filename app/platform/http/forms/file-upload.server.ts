import { unstable_parseMultipartFormData as parseMultipart } from "@remix-run/node";

/**
 * Hands the file of one field on as it arrives, so that it is never whole in memory.
 * @returns what `consume` made of it; null: no file was chosen, or it is no such form, or it broke off on its way
 */
export async function streamUploadedFile<Result>(
  request: Request,
  field: string,
  consume: (bytes: AsyncIterable<Uint8Array>) => Promise<Result>,
): Promise<Result | null> {
  let result: Result | null = null;
  let seen = false;
  try {
    await parseMultipart(request, async ({ name, filename, data }) => {
      if (name !== field || !filename || seen) return undefined;
      seen = true;
      result = await consume(data);
      return undefined;
    });
    return result;
  } catch (error) {
    const isNotForm = error instanceof TypeError || (error instanceof Error && error.message.startsWith("malformed "));
    if (isNotForm || request.signal.aborted) return null;
    throw error;
  }
}
