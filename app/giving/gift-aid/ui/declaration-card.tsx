import { formatLondonDate } from "~/platform/london-dates";
import { Summary } from "~/platform/ui/summary-list";
import { boxed } from "~/platform/ui/looks";

export type DeclarationView = {
  id: string;
  isActive: boolean;
  wording: string;
  scope: string;
  name: string;
  homeAddress: string;
  declaredOn: string;
  /** The donation that it was made with, such as "£30.00, RL-2X4Y6Z"; null: made with none. */
  madeWith: string | null;
  cancelledOn: string | null;
  /** Names and homes that held before, oldest first, each with the London date from which the next one held. */
  earlierDetails: { text: string; until: string }[];
};

/** One Gift Aid declaration with the exact words that were agreed to. */
export function DeclarationCard({
  id,
  isActive,
  wording,
  scope,
  name,
  homeAddress,
  declaredOn,
  madeWith,
  cancelledOn,
  earlierDetails,
}: DeclarationView) {
  return (
    <section className={boxed} aria-labelledby={`declaration-${id}`}>
      <h3 id={`declaration-${id}`}>
        Made on {formatLondonDate(declaredOn)}
        {madeWith && `, with your donation of ${madeWith}`}
      </h3>
      <blockquote className="m-0">
        <p>“{wording}”</p>
      </blockquote>
      <Summary>
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
          <dd>{homeAddress}</dd>
        </div>
        {cancelledOn && (
          <div>
            <dt>Cancelled</dt>
            <dd>{formatLondonDate(cancelledOn)}: donations before that day stay as they were</dd>
          </div>
        )}
      </Summary>
      {earlierDetails.length > 0 && (
        <details>
          <summary>What you told us before</summary>
          <ul>
            {earlierDetails.map(({ text, until }) => (
              <li key={until + text}>
                {text}, until {formatLondonDate(until)}
              </li>
            ))}
          </ul>
        </details>
      )}
      {isActive && (
        <p>
          <a href={`/supporter/gift-aid/${id}/cancel`}>
            Cancel Gift Aid<span className="sr-only">: made on {formatLondonDate(declaredOn)}</span>
          </a>
        </p>
      )}
    </section>
  );
}
