import { eventLines } from "~/desk/ui/looks";
import { TextButton } from "~/platform/ui/button";
import type { PersonPage } from "../person-page.server";

/** Everything that happened with a person, the newest first. */
export function Timeline({ person, formId, mayResend }: { person: PersonPage; formId: string; mayResend: boolean }) {
  return (
    <section aria-labelledby="timeline" className="stack">
      <h2 id="timeline">What happened</h2>
      {person.timeline.length === 0 && <p>Nothing more.</p>}
      <ol className={`${eventLines} wrap-anywhere whitespace-pre-line`}>
        {person.timeline.map(({ key, at, text, href, resend }) => (
          <li key={key}>
            <span className="quiet">{at}</span> {href ? <a href={href}>{text}</a> : <span>{text}</span>}
            {mayResend && resend && (
              <form method="post">
                <input type="hidden" name="formId" value={formId} />
                <TextButton name="do" value={`resend:${resend}`}>
                  Send again<span className="sr-only">: {text}</span>
                </TextButton>
              </form>
            )}
          </li>
        ))}
      </ol>
      {person.next && (
        <p>
          <a href={`/desk/people/${person.id}?after=${person.next}`} rel="next">
            Earlier
          </a>
        </p>
      )}
    </section>
  );
}
