import { formatGifts, rowStateLabels } from "~/giving/offline/imports/gift-import";
import type { GiftImportPage } from "../gift-import-page.server";
import { eventLines } from "~/desk/ui/looks";
import { Button } from "~/platform/ui/button";
import { tick } from "~/platform/ui/looks";

type Line = GiftImportPage["lines"][number];

/** Lines of one kind, with what staff say of them, and the buttons that decide about the list. */
export function GiftLines({ list, here }: { list: GiftImportPage; here: string }) {
  const { shown, lines, next, status, tally } = list;
  const isOpen = status === "checked";
  const mayChoose = isOpen && (shown === "ask" || shown === "double") && lines.length > 0;
  const most = tally.ready + tally.ask + tally.double;
  return (
    <form method="post" className="stack" noValidate>
      <input type="hidden" name="lines" value={shown} />
      {next !== null && <input type="hidden" name="after" value={next} />}
      <h2>{rowStateLabels[shown]}</h2>
      {shown === "ask" && isOpen && (
        <p>
          Somebody with this postcode and much the same name is known. Choose whose each donation is; a line without a choice is not brought
          in.
        </p>
      )}
      {shown === "double" && isOpen && <p>Tick what is a donation of its own. The others are not brought in.</p>}
      {lines.length === 0 ? (
        <p>No lines.</p>
      ) : (
        <ul className={eventLines}>
          {lines.map((line, place) => (
            <li key={line.line}>
              <strong className="num">Line {line.line.toLocaleString("en-GB")}</strong>{" "}
              {[line.gift, mayChoose && shown === "ask" ? "" : line.reason].filter(Boolean).join(": ")}
              {line.donation && (
                <>
                  {" "}
                  <a href={`/desk/gifts/${line.donation.id}`}>{line.donation.reference}</a>
                </>
              )}
              {mayChoose && <LineChoice line={line} place={place} isDouble={shown === "double"} />}
            </li>
          ))}
        </ul>
      )}
      {next !== null && !mayChoose && <a href={`${here}?lines=${shown}&after=${next}#lines`}>The next lines</a>}
      {isOpen && (
        <p className="buttons">
          {mayChoose && (
            <Button name="do" value="save">
              {next === null ? "Save these choices" : "Save these choices, and show the next lines"}
            </Button>
          )}
          {most > 0 && (
            <Button look="give" name="do" value="import">
              Bring in {tally.ready === most ? `these ${formatGifts(most)}` : "what is ready or chosen"}
            </Button>
          )}
          <Button name="do" value="drop">
            Delete this list
          </Button>
        </p>
      )}
    </form>
  );
}

/** What staff say of one line. */
function LineChoice({ line, place, isDouble }: { line: Line; place: number; isDouble: boolean }) {
  const name = `choice${place}`;
  const hidden = <input type="hidden" name={`line${place}`} value={line.line} />;
  if (isDouble)
    return (
      <div>
        {hidden}
        <label className={tick}>
          <input type="checkbox" name={name} value="another" defaultChecked={line.choice === "another"} />
          <span>This is another donation</span>
        </label>
      </div>
    );
  const options = [...line.people, { value: "new", label: "Somebody else, who is not known here yet" }, { value: "", label: "Exclude it" }];
  return (
    <fieldset>
      {hidden}
      <legend className="sr-only">Whose is line {line.line}?</legend>
      {options.map(({ value, label }) => (
        <label key={value} className={tick}>
          <input type="radio" name={name} value={value} defaultChecked={(line.choice ?? "") === value} />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
