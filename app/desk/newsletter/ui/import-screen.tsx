import type { ReactNode } from "react";
import { linesInWords, peopleInWords, type ListState } from "~/newsletter/imports/import";

export type DeskList = {
  id: string;
  state: ListState;
  /** Whether the page looks again by itself. */
  looksAgain: boolean;
  unreadable: string | null;
  when: string;
  subscribed: number;
  refused: number;
  left: number;
  reasons: { words: string; count: number }[];
  lines: number;
  percent: number;
  shown: { kind: "refused" | "left"; lines: { line: number; why: string }[]; next: number | null } | null;
};

const isMoving = (state: ListState) => state === "arriving" || state === "checking" || state === "importing";

/** How it stands with a list, as the title of its page. */
export function titleOf({ state, percent, subscribed }: Pick<DeskList, "state" | "percent" | "subscribed">): string {
  switch (state) {
    case "arriving":
    case "checking":
      return `Reading the list: ${percent}%`;
    case "checked":
      return subscribed === 0 ? "Nobody in this list can be imported" : `${peopleInWords(subscribed)} can be imported`;
    case "importing":
      return `Importing: ${percent}%`;
    case "done":
      return `${peopleInWords(subscribed)} ${subscribed === 1 ? "was" : "were"} imported`;
    case "unreadable":
      return "This list can’t be read";
    case "dropped":
      return "This list was thrown away";
  }
}

/** One list: what would happen, what happens, or what happened. */
export function DeskListScreen(list: DeskList & { notice: string | null }) {
  const { state, subscribed, notice, unreadable, when } = list;
  return (
    <>
      {notice && (
        <div className="note bad" role="alert">
          <p>{notice}</p>
        </div>
      )}
      <h1>{titleOf(list)}</h1>
      <p className="quiet">Brought here on {when}.</p>
      {isMoving(state) && <Progress {...list} />}
      {unreadable && (
        <div className="note bad">
          <p>{unreadable}</p>
          <p>Nothing was imported, and the file is deleted here.</p>
        </div>
      )}
      {state === "checked" && <p>The list was read to its end. Nothing has changed yet.</p>}
      {state === "done" && <p>The file is deleted here. This report stays for a month.</p>}
      {state === "dropped" && (
        <p>
          The file is deleted here. {subscribed > 0 && "Whoever had been imported by then stays. "}To go on, send it again: nobody is
          imported twice.
        </p>
      )}
      {list.shown && <Counts {...list} />}
      {state === "checked" && (
        <form method="post" className="buttons">
          {subscribed > 0 && (
            <button className="button give" name="do" value="import">
              Import these {peopleInWords(subscribed)}
            </button>
          )}
          <button className="button" name="do" value="drop">
            Throw this list away
          </button>
        </form>
      )}
      {list.shown && <Lines {...list} shown={list.shown} />}
      {!isMoving(state) && state !== "checked" && (
        <p>
          <a href="/desk/newsletter/lists">Send another list</a>
        </p>
      )}
      {isMoving(state) && <p className="small quiet">You may close this page: it goes on, and is found again under Lists.</p>}
    </>
  );
}

function Progress({ id, state, percent, lines, looksAgain }: DeskList) {
  const words = state === "importing" ? "Imported so far" : "Read so far";
  return (
    <>
      <p>
        <label htmlFor="progress">
          {words}: {linesInWords(lines)}, {percent}%
        </label>
        <progress id="progress" max={100} value={percent} />
      </p>
      <p className="buttons">
        <a className="button" href={`/desk/newsletter/lists/${id}${looksAgain ? "" : "?still"}`}>
          Look again now
        </a>
        {looksAgain ? (
          <a href={`/desk/newsletter/lists/${id}?still`}>Stop looking by itself</a>
        ) : (
          <a href={`/desk/newsletter/lists/${id}`}>Look again by itself</a>
        )}
      </p>
    </>
  );
}

const of = (state: ListState, would: string, did: string) => (state === "checked" ? would : did);

function Counts({ state, subscribed, refused, left, reasons }: DeskList) {
  return (
    <dl className="summary">
      <Count name={of(state, "To be imported", "Imported")} count={subscribed}>
        {of(state, "They get the newsletter from then on, as the list says.", "They get the newsletter, as the list says.")}
      </Count>
      <Count name="Not taken" count={refused}>
        {refused > 0 && "Something is wrong in these lines. Put it right in the file, and send it again."}
      </Count>
      <Count name="Left as they are" count={left}>
        {reasons.map(({ words, count }) => (
          <span className="block" key={words}>
            {count.toLocaleString("en-GB")}: {words}
          </span>
        ))}
      </Count>
    </dl>
  );
}

function Count({ name, count, children }: { name: string; count: number; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <strong className="num">{count.toLocaleString("en-GB")}</strong>
        {children && <span className="block small quiet">{children}</span>}
      </dd>
    </div>
  );
}

const kinds = [
  { kind: "refused", words: "Not taken" },
  { kind: "left", words: "Left as they are" },
] as const;

function Lines({ id, refused, left, shown }: DeskList & { shown: NonNullable<DeskList["shown"]> }) {
  const { kind, lines, next } = shown;
  if (refused + left === 0) return null;
  const here = `/desk/newsletter/lists/${id}`;
  return (
    <>
      <h2 id="lines">Line by line</h2>
      <p className="switch">
        {kinds.map((each) => (
          <a key={each.kind} href={`${here}?lines=${each.kind}#lines`} aria-current={each.kind === kind ? "true" : undefined}>
            {each.words}
          </a>
        ))}
      </p>
      {lines.length === 0 ? (
        <p>No lines.</p>
      ) : (
        <table>
          <caption className="hidden-words">{kinds.find((each) => each.kind === kind)?.words}</caption>
          <thead>
            <tr>
              <th scope="col">Line</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ line, why }) => (
              <tr key={line}>
                <th scope="row" className="num">
                  {line.toLocaleString("en-GB")}
                </th>
                <td className="text-start!">{why}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="buttons">
        {next !== null && <a href={`${here}?lines=${kind}&after=${next}#lines`}>The next lines</a>}
        <a href={`${here}/lines.csv`}>All of them as a file</a>
      </p>
    </>
  );
}
