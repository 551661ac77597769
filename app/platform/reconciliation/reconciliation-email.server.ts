import { staffAlert } from "emails/staff-alert";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { formatDateTime } from "~/platform/london-dates";
import { composeEmail } from "~/platform/mail/compose";
import type { ComposedEmail, EmailComposers } from "~/platform/mail/send-email.server";
import { sender } from "~/platform/mail/sender.server";
import { reconciliationWords } from "./kinds";

/** So many are told by email; the desk lists all. */
const mostTold = 30;

/** The email about a run that left something for a person: what that is, and the way to the desk, nobody's name. */
export const reconciliationEmails = {
  reconciliation: ({ reconciliationId }) => composeReconciliationEmail(reconciliationId),
} satisfies Partial<EmailComposers>;

async function composeReconciliationEmail(id: string): Promise<ComposedEmail | null> {
  const run = await db.reconciliation.findUnique({ where: { id } });
  if (!run || run.open === 0) return null;
  const { one, many, source } = reconciliationWords[run.kind];
  const count = (number: number, singular = one, plural = many) => `${number.toLocaleString("en-GB")} ${number === 1 ? singular : plural}`;
  const findings = await db.reconciliationFinding.findMany({
    where: { reconciliationId: id, healed: false },
    orderBy: { about: "asc" },
    take: mostTold,
  });
  return composeEmail(config.staffEmail, staffAlert, {
    sender: sender(),
    subject: run.open === 1 ? `One ${one} differs from ${source}` : `${count(run.open)} differ from ${source}`,
    lines: [
      `From ${formatDateTime(run.startedAt)} on, ${count(run.checked)} ${run.checked === 1 ? "was" : "were"} compared with ${source}. ${count(run.healed + run.open, "thing", "things")} differed: ${run.healed.toLocaleString("en-GB")} corrected, ${run.open.toLocaleString("en-GB")} left for somebody to look at.`,
      ...findings.map(({ about, message }) => `${about}: ${message}`),
      ...(run.open > mostTold ? ["The desk lists the others."] : []),
    ],
    link: { label: "See what is left", url: `${config.baseUrl}/desk/reconciliations?run=${id}` },
  });
}
