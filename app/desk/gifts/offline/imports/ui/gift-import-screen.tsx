import { dateOrderLabels } from "~/platform/typed-date";
import { formatGifts, giftRowStates, rowStateLabels } from "~/giving/offline/imports/gift-import";
import { DateOrderForm } from "~/desk/ui/imports/date-order-form";
import { Note } from "~/platform/ui/note";
import { ButtonLink } from "~/platform/ui/button";
import { Switch, SwitchLink } from "~/platform/ui/switch";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { Notice } from "~/desk/ui/page-parts";
import type { GiftImportPage } from "../gift-import-page.server";
import { GiftLines } from "./gift-lines";

type ScreenProps = { list: GiftImportPage; isInProgress: boolean; autoRefreshes: boolean; notice: string | null; errors: FormError[] };

/** How many lines staff may bring in, with those that wait for their word. */
const possible = ({ tally }: Pick<GiftImportPage, "tally">): number => tally.ready + tally.ask + tally.double;

/** How it stands with a list, as the title of its page. */
export function giftImportTitle(list: Pick<GiftImportPage, "status" | "tally">): string {
  switch (list.status) {
    case "checking":
      return "Reading the list";
    case "asking":
      return "How does this list write its days?";
    case "checked":
      return possible(list) === 0 ? "Nothing in this list can be brought in" : `${formatGifts(possible(list))} in this list`;
    case "importing":
      return `Bringing them in: ${list.tally.recorded.toLocaleString("en-GB")} so far`;
    case "done":
      return `${formatGifts(list.tally.recorded)} ${list.tally.recorded === 1 ? "was" : "were"} brought in`;
    case "unreadable":
      return "This list can’t be read";
    case "discarded":
      return "This list was deleted";
  }
}

/** One list of gifts: what would happen, what happens, or what happened. */
export function GiftImportScreen({ list, isInProgress, autoRefreshes, notice, errors }: ScreenProps) {
  const { id, status, when, by, unreadable, dateOrder } = list;
  const here = `/desk/gifts/imports/${id}`;
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>{giftImportTitle(list)}</h1>
      <Notice notice={notice} />
      <p className="quiet">
        Brought here on {when} by {by}.
      </p>
      {isInProgress && (
        <>
          <p className="buttons">
            <ButtonLink href={autoRefreshes ? here : `${here}?still`}>Look again now</ButtonLink>
            {autoRefreshes ? <a href={`${here}?still`}>Stop refreshing automatically</a> : <a href={here}>Refresh automatically</a>}
          </p>
          <p className="text-sm quiet">You may close this page: it goes on, and is found again under Donations from a file.</p>
        </>
      )}
      {status === "asking" && <DateOrderForm errors={errors} />}
      {unreadable && (
        <Note look="danger">
          <p>{unreadable}</p>
          <p>Nothing was brought in, and the file is deleted here.</p>
        </Note>
      )}
      {status === "checked" && <p>The list was read to its end. Nothing has changed yet, and no emails will be sent.</p>}
      {status === "checked" && dateOrder && <p>01/03/2026 was read as {dateOrderLabels[dateOrder]}, as were all its days.</p>}
      {status === "done" && <p>What stood in the file is deleted here. This report stays for a month.</p>}
      {status === "discarded" && <p>What stood in the file is deleted here. What had been brought in by then stays.</p>}
      {(status === "checked" || status === "done" || status === "discarded") && (
        <>
          <Counts tally={list.tally} shown={list.shown} here={here} />
          <GiftLines list={list} here={here} />
        </>
      )}
      {!isInProgress && status !== "checked" && status !== "asking" && (
        <p>
          <a href="/desk/gifts/imports">Send another list</a>
        </p>
      )}
    </>
  );
}

/** How many lines of each kind, each the way to them. */
function Counts({ tally, shown, here }: Pick<GiftImportPage, "tally" | "shown"> & { here: string }) {
  return (
    <Switch label="Which lines" id="lines">
      {giftRowStates
        .filter((state) => tally[state] > 0)
        .map((state) => (
          <SwitchLink key={state} href={`${here}?lines=${state}#lines`} current={state === shown ? "true" : undefined}>
            {rowStateLabels[state]}: {tally[state].toLocaleString("en-GB")}
          </SwitchLink>
        ))}
    </Switch>
  );
}
