import { type Contact, dialled, mayLink, phoneHref, relayNumber } from "../contacts/contact";
import type { Mistake } from "./parse-front-matter.server";
import { escapeHtml, renderMarkdown } from "./markdown.server";
import type { Block, Language } from "../page";

type Reading = {
  file: string;
  bodyLine: number;
  find: (id: string) => Contact | null;
  language: Language;
};

const alone = /^\{\{(contact:([a-z0-9-]+)|card|old-numbers)\}\}$/;

/** Splits the words of a page into blocks. A token for a contact, the card or the old numbers stands alone on its line. */
export function readBlocks(body: string, reading: Reading): { blocks: Block[]; mistakes: Mistake[] } {
  const blocks: Block[] = [];
  const mistakes: Mistake[] = [];
  let words: string[] = [];
  let firstLine = 0;

  const finishWords = () => {
    const text = words.join("\n");
    if (text.trim()) {
      const start = reading.bodyLine + firstLine;
      const html = renderMarkdown(text, (token, line) => {
        const result = inlineToken(token, reading);
        if ("html" in result) return result.html;
        mistakes.push({ file: reading.file, line: start + line, sentence: result.sentence });
        return "";
      });
      blocks.push({ kind: "words", html });
    }
    words = [];
  };

  for (const [index, line] of body.split("\n").entries()) {
    const token = alone.exec(line.trim());
    if (!token) {
      if (words.length === 0) firstLine = index + 1;
      words.push(line);
      continue;
    }
    finishWords();
    const [, name, id] = token;
    if (id === undefined) {
      blocks.push({ kind: name as "card" | "old-numbers" });
      continue;
    }
    const sentence = whyNotOffered(reading.find(id), id);
    if (sentence) mistakes.push({ file: reading.file, line: reading.bodyLine + index + 1, sentence });
    const last = blocks.at(-1);
    if (last?.kind === "contacts") last.ids.push(id);
    else blocks.push({ kind: "contacts", ids: [id] });
  }
  finishWords();
  return { blocks, mistakes };
}

/** Why a contact may not be offered to readers, as a sentence; null where it may. */
function whyNotOffered(contact: Contact | null, id: string): string | null {
  if (!contact) return `"${id}" is not a contact`;
  if (!mayLink(contact))
    return `"${id}" is ${contact.status}: its number is never offered; use ${contact.supersededBy ?? "another contact"}`;
  return null;
}

/**
 * A number in the middle of a sentence:
 * {{number:id}} its first, {{number:id:2}} its second, {{number:id:text}} its first of a type, {{relay:id}} through text
 * relay, {{press:id}} the keys to press.
 */
function inlineToken(token: string, { find }: Reading): { html: string } | { sentence: string } {
  const [kind, id = "", which = "1"] = token.split(":");
  if (kind !== "number" && kind !== "relay" && kind !== "press") return { sentence: `{{${token}}} is not a known token` };
  const contact = find(id);
  const refused = whyNotOffered(contact, id);
  if (!contact || refused) return { sentence: refused ?? "" };
  if (kind === "press")
    return contact.thenPress ? { html: `<kbd>${escapeHtml(contact.thenPress)}</kbd>` } : { sentence: `"${id}" has no keys to press` };
  const phone = /^\d+$/.test(which) ? contact.phones[Number(which) - 1] : contact.phones.find(({ type }) => type === which);
  if (!phone) return { sentence: `"${id}" has no number "${which}"` };
  if (kind === "number") return { html: numberLink(phone.shown, phoneHref(contact, phone) ?? dialled(phone)) };
  const relay = relayNumber(contact, phone);
  return relay ? { html: numberLink(relay.shown, relay.href) } : { sentence: `"${id}" cannot be called through text relay` };
}

const numberLink = (shown: string, href: string) => `<a class="tel" dir="ltr" href="${escapeHtml(href)}">${escapeHtml(shown)}</a>`;
