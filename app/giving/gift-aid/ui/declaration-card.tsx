import { dateInWords } from "~/platform/london-dates";

export type ShownDeclaration = {
  id: string;
  open: boolean;
  wording: string;
  scope: string;
  name: string;
  home: string;
  declaredOn: string;
  cancelledOn: string | null;
  /** Names and homes that held before, oldest first, each with the London date from which the next one held. */
  earlier: { words: string; until: string }[];
};

/** One Gift Aid declaration with the exact words that were agreed to. */
export function DeclarationCard({ id, open, wording, scope, name, home, declaredOn, cancelledOn, earlier }: ShownDeclaration) {
  return (
    <section className="boxed" aria-labelledby={`declaration-${id}`}>
      <h3 id={`declaration-${id}`}>Made on {dateInWords(declaredOn)}</h3>
      <blockquote className="m-0">
        <p>“{wording}”</p>
      </blockquote>
      <dl className="summary">
        <div>
          <dt>Covers</dt>
          <dd>{scope}</dd>
        </div>
        <div>
          <dt>Name</dt>
          <dd>{name}</dd>
        </div>
        <div>
          <dt>Home</dt>
          <dd>{home}</dd>
        </div>
        {cancelledOn && (
          <div>
            <dt>Cancelled</dt>
            <dd>{dateInWords(cancelledOn)}: gifts before that day stay as they were</dd>
          </div>
        )}
      </dl>
      {earlier.length > 0 && (
        <details>
          <summary>What you told us before</summary>
          <ul>
            {earlier.map(({ words, until }) => (
              <li key={until + words}>
                {words}, until {dateInWords(until)}
              </li>
            ))}
          </ul>
        </details>
      )}
      {open && (
        <p>
          <a href={`/supporter/gift-aid/${id}/cancel`}>Cancel Gift Aid</a>
        </p>
      )}
    </section>
  );
}
