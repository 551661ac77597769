/** What was done, or what is to be done next, said once. */
export function Notice({ notice }: { notice: string | null }) {
  return (
    notice && (
      <p className="note" role="status">
        {notice}
      </p>
    )
  );
}

export type Fact = { label: string; text: string; href?: string };

/** What is known of one thing, in a few words each. */
export function FactList({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="desk-facts">
      {facts.map(({ label, text, href }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{href ? <a href={href}>{text}</a> : text}</dd>
        </div>
      ))}
    </dl>
  );
}

export type PageEvent = { at: string; text: string };

/** What happened, in order. */
export function EventList({ events }: { events: readonly PageEvent[] }) {
  return (
    <ol className="desk-events">
      {events.map(({ at, text }, index) => (
        <li key={index}>
          <span className="quiet">{at}</span> {text}
        </li>
      ))}
    </ol>
  );
}
