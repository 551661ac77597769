/** Markup that is safe as it stands: everything put into it was escaped. */
export type Html = { markup: string };

type Value = Html | string | number | false | null | undefined | Value[];

/** Writes markup; what is put in is escaped, unless it is markup itself. Nothing, false and null write nothing. */
export function html(texts: TemplateStringsArray, ...values: Value[]): Html {
  return { markup: texts.map((text, index) => text + written(values[index])).join("") };
}

/** Attributes whose values are escaped; those that are false or not given are left out. */
export function attributes(values: Record<string, string | number | boolean | undefined>): Html {
  const given = Object.entries(values).flatMap(([name, value]) => {
    if (value === undefined || value === false) return [];
    return value === true ? [name] : [`${name}="${escaped(String(value))}"`];
  });
  return { markup: given.join(" ") };
}

function written(value: Value): string {
  if (value === false || value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(written).join("");
  return typeof value === "object" ? value.markup : escaped(String(value));
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
