import { staffAlert } from "emails/staff-alert";
import { config } from "~/platform/config/config.server";
import { inTransaction } from "~/platform/database/db.server";
import { log, logError } from "~/platform/log.server";
import { formatDateTime } from "~/platform/london-dates";
import { composeEmail } from "~/platform/mail/compose";
import { queueHourlyAlert } from "~/platform/mail/queue-email.server";
import type { ComposedEmail, EmailComposers } from "~/platform/mail/send-email.server";
import { sender } from "~/platform/mail/sender.server";

const kind = "database-restarted";
const failureLogEveryMs = 60_000;

/** The email to staff about a restart. It is about the UTC hour of it, such as "2026-11-27T18": at most one an hour, however often it restarts. */
export const restartEmails = { [kind]: ({ hour }) => composeRestartEmail(hour) } satisfies Partial<EmailComposers>;

/** Logs that the embedded database was started again, and queues the email to staff. */
export async function reportRestart({ downMs }: { downMs: number }): Promise<void> {
  log.error({ downMs }, "the embedded database had stopped and was started again; nothing that was saved is lost");
  try {
    await inTransaction((tx) => queueHourlyAlert(tx, kind));
  } catch (error) {
    logError(kind, error);
  }
}

/** Makes the listener for failed starts, which come about every second: the first is logged, then one a minute. */
export function logFailedRestarts(): (error: Error) => void {
  let loggedAt = -Infinity;
  return (error) => {
    if (performance.now() - loggedAt < failureLogEveryMs) return;
    loggedAt = performance.now();
    log.error({ failure: error.message }, "the embedded database has stopped and could not be started again; trying on");
  };
}

async function composeRestartEmail(hour: string): Promise<ComposedEmail> {
  return composeEmail(config.staffEmail, staffAlert, {
    sender: sender(),
    subject: "The site’s database stopped and was started again",
    lines: [
      `This happened in the hour from ${formatDateTime(new Date(`${hour}:00:00Z`))}. The site started the database again automatically. Nothing that was saved is lost, and payments are checked against Stripe as usual.`,
      "Most often the machine ran out of memory. Ask whoever looks after it to check its memory and disk, and to read server.log in the database’s folder. If it happens again you get one more email for each hour.",
    ],
    link: null,
  });
}
