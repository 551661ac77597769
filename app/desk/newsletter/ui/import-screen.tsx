import type { ReactNode } from "react";
import { formatPeople } from "~/platform/number-words";
import { dateOrderLabels, type DateOrder } from "~/platform/typed-date";
import { DateOrderForm } from "~/desk/ui/imports/date-order-form";
import { Note } from "~/platform/ui/note";
import { Button, ButtonLink } from "~/platform/ui/button";
import { Switch, SwitchLink } from "~/platform/ui/switch";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { formatLines, type ImportState } from "~/newsletter/imports/import";
import { Summary } from "~/platform/ui/summary-list";

export type ImportView = {
  id: string;
  state: ImportState;
  /** Whether the page looks again by itself. */
  autoRefreshes: boolean;
  unreadable: string | null;
  /** How the list writes its days, where that matters. */
  dateOrder: DateOrder | null;
  when: string;
  subscribed: number;
  refused: number;
  unchanged: number;
  reasons: { label: string; count: number }[];
  lines: number;
  percent: number;
  shown: { kind: "refused" | "left"; lines: { line: number; reason: string }[]; next: number | null } | null;
};

const isInProgress = (state: ImportState) => state === "uploading" || state === "checking" || state === "importing";

/** How it stands with a list, as the title of its page. */
export function importTitle({ state, percent, subscribed }: Pick<ImportView, "state" | "percent" | "subscribed">): string {
  switch (state) {
    case "uploading":
    case "checking":
      return `Reading the list: ${percent}%`;
    case "asking":
      return "How does this list write its days?";
    case "checked":
      return subscribed === 0 ? "Nobody in this list can be imported" : `${formatPeople(subscribed)} can be imported`;
    case "importing":
      return `Importing: ${percent}%`;
    case "done":
      return `${formatPeople(subscribed)} ${subscribed === 1 ? "was" : "were"} imported`;
    case "unreadable":
      return "This list can’t be read";
    case "discarded":
      return "This list was deleted";
  }
}

/** One list: what would happen, what happens, or what happened. */
export function ImportScreen(view: ImportView & { notice: string | null; errors: FormError[] }) {
  const { state, subscribed, notice, errors, unreadable, when, dateOrder } = view;
  return (
    <>
      <ErrorSummary errors={errors} />
      {notice && (
        <Note look="danger" role="alert">
          <p>{notice}</p>
        </Note>
      )}
      <h1>{importTitle(view)}</h1>
      <p className="quiet">Brought here on {when}.</p>
      {isInProgress(state) && <Progress {...view} />}
      {state === "asking" && <DateOrderForm errors={errors} />}
      {unreadable && (
        <Note look="danger">
          <p>{unreadable}</p>
          <p>Nothing was imported, and the file is deleted here.</p>
        </Note>
      )}
      {state === "checked" && <p>The list was read to its end. Nothing has changed yet.</p>}
      {state === "checked" && dateOrder && <p>01/03/2026 was read as {dateOrderLabels[dateOrder]}, as were all its days.</p>}
      {state === "done" && <p>The file is deleted here. This report stays for a month.</p>}
      {state === "discarded" && (
        <p>
          The file is deleted here. {subscribed > 0 && "Whoever had been imported by then stays. "}To go on, send it again: nobody is
          imported twice.
        </p>
      )}
      {view.shown && <Counts {...view} />}
      {state === "checked" && (
        <form method="post" className="buttons">
          {subscribed > 0 && (
            <Button look="give" name="do" value="import">
              {subscribed === 1 ? "Import this person" : `Import these ${formatPeople(subscribed)}`}
            </Button>
          )}
          <Button name="do" value="drop">
            Delete this list
          </Button>
        </form>
      )}
      {view.shown && <SkippedLines {...view} shown={view.shown} />}
      {!isInProgress(state) && state !== "checked" && state !== "asking" && (
        <p>
          <a href="/desk/newsletter/lists">Send another list</a>
        </p>
      )}
      {isInProgress(state) && <p className="text-sm quiet">You may close this page: it goes on, and is found again under Lists.</p>}
    </>
  );
}

function Progress({ id, state, percent, lines, autoRefreshes }: ImportView) {
  const label = state === "importing" ? "Imported so far" : "Read so far";
  return (
    <>
      <p>
        <label htmlFor="progress">
          {label}: {formatLines(lines)}, {percent}%
        </label>
        <progress id="progress" className="h-6 w-full accent-lamp" max={100} value={percent} />
      </p>
      <p className="buttons">
        <ButtonLink href={`/desk/newsletter/lists/${id}${autoRefreshes ? "" : "?still"}`}>Look again now</ButtonLink>
        {autoRefreshes ? (
          <a href={`/desk/newsletter/lists/${id}?still`}>Stop refreshing automatically</a>
        ) : (
          <a href={`/desk/newsletter/lists/${id}`}>Refresh automatically</a>
        )}
      </p>
    </>
  );
}

const whetherChecked = (state: ImportState, would: string, did: string) => (state === "checked" ? would : did);

function Counts({ state, subscribed, refused, unchanged, reasons }: ImportView) {
  return (
    <Summary>
      <Count name={whetherChecked(state, "To be imported", "Imported")} count={subscribed}>
        {whetherChecked(state, "They get the newsletter from then on, as the list says.", "They get the newsletter, as the list says.")}
      </Count>
      <Count name="Not taken" count={refused}>
        {refused > 0 && "Something is wrong in these lines. Put it right in the file, and send it again."}
      </Count>
      <Count name="Left as they are" count={unchanged}>
        {reasons.map(({ label, count }) => (
          <span className="block" key={label}>
            {count.toLocaleString("en-GB")}: {label}
          </span>
        ))}
      </Count>
    </Summary>
  );
}

function Count({ name, count, children }: { name: string; count: number; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <strong className="num">{count.toLocaleString("en-GB")}</strong>
        {children && <span className="block text-sm quiet">{children}</span>}
      </dd>
    </div>
  );
}

const lineKinds = [
  { kind: "refused", label: "Not taken" },
  { kind: "left", label: "Left as they are" },
] as const;

function SkippedLines({ id, refused, unchanged, shown }: ImportView & { shown: NonNullable<ImportView["shown"]> }) {
  const { kind, lines, next } = shown;
  if (refused + unchanged === 0) return null;
  const here = `/desk/newsletter/lists/${id}`;
  return (
    <>
      <h2 id="lines">Line by line</h2>
      <Switch label="Which lines">
        {lineKinds.map((each) => (
          <SwitchLink key={each.kind} href={`${here}?lines=${each.kind}#lines`} current={each.kind === kind ? "true" : undefined}>
            {each.label}
          </SwitchLink>
        ))}
      </Switch>
      {lines.length === 0 ? (
        <p>No lines.</p>
      ) : (
        <table>
          <caption className="sr-only">{lineKinds.find((each) => each.kind === kind)?.label}</caption>
          <thead>
            <tr>
              <th scope="col">Line</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ line, reason }) => (
              <tr key={line}>
                <th scope="row" className="num">
                  {line.toLocaleString("en-GB")}
                </th>
                <td>{reason}</td>
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
