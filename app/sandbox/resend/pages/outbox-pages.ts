import { html, type Html } from "../../html";
import type { Message } from "../message";
import type { Outbox } from "../outbox";
import { emailFrame, emailPage, notFound, page, textBlock, type Page } from "./page";

const shownAtOnce = 200;

/** The outbox: every email that was accepted, to be read as its receiver would. */
export function outboxPage(outbox: Outbox, path: string, query: URLSearchParams): Page {
  if (path === "/") return listPage(outbox, query.get("to")?.trim() ?? "");
  const [, id = "", view = "html"] = /^\/outbox\/([\w-]+)(?:\/(text|headers|email))?$/.exec(path) ?? [];
  const message = outbox.get(id);
  if (!message) return notFound();
  if (view === "email") return message.html === null ? notFound() : emailPage(message.html, null);
  return messagePage(message, view as View);
}

const everyone = (message: Message): string[] => [...message.to, ...message.cc, ...message.bcc];

function listPage(outbox: Outbox, to: string): Page {
  const all = outbox.newestFirst();
  const found =
    to === "" ? all : all.filter((message) => everyone(message).some((address) => address.toLowerCase().includes(to.toLowerCase())));
  const emails = found.slice(0, shownAtOnce);
  return page(
    "Outbox",
    html`<h1>Outbox</h1>
      <div class="bar">
        <form method="get" action="/">
          <label>Emails to <input type="search" name="to" value="${to}" placeholder="part of an address" /></label><button>Search</button>
        </form>
        ${all.length === 0 ? null : html`<form class="right" method="post" action="/outbox/empty"><button>Empty the outbox</button></form>`}
      </div>
      <p class="quiet">${countOf(found.length, to)}${found.length > shownAtOnce ? ` The newest ${shownAtOnce} are below.` : ""}</p>
      ${
        emails.length === 0
          ? null
          : html`<ol class="emails">
              ${emails.map(listItem)}
            </ol>`
      }`,
  );
}

function countOf(count: number, to: string): string {
  const what = count === 1 ? "1 email" : `${count} emails`;
  if (to !== "")
    return count === 0 ? `No email to an address with “${to}” in it.` : `${what} to an address with “${to}” in it, newest first.`;
  return count === 0 ? "No email has been sent yet. They appear here instead of reaching anyone." : `${what}, newest first.`;
}

const listItem = (message: Message): Html => html`<li>
  <a href="/outbox/${message.id}"
    ><strong>${message.subject}</strong><br />
    <span class="quiet">to ${message.to.join(", ")} · ${instant(message.createdAt)}</span>
    ${stateOf(message)}</a
  >
</li>`;

const stateOf = (message: Message): Html =>
  html`<span class="tag">${(message.history.at(-1)?.event ?? "queued").replaceAll("_", " ")}</span>`;

const instant = (iso: string): string =>
  new Intl.DateTimeFormat("en-GB", {
    dateStyle: "medium",
    timeStyle: "medium",
    timeZone: "Europe/London",
  }).format(new Date(iso));

type View = "html" | "text" | "headers";

function messagePage(message: Message, view: View): Page {
  const tab = (name: View, label: string) =>
    html`<a href="/outbox/${message.id}${name === "html" ? "" : `/${name}`}" ${name === view ? html` aria-current="page"` : null}
      >${label}</a
    >`;
  return page(
    message.subject,
    html`<p><a href="/">All emails</a></p>
      <h1>${message.subject}</h1>
      <dl>
        <dt>To</dt>
        <dd>${message.to.join(", ")}</dd>
        <dt>From</dt>
        <dd>${message.from}</dd>
        <dt>Sent</dt>
        <dd>${instant(message.createdAt)} ${stateOf(message)}</dd>
      </dl>
      <nav class="tabs" aria-label="Ways to read this email">
        ${tab("html", "Email")}${tab("text", "Plain text")}${tab("headers", "Headers")}
      </nav>
      ${views[view](message)}`,
  );
}

const views: Record<View, (message: Message) => Html> = {
  html: (message) =>
    message.html === null
      ? html`<p>This email has no HTML part.</p>`
      : html`${emailFrame(`/outbox/${message.id}/email`, `The email “${message.subject}”`)}
          <p class="quiet"><a href="/outbox/${message.id}/email">The email on a page of its own</a>. ${size(message.html)} of HTML.</p>`,
  text: (message) => (message.text === null ? html`<p>This email has no plain text part.</p>` : textBlock(message.text)),
  headers: (message) => html`<dl>
      ${headersOf(message).map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
    <h2>What happened to it</h2>
    <dl>
      ${message.history.map(
        ({ event, at }) =>
          html`<dt>${event.replaceAll("_", " ")}</dt>
            <dd>${instant(at)}</dd>`,
      )}
    </dl>`,
};

const headersOf = (message: Message): [string, string][] => {
  const rows: [string, string][] = [
    ["From", message.from],
    ["To", message.to.join(", ")],
    ["Cc", message.cc.join(", ")],
    ["Bcc", message.bcc.join(", ")],
    ["Reply-To", message.replyTo.join(", ")],
    ["Subject", message.subject],
    ["Message-ID", `<${message.id}@sandbox.invalid>`],
    ...Object.entries(message.headers),
    ["Attachments", message.attachments.join(", ")],
    ["Tags", message.tags.map(({ name, value }) => `${name}: ${value}`).join(", ")],
    ["Idempotency key", message.idempotencyKey ?? ""],
  ];
  return rows.filter(([, value]) => value !== "");
};

const size = (text: string): string => `${Math.ceil(Buffer.byteLength(text) / 1024)} KB`;
