import { html } from "../../html";
import { emailFrame, emailPage, notFound, page, textBlock, type Page } from "./page";

/** An email of whoever started the sandbox, filled in with made-up contents. */
export type EmailSample = {
  kind: string;
  /** What this sample of its kind shows. */
  label: string;
  subject: string;
  render: () => Promise<{ html: string; text: string }>;
};

/** The samples that the sandbox was started with: each by day, by night and as text. */
export async function samplePage(samples: EmailSample[], path: string, query: URLSearchParams): Promise<Page> {
  if (path === "/samples") return listPage(samples);
  const [, number = "", raw] = /^\/samples\/(\d+)(\/email)?$/.exec(path) ?? [];
  const sample = number === "" ? undefined : samples[Number(number)];
  if (!sample) return notFound();
  const rendered = await sample.render();
  const mode = query.get("mode");
  if (raw) return emailPage(rendered.html, mode === "light" || mode === "dark" ? mode : null);
  const url = `/samples/${number}/email`;
  return page(
    sample.subject,
    html`<p><a href="/samples">All emails</a></p>
      <h1>${sample.subject}</h1>
      <p class="quiet">${sample.kind}: ${sample.label}</p>
      <div class="pair">
        <section>
          <h2>Light mode</h2>
          ${emailFrame(`${url}?mode=light`, "The email in light mode")}
        </section>
        <section>
          <h2>Dark mode</h2>
          ${emailFrame(`${url}?mode=dark`, "The email in dark mode")}
        </section>
      </div>
      <p class="quiet"><a href="${url}">The email on a page of its own</a></p>
      <h2>As text</h2>
      ${textBlock(rendered.text)}`,
  );
}

const listPage = (samples: EmailSample[]): Page =>
  page(
    "All emails",
    html`<h1>All emails, with made-up contents</h1>
      ${samples.length === 0 && html`<p>The sandbox was started without samples.</p>`}
      <ol class="emails">
        ${samples.map(
          (sample, number) =>
            html`<li>
              <a href="/samples/${number}"
                ><strong>${sample.subject}</strong><br /><span class="quiet">${sample.kind}: ${sample.label}</span></a
              >
            </li>`,
        )}
      </ol>`,
  );
