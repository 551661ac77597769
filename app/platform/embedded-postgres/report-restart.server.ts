import { alert } from "emails/alert";
import { now } from "~/platform/clock";
import { config } from "~/platform/config.server";
import { inTransaction } from "~/platform/db.server";
import { log, reportFailure } from "~/platform/http/log.server";
import { timeInWords } from "~/platform/london";
import { composed } from "~/platform/mail/composed";
import { postLetter } from "~/platform/mail/post-letter.server";
import type { ComposedLetter, Letters } from "~/platform/mail/send-letter.server";
import { sender } from "~/platform/mail/sender.server";

const kind = "database-restarted";
const failureLogEveryMs = 60_000;

/** The email to staff about a restart. It is about the UTC hour of it, such as "2026-11-27T18": one in an hour, however often it restarts. */
export const restartLetters: Letters = { [kind]: restartLetter };

/** Logs that the embedded database was started again, and queues the email to staff. */
export async function reportRestart({ downMs }: { downMs: number }): Promise<void> {
  log.error({ downMs }, "the embedded database had stopped and was started again; nothing that was saved is lost");
  const hour = now().toISOString().slice(0, 13);
  try {
    await inTransaction((tx) => postLetter(tx, { kind, about: hour }));
  } catch (error) {
    reportFailure("database-restarted", error);
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

async function restartLetter(hour: string): Promise<ComposedLetter> {
  return composed(config.staffEmail, alert, {
    sender: sender(),
    subject: "The site’s database stopped and was started again",
    lines: [
      `This happened in the hour from ${timeInWords(new Date(`${hour}:00:00Z`))}. The site started the database again by itself. Nothing that was saved is lost, and payments are checked against Stripe as usual.`,
      "Most often the machine ran out of memory. Ask whoever looks after it to check its memory and disk, and to read server.log in the database’s folder. If it happens again you get one more email for each hour.",
    ],
    link: null,
  });
}
