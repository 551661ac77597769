import { type Contact, dialDigits, isLinkable, phoneHref, relayNumber } from "../contacts/contact";
import type { ContentError } from "~/platform/front-matter.server";
import { escapeHtml, renderMarkdown } from "./markdown.server";
import type { Block, Language } from "../page";

type ParseContext = {
  file: string;
  bodyLine: number;
  findContact: (id: string) => Contact | null;
  language: Language;
};

const blockToken = /^\{\{(contact:([a-z0-9-]+)|card|old-numbers)\}\}$/;

/** Splits the words of a page into blocks. A token for a contact, the card or the old numbers stands alone on its line. */
export function parseBlocks(body: string, context: ParseContext): { blocks: Block[]; errors: ContentError[] } {
  const blocks: Block[] = [];
  const errors: ContentError[] = [];
  let textLines: string[] = [];
  let firstLine = 0;

  const flushText = () => {
    const text = textLines.join("\n");
    if (text.trim()) {
      const start = context.bodyLine + firstLine;
      const html = renderMarkdown(text, (token, line) => {
        const result = renderInlineToken(token, context);
        if ("html" in result) return result.html;
        errors.push({ file: context.file, line: start + line, message: result.message });
        return "";
      });
      blocks.push({ kind: "text", html });
    }
    textLines = [];
  };

  for (const [index, line] of body.split("\n").entries()) {
    const token = blockToken.exec(line.trim());
    if (!token) {
      if (textLines.length === 0) firstLine = index + 1;
      textLines.push(line);
      continue;
    }
    flushText();
    const [, name, id] = token;
    if (id === undefined) {
      blocks.push({ kind: name as "card" | "old-numbers" });
      continue;
    }
    const message = unavailableReason(context.findContact(id), id);
    if (message) errors.push({ file: context.file, line: context.bodyLine + index + 1, message });
    const last = blocks.at(-1);
    if (last?.kind === "contacts") last.ids.push(id);
    else blocks.push({ kind: "contacts", ids: [id] });
  }
  flushText();
  return { blocks, errors };
}

/** Why a contact may not be offered to readers, as a sentence; null where it may. */
function unavailableReason(contact: Contact | null, id: string): string | null {
  if (!contact) return `"${id}" is not a contact`;
  if (!isLinkable(contact))
    return `"${id}" is ${contact.status}: its number is never offered; use ${contact.supersededBy ?? "another contact"}`;
  return null;
}

/**
 * A number in the middle of a sentence:
 * {{number:id}} its first, {{number:id:2}} its second, {{number:id:text}} its first of a type, {{relay:id}} through text
 * relay, {{press:id}} the keys to press.
 */
function renderInlineToken(token: string, { findContact }: ParseContext): { html: string } | { message: string } {
  const [kind, id = "", which = "1"] = token.split(":");
  if (kind !== "number" && kind !== "relay" && kind !== "press") return { message: `{{${token}}} is not a known token` };
  const contact = findContact(id);
  const unavailable = unavailableReason(contact, id);
  if (!contact || unavailable) return { message: unavailable ?? "" };
  if (kind === "press")
    return contact.thenPress ? { html: `<kbd>${escapeHtml(contact.thenPress)}</kbd>` } : { message: `"${id}" has no keys to press` };
  const phone = /^\d+$/.test(which) ? contact.phones[Number(which) - 1] : contact.phones.find(({ type }) => type === which);
  if (!phone) return { message: `"${id}" has no number "${which}"` };
  if (kind === "number") return { html: numberLink(phone.shown, phoneHref(contact, phone) ?? dialDigits(phone)) };
  const relay = relayNumber(contact, phone);
  return relay ? { html: numberLink(relay.shown, relay.href) } : { message: `"${id}" cannot be called through text relay` };
}

const numberLink = (shown: string, href: string) => `<a class="tel" dir="ltr" href="${escapeHtml(href)}">${escapeHtml(shown)}</a>`;
