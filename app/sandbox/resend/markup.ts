/** Markup that may be put into a page as it stands. */
export class Markup {
  constructor(readonly text: string) {}
}

type Value = string | number | Markup | null | Value[];

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const shown = (value: Value): string => {
  if (value === null) return "";
  if (Array.isArray(value)) return value.map(shown).join("");
  return value instanceof Markup ? value.text : String(value).replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
};

/** A template for pages: everything put into it is escaped, except other Markup. */
export const markup = (parts: TemplateStringsArray, ...values: Value[]): Markup =>
  new Markup(parts.reduce((text, part, position) => text + shown(values[position - 1] ?? null) + part));
