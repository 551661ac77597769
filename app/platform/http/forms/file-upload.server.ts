import { unstable_parseMultipartFormData as parseMultipart } from "@remix-run/node";

/**
 * Hands the file of one field on as it arrives, so that it is never whole in memory.
 * @returns what `take` made of it; null: no file was chosen, or it is no such form, or it broke off on its way
 */
export async function takePostedFile<Taken>(
  request: Request,
  field: string,
  take: (bytes: AsyncIterable<Uint8Array>) => Promise<Taken>,
): Promise<Taken | null> {
  let taken: Taken | null = null;
  let given = false;
  try {
    await parseMultipart(request, async ({ name, filename, data }) => {
      if (name !== field || !filename || given) return undefined;
      given = true;
      taken = await take(data);
      return undefined;
    });
    return taken;
  } catch (error) {
    const isNoForm = error instanceof TypeError || (error instanceof Error && error.message.startsWith("malformed "));
    if (isNoForm || request.signal.aborted) return null;
    throw error;
  }
}
