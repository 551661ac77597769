import type { CardLine } from "../screen";
import type { Messages } from "../messages";

/** The card: two halves, each as large as a bank card, with nothing on them that says what they are for. */
export function Card({ front, back, messages }: { front: CardLine[]; back: CardLine[]; messages: Messages }) {
  return (
    <>
      <section className="card" aria-labelledby="card-title">
        <div>
          <h2 id="card-title">{messages.cardTitle}</h2>
          <Lines lines={front} />
        </div>
        <p className="fold">{messages.cardFold}</p>
        <div>
          <Lines lines={back} />
          <p className="small">{messages.cardFree}</p>
        </div>
      </section>
      <section className="screen stack" data-offline="" hidden>
        <h2>{messages.keepQuestion}</h2>
        <p>{messages.keepMeaning}</p>
        <p className="buttons">
          <button type="button" data-keep={messages.kept} data-failed={messages.keepFailed}>
            {messages.keep}
          </button>
          <button type="button" data-drop={messages.removed} data-failed={messages.keepFailed}>
            {messages.remove}
          </button>
        </p>
      </section>
    </>
  );
}

const Lines = ({ lines }: { lines: CardLine[] }) => (
  <dl>
    {lines.map(({ label, number }) => (
      <div className="line" key={label}>
        <dt>{label}</dt>
        <dd>
          <bdi dir="ltr">{number}</bdi>
        </dd>
      </div>
    ))}
  </dl>
);
