import type { ErrorResponse, Resend } from "resend";
import { throttled } from "./throttle.server";
import { resendClient } from "./client.server";

type ResendResponse<Data> = { data: Data | null; error: ErrorResponse | null; headers: Record<string, string> | null };
export type RequestOptions = { signal: AbortSignal };

/**
 * Thrown when Resend did not do what was asked, or we did not hear that it did (`statusCode` null: no answer came; the
 * work may have been done all the same). Names no address. Whoever asks again has to look first.
 */
export class ResendError extends Error {
  readonly publicMessage: string;
  constructor(
    readonly code: ErrorResponse["name"],
    readonly statusCode: number | null,
  ) {
    super(`Resend did not do it: ${code} (${statusCode ?? "no answer"})`);
    this.name = "ResendError";
    this.publicMessage = this.message;
  }
}

/**
 * Asks Resend one thing, in step with its rate limit.
 * @returns the answer, or null where Resend knows of no such thing (its error not_found)
 * @throws ResendError on everything else
 */
export async function callResendOrNull<Data>(
  call: (client: Resend, options: RequestOptions) => Promise<ResendResponse<Data>>,
): Promise<Data | null> {
  const { data, error } = await throttled(() => call(resendClient(), { signal: AbortSignal.timeout(20_000) }));
  if (error?.name === "not_found") return null;
  if (error) throw new ResendError(error.name, error.statusCode);
  return data;
}

/** The same for what must be there. @throws ResendError on everything but an answer, also on not_found */
export async function callResend<Data>(call: (client: Resend, options: RequestOptions) => Promise<ResendResponse<Data>>): Promise<Data> {
  const data = await callResendOrNull(call);
  if (data === null) throw new ResendError("not_found", 404);
  return data;
}
