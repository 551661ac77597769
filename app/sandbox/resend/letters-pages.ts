import { listSamples, type Sample } from "emails/index";
import { renderEmail } from "~/platform/mail/render-email.server";
import { markup } from "./markup";
import { letterFrame, letterPage, notFound, page, textBlock, type Page } from "./page";

/** Every letter of the site with made-up contents, by day, by night and as text. */
export async function samplePage(path: string, query: URLSearchParams): Promise<Page> {
  const all = listSamples();
  if (path === "/letters") return listPage(all);
  const [, number = "", raw] = /^\/letters\/(\d+)(\/letter)?$/.exec(path) ?? [];
  const sample = number === "" ? undefined : all[Number(number)];
  if (!sample) return notFound();
  const rendered = await renderEmail(sample.element);
  const mode = query.get("mode");
  if (raw) return letterPage(rendered.html, mode === "light" || mode === "dark" ? mode : null);
  const address = `/letters/${number}/letter`;
  return page(
    sample.subject,
    markup`<p><a href="/letters">All letters</a></p>
      <h1>${sample.subject}</h1>
      <p class="quiet">${sample.kind}: ${sample.label}</p>
      <div class="pair">
        <section>
          <h2>By day</h2>
          ${letterFrame(`${address}?mode=light`, "The letter in light mode")}
        </section>
        <section>
          <h2>By night</h2>
          ${letterFrame(`${address}?mode=dark`, "The letter in dark mode")}
        </section>
      </div>
      <p class="quiet"><a href="${address}">The letter on a page of its own</a></p>
      <h2>As text</h2>
      ${textBlock(rendered.text)}`,
  );
}

const listPage = (all: Sample[]): Page =>
  page(
    "All letters",
    markup`<h1>All letters, with made-up contents</h1>
      <ol class="letters">
        ${all.map(
          (sample, number) =>
            markup`<li>
              <a href="/letters/${number}"
                ><strong>${sample.subject}</strong><br /><span class="quiet"
                  >${sample.kind}: ${sample.label}</span
                ></a
              >
            </li>`,
        )}
      </ol>`,
  );
