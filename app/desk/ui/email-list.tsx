import { TextButton } from "~/platform/ui/button";
import { eventLines, buttonRow } from "./looks";

type Email = { id: string; label: string; at: string; text: string; mayResend: boolean };

/** The emails about something, each with a button to send it again. Composed anew: it says what is so now. */
export function EmailList({ emails, formId, mayResend }: { emails: Email[]; formId: string; mayResend: boolean }) {
  return (
    <>
      <h2>Emails</h2>
      {emails.length === 0 && <p>None yet.</p>}
      <ul className={eventLines}>
        {emails.map(({ id, label, text, mayResend: isDone }) => (
          <li key={id} className={buttonRow}>
            <span>
              {label}, {text}
            </span>
            {mayResend && isDone && (
              <form method="post">
                <input type="hidden" name="formId" value={formId} />
                <TextButton name="do" value={`resend:${id}`}>
                  Send again<span className="sr-only">: {label}</span>
                </TextButton>
              </form>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
