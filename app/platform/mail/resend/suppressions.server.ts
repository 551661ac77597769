import { callResendOrNull, callResend } from "./request.server";

/** An address that Resend itself no longer writes to, in lower case, and why. */
export type ResendSuppression = { id: string; email: string; reason: "bounce" | "complaint" };

/** Resend's origins as our reasons: what somebody added there by hand is an address that nothing reaches. */
export const toSuppressionReason = (origin: string): ResendSuppression["reason"] => (origin === "complaint" ? "complaint" : "bounce");

/** All addresses on Resend's own list, newest first and a hundred at a time. */
export async function* streamSuppressionPages(): AsyncGenerator<ResendSuppression[]> {
  for (let after: string | undefined; ;) {
    const page = { limit: 100, ...(after !== undefined && { after }) };
    const { data, has_more: hasMore } = await callResend((client, options) => client.suppressions.list(page, options));
    yield data.map(({ id, email, origin }) => ({ id, email: email.toLowerCase(), reason: toSuppressionReason(origin) }));
    after = data.at(-1)?.id;
    if (!hasMore || after === undefined) return;
  }
}

/** Takes an address off Resend's own list of those that it no longer writes to. Not on it is as well. */
export async function deleteResendSuppression(email: string): Promise<void> {
  await callResendOrNull((client, options) => client.suppressions.remove(email, options));
}
