import { alert } from "emails/alert";
import { config } from "~/platform/config/config.server";
import { db, inTransaction } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { postLetter } from "~/platform/mail/queue-email.server";
import type { ComposedLetter, Letters } from "~/platform/mail/send-email.server";
import { sender } from "~/platform/mail/sender.server";
import { issueElement, type AskHouse } from "./render-issue.server";
import { issueCalled } from "./issues.server";

/** Sends an issue as it stands to one mailbox, to be looked at there. */
export async function testIssue(id: string, email: string): Promise<void> {
  const test = newId();
  await inTransaction(async (tx) => {
    await tx.issueTest.create({ data: { id: test, issueId: id, email } });
    await postLetter(tx, { kind: "issue-test", about: test });
  });
}

/** The letters about issues that are for the charity's own people. Null: there is nothing to say any more. */
export const issueLetters = (askHouse: AskHouse): Letters => ({
  "issue-test": (about) => composeTest(about, askHouse),
  "issue-overdue": (about) => composeOverdue(about.split(" ")[0] ?? ""),
});

async function composeTest(about: string, askHouse: AskHouse): Promise<ComposedLetter | null> {
  const test = await db.issueTest.findUnique({ where: { id: about } });
  const issue = test && (await issueCalled(test.issueId));
  return issue && { to: test.email, subject: `Test: ${issue.subject}`, body: await issueElement(issue, await askHouse()) };
}

async function composeOverdue(id: string): Promise<ComposedLetter | null> {
  const issue = await issueCalled(id);
  if (issue?.state !== "overdue") return null;
  const props = {
    sender: sender(),
    subject: "A letter to subscribers was not sent and asks what to do",
    lines: [
      `“${issue.subject}” was to go out by itself. Its time went by, or something in it could not be sent as it stands.`,
      "Nothing was sent. Look at it, and then send it or choose another time.",
    ],
    link: { words: "Open the letter", url: `${config.baseUrl}/desk/newsletter/${id}` },
  };
  return { to: config.staffEmail, subject: alert.subject(props), body: alert.Body(props) };
}
