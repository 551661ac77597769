import { html, type Html } from "../../html";

const shown = 25;

/** The newest of a long list, the newest first. */
export const newest = <T>(rows: T[]): T[] => rows.slice(-shown).toReversed();
export const time = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ");

/** A form of one button: a action, and what it is done to. */
export function button(action: string, text: string, id?: string, more?: Html): Html {
  return html`<form method="post" action="/">
    <input type="hidden" name="action" value="${action}" />${id && html`<input type="hidden" name="id" value="${id}" />`}${more}<button>
      ${text}
    </button>
  </form>`;
}

/** A table with its caption, or a line that says there is nothing yet. */
export function table(caption: string, heads: string[], rows: (string | Html)[][]): Html {
  return html`<section class="card scroll" tabindex="0" role="region" aria-label="${caption}">
    ${
      rows.length === 0
        ? html`<h2>${caption}</h2>
            <p class="soft">None yet.</p>`
        : html`<table>
            <caption>
              ${caption}
            </caption>
            <thead>
              <tr>
                ${heads.map((head) => html`<th scope="col">${head}</th>`)}
              </tr>
            </thead>
            <tbody>
              ${rows.map(
                (row) =>
                  html`<tr>
                    ${row.map((cell) => html`<td>${cell}</td>`)}
                  </tr>`,
              )}
            </tbody>
          </table>`
    }
  </section>`;
}
