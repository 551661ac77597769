import type { ReactElement } from "react";

/** The two parts of an email: what mail programs show, and what the others do. */
export type RenderedEmail = { html: string; text: string };

/** What the converter to text hands to the formatters below (html-to-text has no types of its own). */
type TextBuilder = {
  openBlock(options: { leadingLineBreaks: number }): void;
  closeBlock(options: { trailingLineBreaks: number }): void;
  addLiteral(text: string): void;
  addInline(text: string): void;
};
type Element = { children: unknown[]; attribs: Record<string, string> };
type Walk = (children: unknown[], builder: TextBuilder) => void;

/** A table of facts reads as lines of "name: value". */
const formatters = {
  fact(element: Element, walk: Walk, builder: TextBuilder) {
    builder.openBlock({ leadingLineBreaks: 1 });
    walk(element.children, builder);
    builder.closeBlock({ trailingLineBreaks: 1 });
  },
  factName(element: Element, walk: Walk, builder: TextBuilder) {
    walk(element.children, builder);
    builder.addLiteral(": ");
  },
  /** A picture reads as what it shows. */
  pictureText({ attribs }: Element, _walk: Walk, builder: TextBuilder) {
    builder.addInline(`[Picture: ${attribs["alt"] ?? ""}]`);
  },
};

const selectors = [
  {
    selector: "table.facts",
    format: "block",
    options: { leadingLineBreaks: 2, trailingLineBreaks: 2 },
  },
  { selector: "tr.fact", format: "fact" },
  { selector: "th.fact", format: "factName" },
  { selector: "td.fact", format: "inline" },
  { selector: "a", options: { linkBrackets: ["<", ">"], hideLinkHrefIfSameAsText: true } },
  { selector: "h1", options: { uppercase: false, leadingLineBreaks: 2 } },
  { selector: "h2", options: { uppercase: false, leadingLineBreaks: 2 } },
  { selector: "h3", options: { uppercase: false, leadingLineBreaks: 2 } },
  { selector: "img.picture", format: "pictureText" },
  { selector: "ul", options: { itemPrefix: "- " } },
];

/** Renders an email as HTML and as text. React-email is large, so it is loaded with the first email and not at start. */
export async function renderEmail(email: ReactElement): Promise<RenderedEmail> {
  const { render, toPlainText } = await import("react-email");
  const html = await render(email);
  return { html, text: `${toPlainText(html, { formatters, selectors }).trim()}\n` };
}
