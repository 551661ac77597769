import type { EmailTemplate } from "emails/email-template";
import type { ComposedEmail } from "./send-email.server";

/** An email filled in, to somebody. */
export const composeEmail = <Props>(
  to: string,
  template: EmailTemplate<Props>,
  props: Props,
  headers?: Record<string, string>,
): ComposedEmail => ({
  to,
  subject: template.subject(props),
  body: template.Body(props),
  ...(headers && { headers }),
});
