import { createHash } from "node:crypto";
import type { ApiReply } from "../api/answer";
import { html, type Html } from "../../html";
import { styles } from "./styles";

/** Pounds and pence as people write them. */
export const pounds = (pence: number): string => new Intl.NumberFormat("en-GB", { style: "currency", currency: "GBP" }).format(pence / 100);

/** Written apart from the page's markup: the policy's hash is of exactly what stands between the tags. */
const style = { markup: `<style>${styles}</style>` };
const stylesHash = createHash("sha256").update(styles).digest("base64");

/** A page of the sandbox, with the notice that nothing on it is real. No script, no cookie, nothing from elsewhere. */
export function page(status: number, title: string, content: Html): ApiReply {
  const { markup } = html`<!doctype html>
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        ${style}
      </head>
      <body>
        <header class="notice"><strong>Pretend Stripe: nothing is real.</strong> Never type a real card or bank account here.</header>
        <main>${content}</main>
      </body>
    </html>`;
  return {
    status,
    body: markup.replace(/>\n\s+</g, ">\n<"),
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "referrer-policy": "same-origin",
      "x-content-type-options": "nosniff",
      "content-security-policy": `default-src 'none'; style-src 'sha256-${stylesHash}'; base-uri 'none'; frame-ancestors 'none'`,
    },
  };
}

/** Sends the browser on, with a GET. */
export const goTo = (location: string): ApiReply => ({ status: 303, headers: { location }, body: "" });

/** A page that says one thing. */
export function sentence(status: number, title: string, text: string, link?: { to: string; text: string }): ApiReply {
  return page(
    status,
    title,
    html`<div class="card narrow">
      <h1>${title}</h1>
      <p>${text}</p>
      ${link && html`<p><a href="${link.to}">${link.text}</a></p>`}
    </div>`,
  );
}
