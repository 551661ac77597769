import { askIfThere, askResend } from "./request.server";

/** An address that Resend itself no longer writes to, in lower case, and why. */
export type SuppressedAtResend = { id: string; email: string; reason: "bounce" | "complaint" };

/** Resend's origins as our reasons: what somebody added there by hand is an address that nothing reaches. */
export const reasonOf = (origin: string): SuppressedAtResend["reason"] => (origin === "complaint" ? "complaint" : "bounce");

/** All addresses on Resend's own list, newest first and a hundred at a time. */
export async function* suppressedPages(): AsyncGenerator<SuppressedAtResend[]> {
  for (let after: string | undefined; ;) {
    const page = { limit: 100, ...(after !== undefined && { after }) };
    const { data, has_more: more } = await askResend((client, options) => client.suppressions.list(page, options));
    yield data.map(({ id, email, origin }) => ({ id, email: email.toLowerCase(), reason: reasonOf(origin) }));
    after = data.at(-1)?.id;
    if (!more || after === undefined) return;
  }
}

/** Takes an address off Resend's own list of those that it no longer writes to. Not on it is as well. */
export async function takeOffSuppressions(email: string): Promise<void> {
  await askIfThere((client, options) => client.suppressions.remove(email, options));
}
