import { helpButton } from "./help-button";
import type { CardLine } from "../screen";
import type { Messages } from "../messages";

/** On paper two bank cards, one above the other, folded in the middle. */
const card = [
  "card max-w-88 rounded-md border-2 border-dashed border-edge bg-surface",
  "print:w-[85.6mm] print:max-w-none print:rounded-[3mm] print:border-[0.3mm] print:text-[9pt]/[1.3] print:break-inside-avoid",
].join(" ");
const half = "px-5 py-4 print:h-[54mm] print:overflow-hidden print:px-[5mm] print:py-[4mm]";

/** The card: two halves, each as large as a bank card, with nothing on them that says what they are for. */
export function Card({ front, back, messages }: { front: CardLine[]; back: CardLine[]; messages: Messages }) {
  return (
    <>
      <section className={card} aria-labelledby="card-title">
        <div className={half}>
          <h2 className="mb-[0.4rem] text-[1.25rem] print:text-[10.5pt]" id="card-title">
            {messages.cardTitle}
          </h2>
          <Lines lines={front} />
        </div>
        <p className="border-0 border-t border-dashed border-edge p-1 text-center text-[1rem] text-muted print:h-0 print:p-0 print:text-[0px]">
          {messages.cardFold}
        </p>
        <div className={half}>
          <Lines lines={back} />
          <p className="text-sm print:mt-[1.5mm] print:text-[9pt]">{messages.cardFree}</p>
        </div>
      </section>
      <section className="stack print:hidden" data-offline="" hidden>
        <h2>{messages.keepQuestion}</h2>
        <p>{messages.keepMeaning}</p>
        <p className="buttons">
          <button className={helpButton} type="button" data-keep={messages.kept} data-failed={messages.keepFailed}>
            {messages.keep}
          </button>
          <button className={helpButton} type="button" data-drop={messages.removed} data-failed={messages.keepFailed}>
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
      <div className="mt-[0.15rem] flex justify-between gap-4 leading-[1.4]" key={label}>
        <dt>{label}</dt>
        <dd className="text-end font-bold whitespace-nowrap print:text-[11pt]">
          <bdi dir="ltr">{number}</bdi>
        </dd>
      </div>
    ))}
  </dl>
);
