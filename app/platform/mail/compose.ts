import type { Letter } from "emails/letter";
import type { ComposedLetter } from "./send-email.server";

/** A letter filled in, to somebody. */
export const composed = <Props>(to: string, letter: Letter<Props>, props: Props, headers?: Record<string, string>): ComposedLetter => ({
  to,
  subject: letter.subject(props),
  body: letter.Body(props),
  ...(headers && { headers }),
});
