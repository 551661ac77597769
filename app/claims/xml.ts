/**
 * XML written as Canonical XML 1.0 has it (https://www.w3.org/TR/xml-c14n): no declaration, no self-closed tags, double quotes,
 * apostrophes as they are. So the bytes that are hashed for the IRmark are the bytes that are sent.
 */

const textEntities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;" };
const attributeEntities: Record<string, string> = { "&": "&amp;", "<": "&lt;", '"': "&quot;", "\t": "&#x9;", "\n": "&#xA;", "\r": "&#xD;" };

const escape = (text: string, pattern: RegExp, entities: Record<string, string>) => text.replace(pattern, (sign) => entities[sign] ?? sign);

/** Text between tags. */
export const text = (value: string): string => escape(value, /[&<>\r]/g, textEntities);

/** An element around markup. `attributes` stand in the order given: `xmlns` first, then by the alphabet. */
export function element(name: string, markup: string, attributes: Record<string, string> = {}): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escape(value, /[&<"\t\n\r]/g, attributeEntities)}"`);
  return `<${name}${written.join("")}>${markup}</${name}>`;
}

/** An element around words; nothing where there are none. */
export const leaf = (name: string, value: string | null, attributes: Record<string, string> = {}): string =>
  value === null ? "" : element(name, text(value), attributes);
