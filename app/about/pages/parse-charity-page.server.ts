import { z } from "zod";
import { escapeHtml, renderMarkdown } from "~/help/parse/markdown.server";
import type { Charity } from "~/platform/config/charity";
import { type ContentError, parseFrontMatter } from "~/platform/front-matter.server";
import type { CharityPage } from "./charity-page";

const frontMatterSchema = z.strictObject({
  title: z.string().trim().min(3),
  description: z.string().trim().min(20).max(200),
  lead: z.string().trim().min(10),
});

type Details = Pick<Charity, "name" | "legalName" | "registration" | "address" | "email" | "phone">;

const emailLink = ({ email }: Details) => `<a href="mailto:${escapeHtml(email)}">${escapeHtml(email)}</a>`;

/** What may stand between {{ and }} in a page: the charity's details as its file has them, so that they are written once. */
const detailTokens = {
  name: ({ name }: Details) => escapeHtml(name),
  "legal name": ({ legalName }: Details) => escapeHtml(legalName),
  address: ({ address }: Details) => escapeHtml(address.join(", ")),
  email: emailLink,
  /** Where it has no telephone, its email. */
  phone: ({ phone, ...details }: Details) =>
    phone ? `<a class="num" href="tel:${phone.replaceAll(/[^\d+]/g, "")}">${escapeHtml(phone)}</a>` : emailLink({ phone, ...details }),
  registration: ({ registration }: Details) =>
    registration
      ? `registered with ${escapeHtml(registration.regulator)}, number <a href="${escapeHtml(registration.url)}" rel="noreferrer">${escapeHtml(registration.number)}</a>`
      : "not a registered charity (a real charity’s regulator and number stand here)",
} satisfies Record<string, (charity: Details) => string>;

/**
 * Reads a page that the charity wrote: front matter (title, description, lead), then Markdown in which {{email}} and the like stand for the
 * charity's details.
 * @returns every mistake with its line where there is one
 */
export function parseCharityPage(
  text: string,
  file: string,
  charity: Details,
): { page: Omit<CharityPage, "slug" | "isExample"> } | { errors: ContentError[] } {
  const parsed = parseFrontMatter(text, file, frontMatterSchema);
  if ("errors" in parsed) return parsed;
  const { values, body, bodyLine } = parsed;
  const errors: ContentError[] = [];
  const fill = (token: string, line: number): string => {
    if (Object.hasOwn(detailTokens, token)) return detailTokens[token as keyof typeof detailTokens](charity);
    errors.push({ file, line: bodyLine + line + 1, message: `{{${token}}} stands for nothing: write ${knownTokens}` });
    return "";
  };
  const html = renderMarkdown(body, fill);
  if (/^# /m.test(body)) errors.push({ file, line: 1, message: "the title is the page’s first heading: begin others with ## or ###" });
  return errors.length > 0 ? { errors } : { page: { ...values, html } };
}

const knownTokens = Object.keys(detailTokens)
  .map((token) => `{{${token}}}`)
  .join(", ");
