import { html } from "../html";
import { namedScenarios } from "./scenarios";
import type { HmrcRecord } from "./record";

const outcomeText = ({ outcome, acknowledgements, deleted }: HmrcRecord): string => {
  const what = { accepted: "accepted", refused: "refused", failed: "failed" }[outcome.kind];
  return [acknowledgements > 0 ? `being worked on, then ${what}` : what, deleted && "answer read and deleted"].filter(Boolean).join("; ");
};

/** What this HMRC has, and what becomes of the next claim. */
export function controlPage(records: readonly HmrcRecord[], planned: number): string {
  return `<!doctype html>${
    html`<html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>Pretend HMRC</title>
      </head>
      <body>
        <h1>Pretend HMRC</h1>
        <p>Nothing is real: no claim reaches HMRC, and no money comes.</p>
        <form method="post" action="/_sandbox/next">
          <label
            >What becomes of the next claim that is in order
            <select name="scenario">
              ${Object.keys(namedScenarios).map((name) => html`<option>${name}</option>`)}
            </select>
          </label>
          <button>Plan it</button>
        </form>
        <p>Planned: ${planned}</p>
        <table>
          <caption>
            Claims
          </caption>
          <thead>
            <tr>
              <th scope="col">Received</th>
              <th scope="col">Correlation id</th>
              <th scope="col">Gifts</th>
              <th scope="col">Outcome</th>
            </tr>
          </thead>
          <tbody>
            ${records.map(
              (record) =>
                html`<tr>
                  <td>${record.receivedAt}</td>
                  <td>${record.correlationId}</td>
                  <td>${record.gifts}</td>
                  <td>${outcomeText(record)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </body>
    </html>`.markup
  }`;
}
