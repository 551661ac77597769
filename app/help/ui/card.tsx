import type { CardLine } from "../screen";
import type { Words } from "../messages";

/** The card: two halves, each as large as a bank card, with nothing on them that says what they are for. */
export function Card({ front, back, words }: { front: CardLine[]; back: CardLine[]; words: Words }) {
  return (
    <>
      <section className="card" aria-labelledby="card-title">
        <div>
          <h2 id="card-title">{words.cardTitle}</h2>
          <Lines lines={front} />
        </div>
        <p className="fold">{words.cardFold}</p>
        <div>
          <Lines lines={back} />
          <p className="small">{words.cardFree}</p>
        </div>
      </section>
      <section className="screen stack" data-offline="" hidden>
        <h2>{words.keepQuestion}</h2>
        <p>{words.keepMeaning}</p>
        <p className="buttons">
          <button type="button" data-keep={words.kept} data-failed={words.keepFailed}>
            {words.keep}
          </button>
          <button type="button" data-drop={words.removed} data-failed={words.keepFailed}>
            {words.remove}
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
