import type { ErrorResponse, Resend } from "resend";
import { inStep } from "./throttle.server";
import { resend } from "./client.server";

type Answer<Data> = { data: Data | null; error: ErrorResponse | null; headers: Record<string, string> | null };
export type RequestOptions = { signal: AbortSignal };

/**
 * Thrown when Resend did not do what was asked, or we did not hear that it did (`statusCode` null: no answer came; the
 * work may have been done all the same). Names no address. Whoever asks again has to look first.
 */
export class ResendFailed extends Error {
  readonly publicMessage: string;
  constructor(
    readonly reason: ErrorResponse["name"],
    readonly statusCode: number | null,
  ) {
    super(`Resend did not do it: ${reason} (${statusCode ?? "no answer"})`);
    this.name = "ResendFailed";
    this.publicMessage = this.message;
  }
}

/**
 * Asks Resend one thing, in step with its rate limit.
 * @returns the answer, or null where Resend knows of no such thing (its error not_found)
 * @throws ResendFailed on everything else
 */
export async function askIfThere<Data>(ask: (client: Resend, options: RequestOptions) => Promise<Answer<Data>>): Promise<Data | null> {
  const { data, error } = await inStep(() => ask(resend(), { signal: AbortSignal.timeout(20_000) }));
  if (error?.name === "not_found") return null;
  if (error) throw new ResendFailed(error.name, error.statusCode);
  return data;
}

/** The same for what must be there. @throws ResendFailed on everything but an answer, also on not_found */
export async function askResend<Data>(ask: (client: Resend, options: RequestOptions) => Promise<Answer<Data>>): Promise<Data> {
  const data = await askIfThere(ask);
  if (data === null) throw new ResendFailed("not_found", 404);
  return data;
}
