import { html, type Html } from "../../html";

export type Page = { status: number; headers: Record<string, string>; body: string };

const styles = `
:root { color-scheme: light dark; --paper: #fdfcf8; --surface: #fff; --wash: #f1f3f8; --text: #121c38; --muted: #434d68; --link: #1f3f94; --line: #d9dde7; --edge: #5c6680; --solid: #121c38; --on-solid: #fdfcf8; --lamp: #ffc847 }
@media (prefers-color-scheme: dark) { :root { --paper: #0d1428; --surface: #151e39; --wash: #18223f; --text: #f1f2f7; --muted: #bcc4d8; --link: #b6c9ff; --line: #2d395b; --edge: #8d98b5; --solid: #f1f2f7; --on-solid: #0d1428 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--text); font: 400 1.125rem/1.5 "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif; overflow-wrap: anywhere }
a { color: var(--link) } :focus-visible { outline: 3px solid var(--text); outline-offset: 2px; box-shadow: 0 0 0 8px var(--lamp) }
header { background: #14204a; color: #f6f1e2; border-bottom: 4px solid #ffc847 } header a { color: inherit }
header div, main { max-width: 60rem; margin: 0 auto; padding: 1rem 1.25rem } header p { margin: 0 } main { padding-block: 1.5rem 4rem }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 1rem } h2 { font-size: 1.25rem; margin: 2rem 0 .5rem }
.bar { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; margin: 0 0 1.5rem } .bar form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; margin: 0 } .bar .right { margin-left: auto }
label { display: block } input, button { font: inherit; min-height: 44px; padding: .4rem .8rem; border: 1px solid var(--edge); border-radius: 6px; background: var(--surface); color: var(--text); max-width: 100% } ::placeholder { color: var(--muted); opacity: 1 } button { cursor: pointer; border-color: var(--solid) }
ol.emails { list-style: none; padding: 0; margin: 0; background: var(--surface); border: 1px solid var(--line); border-radius: 8px } ol.emails li + li { border-top: 1px solid var(--line) }
ol.emails a { display: block; padding: .9rem 1.1rem; color: inherit; text-decoration: none } ol.emails a:hover, ol.emails a:focus-visible { background: var(--wash) } ol.emails strong { color: var(--link); text-decoration: underline }
.quiet { color: var(--muted); font-size: 1rem } .tag { border: 1px solid var(--edge); border-radius: 4px; padding: 0 .4rem; font-size: 1rem; white-space: nowrap }
nav.tabs { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1.25rem 0 1rem } nav.tabs a { display: inline-flex; align-items: center; min-height: 44px; padding: 0 1rem; border: 1px solid var(--edge); border-radius: 6px; text-decoration: none; background: var(--surface) } nav.tabs a[aria-current] { background: var(--solid); color: var(--on-solid); border-color: var(--solid) }
iframe { display: block; width: 100%; height: 48rem; max-height: 85vh; resize: vertical; border: 1px solid var(--line); border-radius: 8px; background: var(--surface) } .pair { display: grid; gap: 1rem } @media (min-width: 56rem) { .pair { grid-template-columns: 1fr 1fr } } .pair h2 { margin-top: 0 }
pre { white-space: pre-wrap; background: var(--surface); border: 1px solid var(--line); border-radius: 8px; padding: 1.1rem; margin: 0; font: 400 1rem/1.55 ui-monospace, "Liberation Mono", monospace }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1.25rem; margin: 0 } dt { color: var(--muted) } dd { margin: 0 } @media (max-width: 40rem) { dl { grid-template-columns: 1fr; gap: 0 } dd { margin: 0 0 .75rem } .bar .right { margin-left: 0 } }
`;

/** A page of the outbox. It works without JavaScript, and loads nothing from anywhere. */
export const page = (title: string, content: Html, status = 200): Page => ({
  status,
  headers: {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy":
      "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
  },
  body: html`<!doctype html>
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} – pretend Resend</title>
        <style>
          ${{ markup: styles }}
        </style>
      </head>
      <body>
        <header>
          <div>
            <p>
              <strong>Pretend Resend: nothing leaves this machine.</strong> <a href="/">Outbox</a> ·
              <a href="/samples">All emails, as samples</a>
            </p>
          </div>
        </header>
        <main>${content}</main>
      </body>
    </html>`.markup,
});

export const notFound = (): Page =>
  page(
    "Not found",
    html`<h1>There is nothing here</h1>
      <p><a href="/">Go to the outbox</a></p>`,
    404,
  );

/** How an email is looked at: as the reader's device asks, or held to one of the two. */
export type Mode = "light" | "dark" | null;

const darkRule = /@media\s*\(prefers-color-scheme:\s*dark\)/g;

/**
 * An email's own markup, shut in: it runs no scripts and loads nothing, and its links open in the whole window.
 * @param mode "light" or "dark" shows the email in that mode, whatever the device asks
 */
export const emailPage = (markup: string, mode: Mode): Page => {
  const held = mode === null ? markup : markup.replace(darkRule, mode === "dark" ? "@media all" : "@media not all");
  const base = '<base target="_top">';
  const scheme = mode === null ? "" : `<style>:root{color-scheme:${mode} only !important}</style>`;
  const headEnds = held.indexOf("</head>");
  const body = headEnds < 0 ? base + scheme + held : held.slice(0, headEnds) + base + scheme + held.slice(headEnds);
  return {
    status: 200,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy":
        "sandbox allow-top-navigation-by-user-activation allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'self'",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    },
    body,
  };
};

/** A frame around an email that is served under `address`. */
export const emailFrame = (address: string, title: string): Html =>
  html`<iframe
    src="${address}"
    title="${title}"
    sandbox="allow-top-navigation-by-user-activation allow-popups allow-popups-to-escape-sandbox"
  ></iframe>`;

/** Plain text as a page's block, with its web addresses as links. */
export function textBlock(text: string): Html {
  const parts = text.split(/(https?:\/\/[^\s<>()"]*[^\s<>()".,;:!?])/);
  return html`<pre>${parts.map((part, position) => (position % 2 === 1 ? html`<a href="${part}">${part}</a>` : part))}</pre>`;
}
