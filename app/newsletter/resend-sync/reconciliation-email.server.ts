import { staffAlert } from "emails/staff-alert";
import { config } from "~/platform/config/config.server";
import { formatDateTime } from "~/platform/london-dates";
import { composeEmail } from "~/platform/mail/compose";
import type { ComposedEmail, EmailComposers } from "~/platform/mail/send-email.server";
import { sender } from "~/platform/mail/sender.server";
import { findReconciliation } from "./reconciliations.server";

declare module "~/platform/mail/email-kinds" {
  interface EmailKinds {
    "audience-reconciliation": { reconciliationId: string };
  }
}

/** The email about a comparison that left something for a person: figures and the way to the desk, nobody's name. */
export const reconciliationEmails = {
  "audience-reconciliation": ({ reconciliationId }) => composeReconciliationEmail(reconciliationId),
} satisfies Partial<EmailComposers>;

const formatCount = (count: number) => count.toLocaleString("en-GB");
const formatThings = (count: number) => (count === 1 ? "1 thing" : `${formatCount(count)} things`);

async function composeReconciliationEmail(id: string): Promise<ComposedEmail | null> {
  const run = await findReconciliation(id);
  if (!run || run.unresolved === 0) return null;
  const { startedAt, contacts, healed, unresolved } = run;
  return composeEmail(config.staffEmail, staffAlert, {
    sender: sender(),
    subject: `The newsletter’s comparison left ${formatThings(unresolved)} for a person`,
    lines: [
      `On ${formatDateTime(startedAt)} the consent ledger was compared with Resend: ${contacts === 1 ? "1 contact" : `${formatCount(contacts)} contacts`}. ${formatThings(healed + unresolved)} differed, ${formatCount(healed)} of them ${healed === 1 ? "was" : "were"} put right.`,
      `${formatCount(unresolved)} ${unresolved === 1 ? "is" : "are"} left for somebody to look at. No email goes where the ledger says no.`,
    ],
    link: { label: "See what is left", url: `${config.baseUrl}/desk/newsletter#comparison` },
  });
}
